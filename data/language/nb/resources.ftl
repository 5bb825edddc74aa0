## Ressursbruk korrigert for utgiftsbehov.

resources-title = Ressursbruk korrigert for utgiftsbehov
resources-left-out =
    KS trekker også fra avskrivninger og korrigerer for arbeidsgiveravgift og pensjon. Det er ikke
    gjort her.
resources-none =
    Ressursbruken kan ikke regnes ut for { $place }: netto utgifter eller beregnet behov mangler
    for begge.
resources-caption = { $title }. Prosent fra { $group }
resources-need-year =
    Utgiftsbehovet er delkostnadsnøkkelen for { $year }, fra en annenhåndskilde. Det er brukt for
    alle årene.

resources-part =
    { $part ->
        [uncorrected] Ukorrigert
        [need] Beregnet behov
       *[corrected] Korrigert for behov
    }
resources-away =
    { $way ->
        [higher] { $percent } prosent høyere
       *[lower] { $percent } prosent lavere
    }
# $need og $corrected: «9,5 prosent lavere».
resources-sentence =
    { $place } brukte { $way ->
        [more] { $percent } prosent mer
       *[less] { $percent } prosent mindre
    } per innbygger enn { $group } i { $year }. Det beregnede behovet er { $need }. Korrigert for
    behovet er ressursbruken { $corrected }.
resources-odd = Utgiften per innbygger i { $place } lar seg ikke sammenligne i { $year }.
