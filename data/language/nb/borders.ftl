## Grenser som er endret, og navn på grupper.

borders-merged = { $names } ble slått sammen i { $year }. Antall før det er summen av kommunene.
borders-split =
    Dagens grenser gjelder fra { $year }. Eldre tall kan ikke skilles ut, fordi { $names } ble delt.
borders-group-until = { $group } (til { $year })
borders-service = Samarbeidet rundt { $place }
borders-kostra-groups =
    KOSTRA-gruppene ble laget på nytt i 2020. Gruppens tall gjelder kommunene som er med i dag.
borders-municipality = { $place } kommune
