"""What a page says in words: its heading, findings, the size of the service, method and sources."""

from barnevern import __version__, reference
from barnevern.data import digests
from barnevern.indicators import Indicator, indicator
from barnevern.indicators.figure import Figure, Figures
from barnevern.norwegian.numbers import day
from barnevern.norwegian.text import listed
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.render.blocks import Block, Bullets, Sentence
from barnevern.render.item import SHOWN, Item, Row, rows_of
from barnevern.show.absent import said_missing
from barnevern.show.meaning import folded, table
from barnevern.show.sample import sample
from barnevern.words import sentences

MOST_FINDINGS = 5
NEWS_YEARS = 3  # an older figure is shown further down, not as a finding of the year
SMALL_SERVICE_FTE = 3  # Bufdir counts services with three employees or fewer as the smallest
# Below this one child more or less moves a share by a tenth of a percentage point or more.
FEW_CHILDREN = 1_000
SMALL = (
    "ett barn mer eller mindre gir store utslag i andelene."
    " Små endringer kan skyldes tilfeldigheter."
)
ALL_IS_SHOWN = "Personvern: regelen «none». Ingen tall er skjult, heller ikke de minste."
STANDS = (
    "Et tall som er rettet, kan stå slik det sist ble offentliggjort, der det nye ville røpe et"
    " tall som er skjult."
)
METHOD = (
    "Forholdstall er regnet ut fra teller og nevner der begge finnes. Der kilden bare har det"
    " ferdige tallet, står tallet slik kilden viser det.",
    "Befolkningen i nevneren er den ved utgangen av året (1. januar året etter), slik Statistisk"
    " sentralbyrå regner.",
    "Et intervall viser hvor mye tilfeldigheter alene kan flytte kommunens tall (95 prosent;"
    " Wilson for andeler, Poisson for rater). Bare en forskjell som er større, tyder på at"
    " kommunen skiller seg fra gruppen. Der bare det avrundede tallet er publisert, er"
    " intervallet omtrentlig.",
    "Tall for grupper er publiserte gruppetall, ikke gjennomsnitt av kommunenes forholdstall.",
    "KOSTRA-gruppene ble laget på nytt i 2020. Samme gruppenummer betyr andre kommuner før og"
    " etter, og tallene kan ikke sammenlignes.",
    "Et tall som mangler, står som ord eller tegn. Det er aldri regnet som null.",
)


@sample()
def heading(page: Page) -> Item:
    """Which municipality, year and data set the page shows; every page begins with it."""
    data = page.dataset.about
    text = f"{page.subject}, {page.year}. Datasett: {data['title'].lower()}, {day(data['date'])}."
    blocks: list[Block] = [Sentence(text, "lead")]
    if data["synthetic"]:
        warning = "Syntetiske tall: ingen virkelige barn eller kommuner."
        blocks.append(Sentence(warning, "synthetic"))
    facts = {
        "municipality": page.region.code,
        "place": page.place,
        "year": page.year,
        "dataset": data["name"],
    }
    return Item("heading", "", SHOWN, tuple(blocks), facts=facts)


@sample("referrals", "gross_f252_per_child_placed_nok")
def findings(page: Page, *indicators: str, id: str = "findings") -> Item:  # noqa: A002
    """The newest figures in words, for those of the indicators that have one; at most
    MOST_FINDINGS.
    """
    title, said, rows = "Hovedfunn", list[str](), list[Row]()
    for name in indicators:
        shown, differences = page.compared(name)
        own = page.own(shown)
        if not own or own[-1].year <= page.year - NEWS_YEARS or len(said) == MOST_FINDINGS:
            continue
        said.append(_finding(page, indicator(name), shown, differences))
        rows += rows_of(id, title, [own[-1], *differences])
    if not said:
        return _without_findings(page, id, title)
    return Item(id, title, SHOWN, (Bullets(tuple(said), "findings"),), tuple(rows))


def _finding(page: Page, entry: Indicator, shown: Figures, differences: Figures) -> str:
    """The municipality's newest figure in words."""
    breaks = [year for year, _ in page.breaks(shown, entry)]
    newest = page.own(shown)[-1]
    return sentences.finding(newest, differences, entry, page.place, page.year, breaks)


