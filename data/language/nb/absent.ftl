## Der et tall mangler.

absent-reason = { $indicator } for { $place }: { $reason }.
absent-not-in-extract = Ikke rapportert: { $indicator }. { $reason }
absent-no-figure =
    Ikke rapportert: { $indicator }. Datasettet «{ $dataset }» har ikke tallet for { $place } til
    og med { $year }.
absent-also = Det samme gjelder { $indicators }.
