## Overskrifter som flere sider har.

page-findings = Hovedfunn
page-method = Metode og forbehold
# Navnet på et tall som ikke er regnet ut av andre, i CSV-filene.
page-figure = tallet

## Hovedfunn.

page-nothing-clear = Ingen av disse tallene skiller seg klart fra gruppene eller fra året før.
page-some-unjudged =
    Der tallene kan vurderes, skiller de seg ikke klart fra gruppene eller fra året før. For noen
    av dem er grunnlaget for lite til å si det.
page-none-judged = Grunnlaget er for lite til å si om noen av disse tallene skiller seg ut.
page-nothing-likely = Tallene er så ulike alle andres at de ikke kan stå som funn.
page-no-findings =
    Datasettet «{ $dataset }» har ingen nye tall for { $place } her. Siden viser eldre tall der de
    finnes, og hva som mangler.

## Øverst på siden.

page-heading = { $subject }, { $year }. Datasett: { $dataset }, { $date }.
page-synthetic = Syntetiske tall: ingen virkelige barn eller kommuner.

## Tjenestens størrelse.

page-size = Tjenestens størrelse
page-partners = Kommunen samarbeidet i 2021 om barnevernstjenesten med { $names }.

## Personvern.

page-all-is-shown = Personvern: regelen «none». Ingen tall er skjult, heller ikke de minste.

## Metode og kilder.

page-source-title = Tittel
page-publisher = Utgiver
page-published = Publisert
page-licence = Lisens
page-sources-and-licences = Kilder og lisenser
page-sources-caption = Kilder til tallene på siden
page-no-sources = Siden viser ingen tall og har derfor ingen kilder.
page-stamp =
    Datasett «{ $dataset }» av { $date }, sidens tall { $digest }. Laget med barnevern
    { $version }.
page-sources = Kilder
page-not-told = ikke oppgitt

page-method-ratios =
    Forholdstall er regnet ut fra teller og nevner der begge finnes. Der kilden bare har det ferdige
    tallet, står tallet slik kilden viser det.
page-method-population =
    Befolkningen i nevneren er den ved utgangen av året (1. januar året etter), slik Statistisk
    sentralbyrå regner.
page-method-clear =
    «Klart» står om en forskjell som er større enn tilfeldigheter og vanlige forskjeller mellom
    kommuner kan gi, også når det tas hensyn til at en side holder mange tall mot hverandre. Er
    ingenting annet enn tilfeldigheter på ferde, står det på høyst én av hundre sider. Hva som er
    vanlig, er lært av alle kommunene i datasettet. En utvikling er vurdert fra siste brudd når det
    er tall for minst fem år.
page-method-interval =
    Et intervall viser hvor mye tilfeldigheter alene kan flytte kommunens tall (95 prosent; Wilson
    for andeler, Poisson for rater). Der bare det avrundede tallet er publisert, er det omtrentlig.
page-method-groups =
    Tall for grupper er publiserte gruppetall, ikke gjennomsnitt av kommunenes forholdstall.
page-method-kostra-groups =
    KOSTRA-gruppene ble laget på nytt i 2020. Samme gruppenummer betyr andre kommuner før og etter,
    og tallene kan ikke sammenlignes.
page-method-missing =
    Et tall som mangler, står som ord eller tegn. Det er aldri regnet som null.

## Liten tjeneste, eller liten kommune i en tjeneste sammen med andre.

page-small =
    { $kind ->
        [municipality]
            Liten kommune: ett barn mer eller mindre gir store utslag i andelene. Små endringer kan
            skyldes tilfeldigheter.
       *[service]
            Liten tjeneste: ett barn mer eller mindre gir store utslag i andelene. Små endringer kan
            skyldes tilfeldigheter.
    }

## Regelen for det som ikke vises.

page-rule =
    Personvern: regelen «{ $rule }». Antall barn fra 1 til { $few } vises ikke, og heller ikke tall
    som ville røpe dem.
page-rounded = Antall er avrundet til nærmeste { $step }.
page-corrected =
    Et tall som er rettet, kan stå slik det sist ble offentliggjort, der det nye ville røpe et tall
    som er skjult.