def _without_findings(page: Page, id: str, title: str) -> Item:  # noqa: A002
    """What stands where no indicator has a new figure."""
    dataset = page.dataset.about["title"].lower()
    text = (
        f"Datasettet «{dataset}» har ingen nye tall for {page.place} her."
        " Siden viser eldre tall der de finnes, og hva som mangler."
    )
    return said_missing(id, title, text)


def size(page: Page, *, id: str = "size") -> Item:  # noqa: A002 (an item's id)
    """How large the service is, and a warning where it is so small that single children move the
    figures.
    """
    title, partners = "Tjenestens størrelse", _partners(page)
    every = {name: page.own(page.figures(name)) for name in ("fte", "children_in_municipality")}
    newest = {name: own[-1] for name, own in every.items() if own}
    blocks = [
        Sentence(sentences.finding(figure, [], indicator(name), page.place, page.year))
        for name, figure in newest.items()
    ]
    if partners:
        text = f"Kommunen samarbeidet i 2021 om barnevernstjenesten med {listed(partners)}."
        blocks.append(Sentence(text))
    if _is_small(newest):
        kind = "Liten kommune" if partners else "Liten tjeneste"
        blocks.append(Sentence(f"{kind}: {SMALL}", "warning"))
    return Item(id, title, SHOWN, tuple(blocks), rows_of(id, title, list(newest.values())))


def _partners(page: Page) -> list[str]:
    """The other municipalities of the service, by name."""
    return [
        regions.name_of(code) for code in page.region.service_members if code != page.region.code
    ]


def _is_small(newest: dict[str, Figure]) -> bool:
    """Whether the service has few employees, or the municipality few children."""
    fte = newest["fte"].value if "fte" in newest else None
    children = None
    if "children_in_municipality" in newest:
        children = newest["children_in_municipality"].value
    few_employees = fte is not None and fte <= SMALL_SERVICE_FTE
    return few_employees or (children is not None and children < FEW_CHILDREN)


@sample()
def method(page: Page) -> Item:
    """How the figures of every page are made, and what they cannot say."""
    borders = [text for _, text in regions.changes(page.region.code)]
    points = (*METHOD, *borders)
    return Item("method", "Metode og forbehold", SHOWN, (Bullets(points),))


@sample()
def sources(page: Page) -> Item:
    """The data set, the sources of what the page has shown with their licence, the rule for what is
    hidden, and what made the page.

    The stamp's digest is that of the figures the page has read, not of the whole data set: other
    figures may change.
    """
    data, rows = page.dataset.about, _used(page)
    head = ["Tittel", "Utgiver", "Publisert", "Lisens"]
    shown: Block = folded("Kilder og lisenser", table("Kilder til tallene på siden", head, rows))
    if not rows:
        shown = Sentence("Siden viser ingen tall og har derfor ingen kilder.")
    reads = page.dataset.read_so_far()
    digest = digests.short(reads)
    stamp = (
        f"Datasett «{data['name']}» av {day(data['date'])}, sidens tall {digest}."
        f" Laget med barnevern {__version__}."
    )
    facts = {"reads": reads, "digest": digest, "sources": rows}
    blocks = (shown, *_rule(page), Sentence(stamp, "stamp"))
    return Item("sources", "Kilder", SHOWN, blocks, facts=facts)


def _rule(page: Page) -> list[Block]:
    """The disclosure rule of the data set in words; nothing where all its figures are quoted from
    publications.
    """
    name = str(page.dataset.about["disclosure"])
    if name == "none":
        return [Sentence(ALL_IS_SHOWN)] if page.dataset.counted else []
    rule = reference.document("disclosure.yml")["presets"][name]
    few, step = rule["hide_up_to"], rule["round_to"]
    rounded = f" Antall er avrundet til nærmeste {step}." if step > 1 else ""
    text = f"Antall barn fra 1 til {few} vises ikke, og heller ikke tall som ville røpe dem."
    return [Sentence(f"Personvern: regelen «{name}». {text}{rounded} {STANDS}")]


def _used(page: Page) -> list[list[str]]:
    """Title, publisher, date and licence of each source of what the page has shown."""
    listing = page.dataset.sources
    return [
        [row["title"], row["publisher"], _published(row["published"]), row["licence"]]
        for row in listing[listing["source"].isin(page.used)].to_dict("records")
    ]


def _published(date: str) -> str:
    """When a source was published, as far as it is known: a day, a year or nothing."""
    return day(date) if len(date) == len("2026-11-22") else date or "ikke oppgitt"
