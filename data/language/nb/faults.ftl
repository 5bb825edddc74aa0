## Det som er galt i en sak, etter navnet på elementet.

faults-rule =
    { $rule ->
        [date] må være en dato, ÅÅÅÅ-MM-DD
        [codes] må være en av { $count } koder, { $first } til { $last }
        [code] må være en av { $first }
        [length] må ha fra { $first } til { $last } tegn
        [digits] har feil antall sifre
        [not-digits] må være sifre
        [true-or-false] må være true eller false
        [uuid] må være en UUID
        [pattern] følger ikke mønsteret
        [missing] mangler
        [too-few] mangler; det må stå minst { $count }
        [too-many] står { $first } ganger; det kan stå { $count }
        [element] er ikke et element i formatet
        [attribute] er ikke et attributt i formatet
        [text] har tekst der formatet ikke har det
        [id] står også på en annen { $first } i saken
        [order] står etter et element som skal komme senere
       *[other] følger ikke filbeskrivelsen
    }
faults-many-characters = har flere tegn enn formatet har
