## Et tall fordelt på kategorier.

breakdown-shares =
    Andelene er regnet ut fra antallene. Endringen er i prosentpoeng og er regnet ut før avrunding.
breakdown-hidden = Fordelingen på kategorier vises ikke av personvernhensyn.
breakdown-largest = Størst: { $category }, { $value }{ $prices }.
breakdown-share = Andel { $year }
breakdown-change = Endring fra { $year }
