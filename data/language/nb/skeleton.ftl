## Teksten i en ny notatbok (barnevern notebook new).

skeleton-about = Hva siden handler om, og hvem den er for, i en eller to setninger.
skeleton-findings = De nyeste tallene i ord, regnet ut av tallene på siden.
skeleton-method = Slik er tallene laget, og dette kan de ikke si.
skeleton-sources = Hvor tallene kommer fra, og hva siden er laget med.
