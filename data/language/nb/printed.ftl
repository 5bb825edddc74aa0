## Tallene slik kilden trykte dem.

printed-summary = Tallene slik kilden viser dem
printed-quotes-nothing =
    Datasettet er regnet ut av saker og lister og siterer ingen dokumenter. Det finnes derfor ingen
    trykte tall å vise her.
printed-caption = { $indicator }, slik tallene står i «{ $source }», { $where }
