## Produksjon, utgifter og effektivitet mot gruppen.

production-title = Produksjon, utgifter og effektivitet
production-other-index = Dette er en annen indeks enn den KS publiserer.
production-composite =
    Om dette skyldes tilfeldigheter, kan ikke vurderes: hvert tall er satt sammen av flere.
production-none =
    Produksjonen kan ikke regnes ut for { $place }: en eller flere av delene i indeksen mangler for
    kommunen eller gruppen.
production-drawing = { $title } { $year }. Prosent fra { $group }.
production-caption = { $title }. Prosent fra { $group }
production-part = Del
production-weight = Vekt
production-weights =
    Vektene er våre, og KS oppgir ikke sine. De kan ikke være de samme: Bærum lå i 2024 { $placed }
    prosent under ASSS-snittet på plasserte barn og { $in_time } prosent over på frist. Med vektene
    her gir det høyst { $reach } prosent, der KS har { $ks }. KS må legge mindre vekt på plasserte
    barn eller mer på fristen.

production-total =
    { $total ->
        [production] Produksjon samlet
        [expenditure] Brutto driftsutgifter
       *[efficiency] Effektivitet (produksjon delt på utgifter)
    }
# $production, $expenditure og $efficiency: «9,5 prosent lavere».
production-sentence =
    Produksjonen i { $place } var { $production } enn i { $group } i { $year }, og utgiftene
    { $expenditure }. Effektiviteten var { $efficiency }.
production-grown =
    { $way ->
        [up] Produksjonen per innbygger gikk opp { $percent } prosent fra { $before }.
       *[down] Produksjonen per innbygger gikk ned { $percent } prosent fra { $before }.
    }
