## Det som kan forklare et lite sannsynlig tall.

findings-odd-explained = Bokføring, en vertskommune eller få barn kan forklare det.
findings-odd-jump = Tallet er over ti ganger så høyt det ene året som det andre.
findings-odd-above-whole =
    Det er høyere enn «{ $whole }», som det er en del av. Saker fra året før kan forklare det.

## Hvor mye tilfeldigheter alene kan flytte et tall.

findings-by-chance = Tilfeldigheter alene kan gi mellom { $low } og { $high } i { $place }.

## Under tabeller med forskjeller, og i cellene.

findings-not-clear =
    «Klart»: mer enn tilfeldigheter og vanlige forskjeller mellom kommuner kan gi. Andre
    forskjeller kan skyldes tilfeldigheter, eller kan ikke vurderes.
findings-cell-odd = lite sannsynlig
findings-cell-clear = klart { $change }

## En indikator i ord: tallet, endringen fra året før, og avstanden til andre.

# Uten punktum: endringen kan følge.
findings-figure =
    { $age ->
        [newest] { $kind ->
            [deviation] { $indicator }: { $place } lå { $value } i { $year }
            [ratio] { $indicator } var { $value } i { $place } i { $year }
           *[count] { $indicator }: { $value } i { $place } i { $year }
        }
       *[older] { $kind ->
            [deviation] { $indicator }: { $place } lå { $value } i { $year } (siste tall)
            [ratio] { $indicator } var { $value } i { $place } i { $year } (siste tall)
           *[count] { $indicator }: { $value } i { $place } i { $year } (siste tall)
        }
    }
# $level er setningen over.
findings-level = { $level }.
# $change: «19 flere enn i 2022».
findings-level-and-change =
    { $verdict ->
        [broken] { $level }, { $change }, men serien har brudd mellom de to årene.
        [chance] { $level }, { $change }, men det kan skyldes tilfeldigheter.
       *[plain] { $level }, { $change }.
    }
# $differences: «3,2 prosent høyere enn i landet og det samme som i Asker».
findings-apart = Det er { $differences }.
# Etter «Forskjellen» eller «Utviklingen».
findings-reserved =
    { $why ->
        [few-children] kan ikke vurderes: tallene er for små
        [no-base] kan ikke vurderes: antallet bak er ikke kjent
        [few-municipalities] kan ikke vurderes: for få kommuner har tall
        [short-series] kan ikke vurderes: kort serie
       *[chance] kan skyldes tilfeldigheter
    }
findings-is-clear =
    { $of ->
        [spending] Forskjellen i utgifter er klar.
       *[change] Endringen er klar.
    }
# $verdict: «kan skyldes tilfeldigheter».
findings-is-reserved =
    { $of ->
        [spending] Forskjellen i utgifter { $verdict }.
       *[change] Endringen { $verdict }.
    }
findings-odd-peers =
    { $how ->
        [far-below] Det er under en firedel av tallet for { $places }.
       *[far-above] Det er over fire ganger tallet for { $places }.
    }
findings-reserved-peers =
    { $count ->
        [one] Forskjellen fra { $places } { $verdict }.
       *[other] Forskjellene fra { $places } { $verdict }.
    }
# $sides: «klart over landet og under Asker».
findings-standing = I { $year } lå { $place } { $sides }.
findings-beside =
    { $side ->
        [clearly-over] klart over { $places }
        [clearly-under] klart under { $places }
        [over] over { $places }
       *[under] under { $places }
    }
