## Forskjeller, inne i en setning. «flere» og «færre» er for det som telles.

difference-from-year =
    { $way ->
        [same] uendret fra { $year }
        [nearly] nesten uendret fra { $year }
        [more] { $amount } flere enn i { $year }
        [fewer] { $amount } færre enn i { $year }
        [higher] { $amount } høyere enn i { $year }
       *[lower] { $amount } lavere enn i { $year }
    }
difference-clearly-from-year =
    { $way ->
        [more] klart flere enn i { $year } ({ $amount })
        [fewer] klart færre enn i { $year } ({ $amount })
        [higher] klart høyere enn i { $year } ({ $amount })
       *[lower] klart lavere enn i { $year } ({ $amount })
    }
difference-from-place =
    { $way ->
        [same] det samme som i { $place }
        [nearly] nesten det samme som i { $place }
        [more] { $amount } flere enn i { $place }
        [fewer] { $amount } færre enn i { $place }
        [higher] { $amount } høyere enn i { $place }
       *[lower] { $amount } lavere enn i { $place }
    }
# $places: «i landet (3,2 prosent) og i KOSTRA-gruppe 12 (5 prosent)».
difference-clearly-from-places =
    { $way ->
        [more] klart flere enn { $places }
        [fewer] klart færre enn { $places }
        [higher] klart høyere enn { $places }
       *[lower] klart lavere enn { $places }
    }
difference-in-place = i { $place } ({ $amount })
difference-aside =
    { $way ->
        [more] { $place } ({ $amount } flere)
        [fewer] { $place } ({ $amount } færre)
        [higher] { $place } ({ $amount } høyere)
       *[lower] { $place } ({ $amount } lavere)
    }
difference-percent = { $number } prosent
difference-from-average =
    { $side ->
        [over] { $amount } over snittet
        [under] { $amount } under snittet
       *[at] { $amount } fra snittet
    }

## Forskjeller i celler i en tabell. En endring er fra året før, ellers er det mot en gruppe.

difference-in-cell =
    { $way ->
        [same] { $kind ->
            [change] uendret
           *[deviation] det samme
        }
        [nearly] { $kind ->
            [change] nesten uendret
           *[deviation] nesten det samme
        }
        [more] { $amount } flere
        [fewer] { $amount } færre
        [higher] { $amount } høyere
       *[lower] { $amount } lavere
    }
