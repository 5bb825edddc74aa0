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
report-table = Tabell { $number }: { $caption }
report-behind = Tallene bak figur { $number }
