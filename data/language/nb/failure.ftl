## Siden som står der en side ikke kunne lages.

failure-title = Kunne ikke lages: { $page }
failure-heading = Siden kunne ikke lages
failure-others = De andre sidene for kommunen er ikke berørt.
failure-tell =
    Si fra til den som lager rapportene. Siden blir laget når feilen er rettet og kjøringen er
    gjentatt.
failure-detail = Til den som lager rapportene: { $detail }
