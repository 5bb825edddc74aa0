## Hva er nytt siden i fjor.

news-title = Hva er nytt siden i fjor
news-no-change =
    Datasettet har ingen tall for { $place } i både { $before } og { $year }, så endringen fra i
    fjor kan ikke vises.
news-every-change = Alle endringene
news-caption = Endringer fra { $before } til { $year }. { $place }
news-change = Endring
news-alone = Rapportert for { $year }, men ikke for { $other }: { $indicators }.

# $compared: alle de nye tallene, eller noen av dem ($both).
news-count =
    { $compared ->
        [all]
            { $new } av { $asked } tall er nye for { $year }, og alle kan holdes mot { $before }.
       *[some]
            { $new } av { $asked } tall er nye for { $year }, og { $both } av dem kan holdes mot
            { $before }.
    }
news-moved =
    { $moved ->
        [0] Ingen av endringene er klart større enn tilfeldigheter kan gi.
       *[other] Dette er klart endret:
    }
# I en celle.
news-broken = { $change } (brudd)
