## What the explorer says of what is chosen.

choice-years =
    { $years ->
        [0] ingen tall
       *[other] { $years } år
    }
choice-search = skriv ord fra navnet, for eksempel fosterhjem
choice-unknown-indicator = Fant ingen indikator «{ $given }». Skriv ord fra navnet, eller velg fra listen.
choice-several-indicators = «{ $given }» passer på flere indikatorer: { $some }.
choice-several-municipalities = Flere kommuner heter «{ $given }»: { $choices }. Skriv nummeret.
choice-peers-without-figures = Uten tall, eller bare med eldre tall, for denne indikatoren: { $names }.
choice-counts-alone = Antall følger størrelsen på kommunen og vises ikke for andre.
choice-peers-left-out = Figuren har plass til { $most }. Disse er ikke med: { $names }.
