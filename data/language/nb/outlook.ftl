## Utsikter: prognoser for to år.

outlook-title = Utsikter
outlook-point = Prognose
outlook-unchanged = Uendret nivå
outlook-rule = En prognose trenger minst fem år med tall.
outlook-counts-alone = bare antall har noe å lære usikkerheten av
outlook-refused = Ingen prognose for { $indicator }: { $reason }.
outlook-behind = Tallene bak prognosen
outlook-drawing = { $caption }, med prognose. Det skraverte feltet er 95 prosent intervall.
outlook-alt = Linjediagram med prognose. { $sentence }
outlook-from-to = { $low } til { $high }
outlook-interval = { $share } prosent intervall
outlook-caption = { $caption }: prognose

outlook-left-out = Årene { $years } er holdt utenfor.
# Av hvilke tallrekker usikkerheten er lært.
outlook-learnt =
    { $series ->
        [made-up]
            Intervallene er lært av hvor mye den samme prognosen har bommet der tallene er omtrent
            like store, i en oppdiktet nasjon av kommuner med dagens nivå og folketall. Ekte
            tallrekker fra mange nok kommuner finnes ikke i datasettet.
       *[own]
            Intervallene er lært av kommunenes egne tallrekker i datasettet: av hvor mye den samme
            prognosen har bommet der tallene er omtrent like store.
    }
# $nearer: hva som har truffet best før.
outlook-forecast =
    { $indicator }: prognosen for { $year } er { $forecast }, med 95 prosent sannsynlighet mellom
    { $low } og { $high }. Uendret nivå gir { $unchanged }. { $nearer ->
        [unchanged] Uendret nivå har truffet bedre enn slike prognoser.
        [alike] Slike prognoser har truffet omtrent like godt som uendret nivå.
       *[forecast] Slike prognoser har truffet bedre enn uendret nivå.
    }

## Hvorfor det ikke er noen prognose.

outlook-few-series = det er for få lange serier til å si hvor sikker en prognose er
outlook-few-years = { $years } år med tall; en prognose trenger minst { $fewest }
outlook-old = siste tall som kan brukes, er fra { $year }
outlook-small = siste tall er under { $smallest }; så små tall svinger for mye
