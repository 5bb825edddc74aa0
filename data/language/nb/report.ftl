## Tilstandsrapporten.

report-title = Tilstandsrapport
report-subject = Tilstandsrapport for barnevernstjenesten: { $place } { $year }
report-footer = Tilstandsrapport { $place } { $year }
report-counts = { $figures ->
        [one] Rapporten har { $figures } figur
       *[other] Rapporten har { $figures } figurer
    } { $tables ->
        [one] og { $tables } tabell.
       *[other] og { $tables } tabeller.
    }
report-missing =
    { $missing } av { $parts } deler har ikke tall i datasettet. Det er sagt i ord der de skulle
    stått.
report-sources = Kilder til tallene
report-stamp = Satt sammen av sidenes tall { $digests }. Laget med barnevern { $version }.
report-appendix = Vedlegg { $number }
report-table = Tabell { $number }:
report-figure = Figur { $number }:
report-figures = Figurer
report-tables = Tabeller
report-behind = Tallene bak figur { $number }

report-lead =
    Redegjørelse til kommunestyret om tilstanden i barnevernstjenesten, etter barnevernsloven
    § 15-3. Til politisk behandling.
report-no-sources = Rapporten viser ingen tall og har derfor ingen kilder.
report-own-words = Tjenestens egne ord
report-nothing-written = Tjenesten har ikke skrevet noe her.

## Forsiden.

report-case-number = Saksnummer
report-case-date = Dato
report-case-handler = Saksbehandler
report-case-committee = Utvalg

## Word-fila.

report-contents = Innhold
report-of = av
report-figure-noun = Figur
report-table-noun = Tabell
report-write-here = Skriv tjenestens egne ord her. Spørsmålene forsvinner når du skriver.
