## Indikatorkatalogen.

catalogue-theme =
    { $theme ->
        [capacity] Kapasitet
        [quality] Kvalitet
        [economy] Økonomi
       *[background] Bakgrunn
    }
catalogue-law-change = Lovendring i { $year }: { $change }.
