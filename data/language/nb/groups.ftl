## Kommunen mot hver av gruppene, en rute for hver.

groups-title = { $indicator }, gruppe for gruppe
groups-none =
    Datasettet har ikke { $indicator } for noen gruppe i minst { $years } av årene { $place } har
    tall for.
groups-drawing =
    { $caption }. { $place } er den heltrukne linjen, gruppen den stiplede. Kilde: { $sources }.
groups-caption = { $indicator }, gruppe for gruppe{ $prices }

groups-same-scale = Alle rutene har samme skala.
