## Under en figur: hvor tallene er fra.

drawing-source = Kilde:
drawing-caption = { $caption }. { drawing-source } { $sources }.

## Alternativ tekst: det en skjermleser leser i stedet for figuren.

drawing-in-year = { $value } i { $year }
drawing-line-alt = Linjediagram: { $indicator }, { $first }–{ $last }. { $lines }
drawing-bars-alt = Søylediagram: { $title }. { $bars }
