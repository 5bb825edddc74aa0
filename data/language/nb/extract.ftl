## Etter kontrollen av et uttrekk: om det blir tatt imot.

extract-taken =
    { $taker ->
        [register] Vil Barnevernsregisteret ta imot filen? Ja: ingen kontroll stopper den.
       *[statistics] Vil SSB ta imot filen? Ja: ingen kontroll stopper den.
    }
extract-not-taken =
    { $taker ->
        [register]
            Vil Barnevernsregisteret ta imot filen? Nei, disse kontrollene stopper den:
            { $controls }.
       *[statistics] Vil SSB ta imot filen? Nei, disse kontrollene stopper den: { $controls }.
    }

## Når et uttrekk leses inn: det som gjør tallene annerledes enn de ser ut.

# $more: hvor mange grunner som ikke er nevnt.
extract-left-out =
    { $more ->
        [0] { $children } barn utelatt, fordi filen ikke følger filbeskrivelsen: { $reasons }.
       *[other]
            { $children } barn utelatt, fordi filen ikke følger filbeskrivelsen: { $reasons } og
            { $more } grunner til.
    }
extract-passed-over =
    { $count ->
        [one] { $count } attributt som formatet ikke har, er ikke lest: i { $where }.
       *[other] { $count } attributter som formatet ikke har, er ikke lest: i { $where }.
    }
extract-legal-bases =
    { $count ->
        [one]
            Lovhjemmelen til ett tiltak kunne ikke forstås (lov, kapittel eller paragraf). Det er
            regnet som hjelpetiltak, ikke omsorgstiltak: rett hjemmelen i fagsystemet.
       *[other]
            Lovhjemmelen til { $count } tiltak kunne ikke forstås (lov, kapittel eller paragraf). De
            er regnet som hjelpetiltak, ikke omsorgstiltak: rett hjemmelen i fagsystemet.
    }
extract-visits =
    { $count } oppfølgingsbesøk står i meldinger etter struktur versjon 1 (før april 2024), som ikke
    sier hvor mange besøk barnet har krav på. De er ikke med i tallene over besøk.
