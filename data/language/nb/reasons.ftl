## Hvorfor en side ikke kunne lages.

reasons-sentence =
    { $kind ->
        [check] Siden ble ikke hel, og er derfor ikke publisert.
        [data] Tallene eller valgene kunne ikke leses.
        [died] Prosessen som lagde siden, sluttet før den var ferdig.
        [lost] Prosessen som lagde siden, ble avbrutt flere ganger.
        [memory] Siden trengte mer minne enn grensen tillater.
        [pages] En av sidene som dokumentet er satt sammen av, kunne ikke lages.
        [slow] Siden brukte for lang tid og ble stoppet.
       *[cell] Notatboken stoppet med en feil.
    }
