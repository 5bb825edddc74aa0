## Ett tall for alle medlemmene i et nettverk.

network-others = Andre medlemmer
network-none =
    Ikke rapportert: ingen av medlemmene i { $place } har tall for { $indicator } til og med
    { $year }.
network-hidden = Tallene for { $hidden } av { $members } medlemmer vises ikke av personvernhensyn.
network-absent = { $absent } av { $members } medlemmer mangler.
network-whole = { $place } samlet: { $value }.

network-ends = { $indicator } i { $year }: { $ends }.
network-all-alike = { $value } i { $members }
network-lowest-and-highest = lavest i { $lowest } ({ $low }) og høyest i { $highest } ({ $high })
network-own = { $place } (egen kommune)
network-drawing =
    { $line ->
        [dashed]
            { $caption }, { $year }. Kommunene står i alfabetisk rekkefølge. Den stiplede linjen er
            nettverket samlet.
       *[none] { $caption }, { $year }. Kommunene står i alfabetisk rekkefølge.
    }
