## Et tall fordelt på kategorier.

breakdown-shares =
    Andelene er regnet ut fra antallene. Endringen er i prosentpoeng og er regnet ut før avrunding.
breakdown-hidden = Fordelingen på kategorier vises ikke av personvernhensyn.
breakdown-largest = Størst: { $category }, { $value }{ $prices }.
breakdown-share = Andel { $year }
breakdown-change = Endring fra { $year }
# En rad i tabellen: summen av kategoriene som ikke vises hver for seg.
breakdown-together = Kategoriene som ikke vises, til sammen
# Under tabellen når den har en slik rad.
breakdown-together-note =
    Det som ikke vises hver for seg, er lagt sammen: totalen minus det som vises.
