"""What a page says in words: its heading, findings, the size of the service, method and sources."""

from html import escape

import pandas as pd

from barnevern import __version__
from barnevern.data import digests
from barnevern.indicators import indicator
from barnevern.norwegian.numbers import day
from barnevern.norwegian.text import listed
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.words import sentences as wording
from barnevern.words import tables

MOST_FINDINGS = 5
NEWS_YEARS = 3  # an older figure is shown further down, not as a finding of the year
SMALL_SERVICE_FTE = 3  # Bufdir counts services with three employees or fewer as the smallest
# below this one child more or less moves a share by a tenth of a percentage point or more
FEW_CHILDREN = 1_000


def heading(page: Page) -> Item:
    """Which municipality, year and data set the page shows; every page begins with it."""
    about = page.dataset.about
    text = f"{page.subject}, {page.year}. Datasett: {about['title'].lower()}, {day(about['date'])}."
    warning = (
        item.paragraph("Syntetiske tall: ingen virkelige barn eller kommuner.", "synthetic")
        if about["synthetic"]
        else ""
    )
    meta = {
        "municipality": page.region.code,
        "place": page.place,
        "year": page.year,
        "dataset": about["name"],
    }
    return Item(
        "heading",
        "",
        item.section("heading", "shown", item.paragraph(text, "lead"), warning),
        text,
        meta=meta,
    )


def findings(page: Page, *names: str) -> Item:
    """The newest figures in words, for those of the indicators that have one; at most
    MOST_FINDINGS.
    """
    sentences: list[str] = []
    rows = []
    for name in names:
        shown, differences = page.compared(name)
        own = page.own(shown)
        recent = len(own) and own["year"].max() > page.year - NEWS_YEARS
        if recent and len(sentences) < MOST_FINDINGS:
            breaks = [year for year, _ in page.breaks(shown, indicator(name))]
            sentences.append(
                wording.finding(
                    own.iloc[-1], differences, indicator(name), page.place, page.year, breaks
                )
            )
            rows.append(
                item.csv_rows(
                    pd.concat([own.tail(1), differences]), indicator(name), "findings", "Hovedfunn"
                )
            )
    if not sentences:
        title = page.dataset.about["title"].lower()
        text = (
            f"Datasettet «{title}» har ingen nye tall for {page.place} her. Siden viser eldre tall"
            " der de finnes, og hva som mangler."
        )
        return Item(
            "findings",
            "Hovedfunn",
            item.section("findings", "missing", item.paragraph(text, "missing")),
            text,
            "missing",
        )
    html = (
        "<ul class='findings'>"
        + "".join(f"<li>{escape(text)}</li>" for text in sentences)
        + "</ul>"
    )
    return Item(
        "findings",
        "Hovedfunn",
        item.section("findings", "shown", html),
        " ".join(sentences),
        rows=pd.concat(rows),
    )


def size(page: Page, name: str) -> Item:
    """How large the service is, and a warning where it is so small that single children move the
    figures.
    """
    sentences, rows, known = [], [], {}
    for one in ("fte", "children_in_municipality"):
        own = page.own(page.table(one))
        if len(own):
            newest = own.tail(1)
            known[one] = float(newest["value"].iloc[0])
            sentences.append(
                wording.finding(
                    newest.iloc[0], own.iloc[0:0], indicator(one), page.place, page.year
                )
            )
            rows.append(item.csv_rows(newest, indicator(one), name, "Tjenestens størrelse"))
    others = [
        regions.name_of(code) for code in page.region.service_members if code != page.region.code
    ]
    if others:
        sentences.append(
            f"Kommunen samarbeidet i 2021 om barnevernstjenesten med {listed(others)}."
        )
    small = (
        known.get("fte", 99.0) <= SMALL_SERVICE_FTE
        or known.get("children_in_municipality", FEW_CHILDREN) < FEW_CHILDREN
    )
    kind = "Liten kommune" if others else "Liten tjeneste"
    warning = (
        f"{kind}: ett barn mer eller mindre gir store utslag i andelene. Små endringer kan skyldes"
        " tilfeldigheter."
    )
    html = item.section(
        name,
        "shown",
        *map(item.paragraph, sentences),
        item.paragraph(warning, "warning") if small else "",
    )
    shown = pd.concat(rows) if rows else pd.DataFrame(columns=item.CSV_COLUMNS)
    return Item(name, "Tjenestens størrelse", html, " ".join(sentences), rows=shown)


def method(page: Page) -> Item:
    """How the figures of every page are made, and what they cannot say."""
    borders = [text for _, text in regions.changes(page.region.code)]
    points = [
        (
            "Forholdstall er regnet ut fra teller og nevner der begge finnes. Der kilden bare har"
            " det ferdige tallet, står tallet slik kilden viser det."
        ),
        (
            "Befolkningen i nevneren er den ved utgangen av året (1. januar året etter), slik"
            " Statistisk sentralbyrå regner."
        ),
        (
            "Et intervall viser hvor mye tilfeldigheter alene kan flytte kommunens tall (95"
            " prosent; Wilson for andeler, Poisson for rater). Bare en forskjell som er større,"
            " tyder på at kommunen skiller seg fra gruppen. Der bare det avrundede tallet er"
            " publisert, er intervallet omtrentlig."
        ),
        "Tall for grupper er publiserte gruppetall, ikke gjennomsnitt av kommunenes forholdstall.",
        (
            "KOSTRA-gruppene ble laget på nytt i 2020. Samme gruppenummer betyr andre kommuner før"
            " og etter, og tallene kan ikke sammenlignes."
        ),
        "Et tall som mangler, står som ord eller tegn. Det er aldri regnet som null.",
        *borders,
    ]
    html = "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in points) + "</ul>"
    return Item(
        "method", "Metode og forbehold", item.section("method", "shown", html), " ".join(points)
    )


def sources(page: Page) -> Item:
    """The data set, the sources of what the page has shown with their licence, and what made the
    page.

    The stamp's digest is that of the figures the page has read, not of the whole data set: other
    figures may change.
    """
    about = page.dataset.about
    listed = page.dataset.sources[page.dataset.sources["source"].isin(page.used)]
    cells = [
        [r["title"], r["publisher"], _published(r["published"]), r["licence"]]
        for r in listed.to_dict("records")
    ]
    table = tables.html(
        "Kilder til tallene på siden", ["Tittel", "Utgiver", "Publisert", "Lisens"], cells
    )
    shown = (
        item.folded("Kilder og lisenser", table)
        if cells
        else item.paragraph("Siden viser ingen tall og har derfor ingen kilder.")
    )
    reads = page.dataset.read_so_far()
    stamp = (
        f"Datasett «{about['name']}» av {day(about['date'])}, sidens tall {digests.short(reads)}."
        f" Laget med barnevern {__version__}."
    )
    html = item.section("sources", "shown", shown, item.paragraph(stamp, "stamp"))
    return Item("sources", "Kilder", html, stamp, meta={"reads": reads})


def _published(date: str) -> str:
    """When a source was published, as far as it is known: a day, a year or nothing."""
    return day(date) if len(date) == len("2026-11-22") else date or "ikke oppgitt"
