## Utgifter i faste priser.

prices-title = Utgifter i faste priser
prices-newest-alone = Bare tall for { $year } kan vises i faste priser.
prices-caption = { $title }: { $year }-kroner. { $place }
prices-unknown-growth =
    Prisveksten i { $years } er ikke kjent. Eldre tall kan derfor ikke regnes om og er utelatt her.

prices-stated = Regnet i { $year }-kroner.
prices-change =
    { $likely ->
        [odd] { $indicator }: lite sannsynlig endring.
       *[likely] { $indicator }: { $change } når prisveksten er trukket fra.
    }

## Hvilket års priser kroner er i, i parentes eller etter «i».

prices-current = løpende priser
prices-kroner-of = { $year }-kroner

## Prisveksten, under tabeller.

prices-growth-of-year = { $year } { $growth } prosent
# $years: «2023 4,2 prosent og 2024 4,1 prosent».
prices-growth = Prisvekst i { $years } ({ $source }).
prices-estimate = Prisveksten i { $years } er et anslag og kan bli endret.
prices-used = Prisveksten som er brukt, er { $growth } prosent i { $first }–{ $last }.
prices-later = Prisveksten i { $year } ble senere { $growth } prosent.
