## En indikator gjennom årene.

trend-hidden = Tallene for { $years } vises ikke av personvernhensyn.

# Skrevet i figuren ved et år som skiller seg fra året før.
trend-break = brudd
trend-law = ny lov
# Under tabellen.
trend-clear =
    { $way ->
        [up] Tallet har klart økt fra { $first } til { $last }.
       *[down] Tallet har klart falt fra { $first } til { $last }.
    }
trend-by-chance = Utviklingen fra { $first } til { $last } kan skyldes tilfeldigheter.
trend-run-chart =
    { $level ->
        [shifted]
            Serien fra { $first } til { $last } har en varig endring i nivået (serieregler for
            endring rundt medianen).
       *[steady]
            Serien fra { $first } til { $last } svinger ikke mer enn tilfeldig (serieregler for
            endring rundt medianen).
    }
