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
