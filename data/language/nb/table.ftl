## Under og over tabeller.

table-prices = Beløp i kroner er i { $basis }.
table-indicator = Indikator
table-year = År
table-area = Område
table-category = Kategori
table-total = I alt
table-best = Best når tallet er
table-municipality = Kommune

table-symbol = «{ $symbol }»: { $meaning }.
table-and-more = { $names } med flere
# Under «Best når tallet er».
table-best-is =
    { $direction ->
        [higher] høyt
        [lower] lavt
       *[neither] –
    }
