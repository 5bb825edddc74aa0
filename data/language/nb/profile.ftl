## Tjenesteprofilen.

profile-heading = Tjenesteprofil { $year }. { $group } = 100
profile-index = Indeks
profile-none =
    Tjenesteprofilen kan ikke vises: datasettet har ikke både egne tall for { $place } og
    gruppetall for samme år.
profile-title = Tjenesteprofil

# Kommentaren til en indikator i profilen. $extreme: hvor kommunen ligger i nettverket.
profile-comment =
    { $indicator }: { $value } mot { $other } i { $group }, { $distance }{ $extreme ->
        [lowest] , lavest i nettverket
        [highest] , høyest i nettverket
        [shared-lowest] , delt lavest i nettverket
        [shared-highest] , delt høyest i nettverket
       *[none] {""}
    }.
profile-odd = { $indicator }: { $value } mot { $other } i { $group }.
# $verdict: «kan skyldes tilfeldigheter».
profile-reserved = Forskjellen { $verdict }.
profile-distance =
    { $side ->
        [same] det samme
        [clearly-over] klart over ({ $percent } prosent)
        [clearly-under] klart under ({ $percent } prosent)
        [over] { $percent } prosent over
       *[under] { $percent } prosent under
    }
profile-part =
    { $part ->
        [need] Prioritering og behov
        [coverage] Dekningsgrader
        [unit-cost] Enhetskostnader og produktivitet
       *[quality] Kvalitet
    }
