## Hvor kommunen står blant alle.

standing-shared = Kommuner som deler tjeneste, er regnet som én når alle har tall.
standing-too-few =
    Bare { $count } tjenester i datasettet har tall for { $year }. Det er for få til å si hva som
    er vanlig.
standing-drawing =
    { $caption }, { $year }. Hver prikk er en tjeneste, de største til høyre. Mellom de stiplede
    linjene ligger nitten av tjue ved tilfeldigheter og vanlige forskjeller. Utenfor de hele er
    forskjellen klar.
standing-every = Alle tjenestene
standing-every-caption = Alle tjenester med tall for { $year }
standing-nearest = Tjenestene som er nærmest i størrelse
standing-nearest-caption = De { $count } tjenestene som er nærmest i størrelse, { $year }
standing-service = Tjeneste
standing-value = Tall
standing-stands-out = Skiller seg ut

standing-whole =
    { $whole ->
        [country] landet
       *[services] alle tjenestene samlet
    }
standing-clear =
    { $way ->
        [higher] { $place } ligger klart høyere enn { $whole }{ $years ->
            [both] { " " }når de to siste årene ses under ett
           *[one] {""}
        }.
       *[lower] { $place } ligger klart lavere enn { $whole }{ $years ->
            [both] { " " }når de to siste årene ses under ett
           *[one] {""}
        }.
    }
# $verdict: «kan skyldes tilfeldigheter».
standing-reserved = Forskjellen mellom { $place } og { $whole } { $verdict }.
standing-among =
    Av { $services } tjenester med tall for { $year } er { $outside } klart utenfor det vanlige. Et
    anslag som tar hensyn til hvor få barn tallet bygger på, gir { $estimate }.
standing-alt =
    Traktdiagram: { $indicator }, { $year }, { $services } tjenester etter størrelse. { $place }:
    { $value }. { $verdict }
# I cellene under «Skiller seg ut».
standing-apart =
    { $mark ->
        [clear] klart
       *[none] nei
    }
