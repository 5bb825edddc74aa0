## I meldingene fra kontrollene av et uttrekk, og i arbeidslisten.

controls-element =
    { $table ->
        [cases] Sak
        [persons] Personalia
        [referrals] Melding
        [investigations] Undersøkelse
        [plans] Plan
        [measures] Tiltak
        [decisions] Vedtak
        [aftercare] Ettervern
        [board-applications] Oversendelse til nemnd
        [moves] Flytting
       *[sender] Avgiver
    }
controls-date =
    { $date ->
        [start] Startdatoen
        [end] Sluttdatoen
        [offered] Datoen for tilbudet
        [moves-date] Flyttedatoen
        [evaluations-date] Datoen for evalueringen
        [visits-date] Datoen for besøket
        [visit-duties-start] Startdatoen for besøksplikten
        [decision-statuses-date] Datoen for statusen
        [decision-demands-start] Startdatoen for kravet
        [decision-demands-end] Sluttdatoen for kravet
        [extensions-start] Datoen for utvidet frist
        [participation-start] Datoen for medvirkning
       *[date] Datoen
    }
controls-line = linje { $line }
controls-masked = (nummer skjult)
controls-acts =
    { $acts ->
        [old] Før 2023 gjelder bare BVL.
        [new] Fra 2023 gjelder BVL2021.
       *[old-or-new] Fra 2023 gjelder BVL eller BVL2021.
    }
controls-ended =
    { $status ->
        [lapsed] utgår eller bortfalt
       *[refused] avslått eller avsluttet
    }
controls-identity =
    { $identity ->
        [none] Både fødselsnummer og DUF-nummer mangler.
        [invalid] Fødselsnummeret eller DUF-nummeret er ikke gyldig.
        [partial]
            Nummeret er midlertidig og skal byttes med fødselsnummer, D-nummer eller DUF-nummer.
        [unborn]
            Nummeret er midlertidig og skal byttes med fødselsnummer, D-nummer eller DUF-nummer.
       *[dnr] D-nummeret skal byttes med fødselsnummer når barnet har fått det.
    }
controls-program-number = Programmet godtar ikke nummer som slutter på 55555.
