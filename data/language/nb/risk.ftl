## Risiko ved dyre plasseringer.

risk-title = Risiko ved dyre plasseringer
risk-place = Plass
risk-number = Antall ved utgangen av { $year }
risk-staying = Prosent som blir værende et år
risk-rate = Sats for { $year }, kroner i året
risk-as-today = Som i dag, mill. kr
risk-expected = Ventet i { $year }, mill. kr
risk-between-80 = 80 prosent mellom
risk-between-95 = 95 prosent mellom
risk-accounts =
    Regnskapet for funksjon 252 var { $accounts } i { $year }. Er alt annet likt, blir det med 80
    prosent sannsynlighet mellom { $low } og { $high }.
risk-limits = { $low } og { $high }

risk-how =
    Et barn som er plassert i år, er ofte plassert også neste år. Beregningen lar en andel av
    plassene bli værende og trekker nye.
# Hvem det er lært av, hvor mange plasser som blir værende.
risk-learnt =
    { $source ->
        [everyone]
            Andelen, veksten og nivået er lært av alle kommuner i datasettet og av kommunens egne
            år.
       *[own]
            Datasettet har for få kommuner med slike tall. Andelen, veksten og nivået er lært av
            kommunens egne år alene, og spennet er derfor usikkert.
    }
risk-whole-year =
    Hver plass koster en hel årssats. Opphold som varer kortere, koster mindre. Plasser der
    kommunen betaler mer enn egenandelen, koster mer.
risk-hidden-kind =
    Risiko ved dyre plasseringer: antallet plasser etter type vises ikke av personvernhensyn, og da
    kan risikoen ikke regnes ut.
risk-too-old =
    Risiko ved dyre plasseringer: siste antall plasser er fra { $last }, og det er for gammelt for
    { $year }.
# $kind er den dyreste kategorien, og $one hva én plass der koster.
risk-expected-sum =
    Plassene ved utgangen av { $last } ville koste { $today } i kommunal egenbetaling i { $year },
    med satsene for { $rates }{ $age ->
        [older] , de nyeste som er kjent
       *[newest] {""}
    }. Når noen plasser tar slutt og nye kommer til, ventes beløpet å bli { $mean }. Det er 80
    prosent sannsynlig at det blir mellom { $low } og { $high }. Én plass mer i kategorien { $kind }
    koster { $one } i året.
