## Hvorfor et tall mangler: i celler og under tabeller.

status-name =
    { $status ->
        [zero] Null
        [hidden] Vises ikke av personvernhensyn
        [not-reported] Ikke rapportert
        [does-not-exist] Finnes ikke for dette året
        [merged] Kommunen er slått sammen av flere, og tallet kan ikke regnes om
        [part-missing] Mangler for en av kommunene som er slått sammen
       *[split] En kommune er delt, og tallet kan ikke skilles ut
    }
