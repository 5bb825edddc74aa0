## Nøkkeltallene bak tjenesteprofilen.

keyfigures-not-tested =
    «Ikke vurdert»: for små tall, lite sannsynlige tall, eller for få kommuner med tall.
keyfigures-title = Nøkkeltall barnevern. { $place }
keyfigures-by-chance = Kan forskjellen være tilfeldig?

# I cellene under «Kan forskjellen være tilfeldig?».
keyfigures-answer =
    { $verdict ->
        [clear] nei
        [chance] ja
       *[other] ikke vurdert
    }
keyfigures-tested =
    { $tested ->
        [one] { $clear ->
            [0]
                Den ene forskjellen som kan prøves, er ikke klart større enn tilfeldigheter og
                vanlige forskjeller mellom kommuner kan gi.
           *[other]
                Den ene forskjellen som kan prøves, er klart større enn tilfeldigheter og vanlige
                forskjeller mellom kommuner kan gi.
        }
       *[other] { $clear ->
            [0]
                Ingen av de { $tested } forskjellene som kan prøves, er klart større enn
                tilfeldigheter og vanlige forskjeller mellom kommuner kan gi.
           *[other]
                Av { $tested } forskjeller som kan prøves, er { $clear } klart større enn
                tilfeldigheter og vanlige forskjeller mellom kommuner kan gi.
        }
    }
