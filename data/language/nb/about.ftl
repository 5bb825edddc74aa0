## «Om indikatoren», og tallene bak en figur.

about-behind = Tallene bak figuren
about-measures = Måler
about-read = Slik leses tallet
about-not-read = Sier ikke

about-direction =
    { $direction ->
        [higher] Høyere er bedre.
        [lower] Lavere er bedre.
       *[neither] Verken høyt eller lavt er best i seg selv.
    }

about-summary =
    { $count ->
        [one] Om indikatoren
       *[other] Om indikatorene
    }
about-basis = Datagrunnlag
about-source-of = Kilde for indikatoren: { $indicator }
about-sources = Tallene er hentet fra: { $sources }.
