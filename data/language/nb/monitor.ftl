## Bufdirs monitor for ett tema.

monitor-known = Datasettet har { $known } av de { $indicators } indikatorene for { $place }.
monitor-change = Fra året før
monitor-caption = { $theme }: Bufdirs monitor for { $place }

# I en celle under «Fra året før».
monitor-changed =
    { $way ->
        [same] uendret
        [nearly] nesten uendret
        [up] opp { $amount }
       *[down] ned { $amount }
    }
