## Datasettene: tittel, hva de er, og vilkårene.

dataset-statbank = Tall fra Statistikkbanken
dataset-statbank-about =
    Tall som Statistisk sentralbyrå har offentliggjort i Statistikkbanken, hentet med PxWebApi.
dataset-statbank-licence = CC BY 4.0, Statistisk sentralbyrå; utgiftsbehov sitert med kilde
dataset-statbank-table = { $title }, tabell { $table }
dataset-table = tabell { $table }
dataset-statistics-norway = Statistisk sentralbyrå
dataset-own = Egne tall
dataset-own-about =
    Tall fra barnevernstjenesten i { $place } kommune, og offentliggjorte tall å sammenligne med.
dataset-own-licence = Kommunens egne tall
dataset-own-licences = { $licence }; offentliggjorte tall som hos kilden.
dataset-own-source =
    { $kind ->
        [extract] Uttrekk fra barnevernstjenestens fagsystem
        [accounts] Regnskap og budsjett for barnevernstjenesten
        [staff] Årsverk, ansatte og sykefravær i barnevernstjenesten
       *[other] Tall barnevernstjenesten fører for hånd
    }

## Merknader til tall i et datasett.

dataset-stated-under = kilden har tallet under { $group }
dataset-months = sykefravær for { $months } av 12 måneder

## Den oppdiktede nasjonen.

dataset-demo = Syntetiske tall (demo)
dataset-demo-about =
    En oppdiktet nasjon: barn, saker, regnskap og ansatte for alle kommuner 2015–2024, trukket
    tilfeldig.
dataset-demo-nobody =
    Ingen av tallene gjelder virkelige barn, ansatte eller regnskap. De er trukket tilfeldig.
dataset-demo-levels =
    Innbyggertallene og delkostnadsnøkkelen er virkelige. Nivåene følger publiserte tall for landet
    og KOSTRA-gruppene til og med 2021.
dataset-demo-later =
    Fra 2022 er andelene holdt som i 2021, og enhetskostnadene ført videre med KOSTRA-gruppe 12 og
    13.
dataset-demo-places =
    Den enkelte kommunes tall er ikke kommunens egne: nivået er KOSTRA-gruppens, justert for
    utgiftsbehov og tilfeldige forskjeller.
dataset-demo-population =
    anslag: andelen av landets innbyggere det første året kommunen har egne tall
