## Kvaliteten på uttrekket fra fagsystemet.

quality-few-are-hidden =
    Et så lavt antall at det kan gjelde noen få barn, vises ikke av personvernhensyn.
quality-found = { $met } av { $controls } kontroller fant noe i uttrekket for { $year }.
quality-must-be-mended = Feilene må rettes før uttrekket sendes inn.
quality-may-be-sent = Ingen feil hindrer at uttrekket sendes inn.
quality-none-found = Ingen kontroller av denne typen fant noe i årene til og med { $year }.
quality-passed-title = Kontroller uten funn
quality-passed = { $passed } av { $controls } kontroller fant ingenting.
quality-control = Kontroll
quality-severity = Alvorlighet
quality-show-controls = Vis kontrollene
quality-left-out-title = Kontroller som ikke er kjørt
quality-every-control-run = Alle kontrollene i spesifikasjonen er kjørt.
quality-left-out = { $count } kontroller i spesifikasjonen er ikke kjørt.
quality-why-not = Hvorfor ikke
quality-no-extract =
    Ikke rapportert: datasettet «{ $dataset }» har ikke noe uttrekk fra fagsystemet i { $place }
    til og med { $year } å kontrollere.
quality-number-in-year = { $title }. Antall funn i { $year }
quality-number = { $title }. Antall funn
quality-about-controls = Om kontrollene
quality-rules-are-clear = Reglene er entydige.

quality-found-in-year =
    { $count ->
        [one] { $count } kontroll fant noe i { $year }.
       *[other] { $count } kontroller fant noe i { $year }.
    }
quality-of-severity =
    { $severity ->
        [fatal] { $count ->
            [one] { $count } kontroll ga kritiske feil.
           *[other] { $count } kontroller ga kritiske feil.
        }
        [error] { $count ->
            [one] { $count } kontroll ga feil.
           *[other] { $count } kontroller ga feil.
        }
        [warning] { $count ->
            [one] { $count } kontroll ga advarsler.
           *[other] { $count } kontroller ga advarsler.
        }
       *[info] { $count ->
            [one] { $count } kontroll ga opplysninger.
           *[other] { $count } kontroller ga opplysninger.
        }
    }
# $controls: de tre kontrollene som fant mest, med antall.
quality-most = Flest: { $controls }.

## Metode og forbehold på siden om kvalitet.

quality-method-rules =
    Reglene er Statistisk sentralbyrås for KOSTRA-skjema 15F og for Barnevernsregisteret (BVR).
    Ordlyden er vår egen.
quality-method-specification =
    Der spesifikasjonen og Statistisk sentralbyrås program er ulike, gjelder spesifikasjonen. Det
    står under «Om kontrollene».
quality-method-counts =
    Et tall er hvor mange ganger en kontroll fant noe. Ett barn kan telle flere ganger, og samme
    feil kan slå ut i flere kontroller.
quality-method-warnings =
    En advarsel er ikke alltid en feil: et fristbrudd kan være riktig registrert.
quality-method-cases =
    Siden viser aldri enkeltsaker. Arbeidslisten med journalnummer lages av barnevern extract check,
    og blir hos tjenesten.

## Hvor alvorlig en kontroll er.

quality-severity-name =
    { $severity ->
        [fatal] Kritisk feil
        [error] Feil
        [warning] Advarsel
       *[info] Til orientering
    }
