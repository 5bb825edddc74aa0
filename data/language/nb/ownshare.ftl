## Hva plassene koster med statens satser.

ownshare-note =
    Regnet som antall plasser ved årsslutt ganger årssatsen. Opphold som varte kortere, koster
    mindre.
ownshare-total =
    Plassene ved utgangen av { $year } koster { $cost } ({ $basis }) i kommunal egenbetaling hvis
    de varer et helt år.
ownshare-caption = { $title }. Kroner, { $basis }
ownshare-measure = Tiltak
