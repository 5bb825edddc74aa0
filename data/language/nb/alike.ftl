## Kommunen ved siden av de ti som ligner mest.

alike-title = Kommuner som ligner
alike-unknown = Datasettet sier ikke hvilke kommuner som ligner mest på { $place }.
alike-no-year = Datasettet har ikke tall for { $place } og alle de ti i samme år.
alike-who =
    De ti kommunene som ligner mest på { $place } i innbyggertall, beregnet behov og sentralitet,
    er { $names }.
alike-ten = De ti samlet
alike-difference = Forskjell
alike-caption = { $place } og de ti som ligner mest
