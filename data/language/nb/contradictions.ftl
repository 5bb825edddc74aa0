## Publiserte tall som ikke kan være riktige samtidig.

contradictions-title = Tall som ikke kan stemme
contradictions-nothing-quoted =
    Datasettet har ingen tall sitert fra dokumenter for { $place }, og dermed ingen å kontrollere
    mot hverandre.
contradictions-none =
    { $count } siterte tall for { $place } til og med { $year } er kontrollert. Ingen av dem
    motsier hverandre eller teksten de står i.
contradictions-what = Hva
contradictions-printed = Slik det står
contradictions-where = Hvor
contradictions-why = Hvorfor
contradictions-caption = Det i kildene som ikke kan stemme

contradictions-found =
    { $count ->
        [one]
            Ett sted i dokumentene om { $place } står det noe som ikke kan stemme med tallene eller
            tabellene der.
       *[other]
            { $count } steder i dokumentene om { $place } står det noe som ikke kan stemme med
            tallene eller tabellene der.
    }
