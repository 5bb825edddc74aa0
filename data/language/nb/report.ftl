## Tilstandsrapporten.

report-title = Tilstandsrapport
report-subject = Tilstandsrapport for barnevernstjenesten: { $place } { $year }
report-footer = Tilstandsrapport { $place } { $year }
report-counts = Rapporten har { $figures } figurer og { $tables } tabeller.
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
report-place-for-own-words = Her er det plass til tjenestens egne ord.
