## Forsiden: hva som er der.

index-state =
    { $failed ->
        [0] { $ready } sider er klare.
       *[other] { $ready } sider er klare, { $failed } kunne ikke lages.
    }
index-municipalities = { $count } kommuner
# $older: hvor mange kommuner som bare har eldre tall.
index-covered =
    { $older ->
        [0]
            Datasettet har virkelige tall fra { $first } eller senere for { $places }; tall for
            resten av landet hentes fra Statistisk sentralbyrå med kommandoen «barnevern data
            fetch».
        [one]
            Datasettet har virkelige tall fra { $first } eller senere for { $places }, og eldre tall
            for én annen kommune; tall for resten av landet hentes fra Statistisk sentralbyrå med
            kommandoen «barnevern data fetch».
       *[other]
            Datasettet har virkelige tall fra { $first } eller senere for { $places }, og eldre tall
            for { $older } andre kommuner; tall for resten av landet hentes fra Statistisk
            sentralbyrå med kommandoen «barnevern data fetch».
    }
index-all-years = Alle år
# Lenken fra en side tilbake til forsiden.
index-all-municipalities = Alle kommuner
index-networks = Nettverk

## Forsiden: et fylke på kartet.

index-no-pages = ingen sider
index-places =
    { $kind ->
        [network] { $failed ->
            [0] { $count } nettverk
           *[other] { $count } nettverk, { $failed } feilet
        }
       *[county] { $failed ->
            [0] { $count ->
                [one] { $count } kommune
               *[other] { $count } kommuner
            }
           *[other] { $count ->
                [one] { $count } kommune, { $failed } feilet
               *[other] { $count } kommuner, { $failed } feilet
            }
        }
    }

## Forsiden: en kommune og sidene dens.

index-ready =
    { $failed ->
        [0] Klar
       *[other] { $ready } av { $pages } sider klare
    }
index-updated = oppdatert { $date }
index-former = tidligere { $names }
index-not-made = ikke laget: { $pages }
# I toppen av en side: siden før og siden etter.
index-beside =
    { $way ->
        [prev] Forrige: { $title }
       *[next] Neste: { $title }
    }
# For en skjermleser: hvilken side lenken går til.
index-page = { $title } for { $place } { $year }
index-failed = { $title }. Feilet:
index-instead =
    { $shows ->
        [earlier] Vis forrige utgave
       *[reason] Hvorfor
    }

## Forsiden: overskrift og søk.

index-title = Barnevern: { $title }
index-heading = Barnevern i kommunene: { $title }
index-choose =
    Velg et fylke, en kommune og et tema. { $state } Tallene er oppdatert { $date }.
index-search = Søk etter kommune, nummer, fylke eller tidligere navn
index-county = Fylke
index-group = KOSTRA-gruppe
index-condition = Tilstand
index-every = Alle
index-condition-ready = Alle sider klare
index-condition-failed = Noe feilet
index-condition-missing = Noe er ikke laget
index-show-all = Vis alle
index-counties = Fylker
