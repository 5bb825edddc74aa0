## Utforskeren: det en velger med.

explore-compare = Sammenlign
explore-or = eller med
explore-others = andre: 3203, Asker, EKG12
explore-share = Andel
explore-number = Antall
explore-intervals = Vis usikkerhet
explore-inside = Intern visning
explore-name-or-number = navn eller nummer, også gamle
explore-peers =
    { $peers ->
        [usual] Vanlig utvalg
        [asss] ASSS-nettverket
        [kostra] KOSTRA-gruppen
        [nearest] Kommuner som ligner
        [county] Fylket
        [country] Landet
       *[without-oslo] Landet uten Oslo
    }
explore-view =
    { $view ->
        [development] Utvikling
        [funnel] Trakt
        [profile] Profil
       *[table] Tabell
    }

## Utforskeren: det den sier.

explore-did-you-mean = Fant ingen kommune «{ $given }». Mente du { $nearest }?
explore-unknown = Fant ingen kommune «{ $given }». Skriv et navn eller fire sifre.
explore-dataset = Datasett: { $dataset }, { $date }.
explore-internal = Intern visning: ingenting er skjult av personvernhensyn. Skal ikke deles.
# Tittelen på et datasett der ingenting er skjult.
explore-internal-title = { $title }, intern visning

## Utforskeren: filene den lager.

explore-files = CSV, Excel, SVG og PNG av det som vises
explore-make-files = Lag filer
explore-source = Kilde: { $sources }. Datasett: { $dataset }, { $date }.
explore-sheet = Tall
explore-origin = Kilde

explore-wrong = Kan ikke vises:
explore-synthetic = Syntetiske tall.
explore-pages = Kommunens sider
explore-no-pages = Kommunens sider er ikke laget ennå:
