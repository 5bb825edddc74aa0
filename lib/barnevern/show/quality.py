"""How good the case extract is: how often each of the authorities' controls found something. Never
a case, never a journal number.
"""

from html import escape

import pandas as pd

from barnevern.controls.registry import SEVERITIES, STOPPING, controls, every_control
from barnevern.figures import bars
from barnevern.norwegian.numbers import number
from barnevern.norwegian.text import listed, lower_first
from barnevern.observations import HIDDEN
from barnevern.page import Page
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.words import sentences as wording
from barnevern.words import tables

SOURCE = "extract"  # the id under which a data set lists the extract among its sources
MOST_YEARS = 3
MOST_BARS = 12
MOST_NAMED = 3  # controls named in the findings
NOUNS = {"FATAL": "kritiske feil", "ERROR": "feil", "WARNING": "advarsler", "INFO": "opplysninger"}


def control_findings(page: Page, name: str) -> Item:
    """In words: how many controls were run, how many found something, and which found most."""
    counts = _counts(page)
    if counts.empty:
        return _missing(page, name, "Hovedfunn")
    year = int(counts["year"].max())
    newest = counts[counts["year"].eq(year)]
    met = newest[newest["count"].ne(0)]  # a missing count is of a few
    words = [
        f"{number(met['control'].nunique())} av {number(newest['control'].nunique())} kontroller"
        f" fant noe i uttrekket for {year}."
    ]
    for severity in SEVERITIES:
        rows = met[met["severity"].eq(severity)].sort_values(
            "count", ascending=False, kind="stable"
        )
        if len(rows):
            told = rows.dropna(subset="count").head(MOST_NAMED).to_dict("records")
            most = listed([f"{lower_first(row['title'])} ({number(row['count'])})" for row in told])
            words.append(
                f"{_controls(len(rows))} ga {NOUNS[severity]}."
                + (f" Flest: {most}." if most else "")
            )
    stopped = met["severity"].isin(STOPPING).any()
    words.append(
        "Feilene må rettes før uttrekket sendes inn."
        if stopped
        else "Ingen feil hindrer at uttrekket sendes inn."
    )
    html = "<ul class='findings'>" + "".join(f"<li>{escape(text)}</li>" for text in words) + "</ul>"
    return Item(name, "Hovedfunn", item.section(name, "shown", html), " ".join(words))


def control_counts_of(page: Page, name: str, title: str, *severities: str) -> Item:
    """Controls of these severities that found something: bars of the newest year, and a table of
    the last years.
    """
    counts = _counts(page)
    if counts.empty:
        return _missing(page, name, title)
    year = int(counts["year"].max())
    counts = counts[counts["severity"].isin(severities) & counts["year"].gt(year - MOST_YEARS)]
    order = counts[counts["year"].eq(year)].set_index("control")["count"]
    met = counts.loc[counts["count"].ne(0), "control"].drop_duplicates().tolist()
    found = sorted(met, key=lambda control: -order.fillna(0.5).get(control, 0))
    if not found:
        text = f"Ingen kontroller av denne typen fant noe i årene til og med {year}."
        return Item(name, title, item.section(name, "shown", item.paragraph(text)), text)
    shown = counts[counts["control"].isin(found)]
    text = f"{_controls(int(order.ne(0).sum()))} fant noe i {year}."
    drawing = _drawing(page, name, title, shown[shown["year"].eq(year)], found)
    about = item.folded("Om kontrollene", _explained(found))
    html = item.section(
        name, "shown", item.paragraph(text), drawing, _table(title, shown, found), about
    )
    return Item(name, title, html, text, rows=_rows(page, name, title, shown))


def controls_passed(page: Page, name: str) -> Item:
    """The controls that found nothing in the newest extract, behind a heading."""
    counts = _counts(page)
    title = "Kontroller uten funn"
    if counts.empty:
        return _missing(page, name, title)
    newest = counts[counts["year"].eq(counts["year"].max())]
    passed = newest[~newest["control"].isin(newest.loc[newest["count"].ne(0), "control"])]
    text = (
        f"{number(len(passed))} av {number(newest['control'].nunique())} kontroller fant ingenting."
    )
    cells = [
        [_named(row["control"], row["title"]), SEVERITIES[row["severity"]]]
        for row in passed.to_dict("records")
    ]
    table = (
        item.folded("Vis kontrollene", tables.html(title, ["Kontroll", "Alvorlighet"], cells))
        if cells
        else ""
    )
    return Item(name, title, item.section(name, "shown", item.paragraph(text), table), text)


def controls_left_out(page: Page, name: str) -> Item:
    """The controls of the file's format that the cases of a file cannot answer, and why."""
    counts = _counts(page)
    title = "Kontroller som ikke er kjørt"
    if counts.empty:
        return _missing(page, name, title)
    formats = {
        every_control()[control].format
        for control in counts["control"].unique()
        if control in every_control()
    }
    left_out = [
        control
        for one in sorted(formats)
        for control in controls(one).values()
        if not control.answerable
    ]
    if not left_out:
        text = "Alle kontrollene i spesifikasjonen er kjørt."
        return Item(name, title, item.section(name, "shown", item.paragraph(text)), text)
    cells = [[_named(control.control, control.title), control.note] for control in left_out]
    text = f"{number(len(left_out))} kontroller i spesifikasjonen er ikke kjørt."
    html = item.section(
        name, "shown", item.paragraph(text), tables.html(title, ["Kontroll", "Hvorfor ikke"], cells)
    )
    return Item(name, title, html, text)


def control_method(page: Page, name: str) -> Item:
    """How the controls are run, and what their counts cannot say."""
    points = [
        (
            "Reglene er Statistisk sentralbyrås for KOSTRA-skjema 15F og for Barnevernsregisteret"
            " (BVR). Ordlyden er vår egen."
        ),
        (
            "Der spesifikasjonen og Statistisk sentralbyrås program er ulike, gjelder"
            " spesifikasjonen. Det står under «Om kontrollene»."
        ),
        (
            "Et tall er hvor mange ganger en kontroll fant noe. Ett barn kan telle flere ganger, og"
            " samme feil kan slå ut i flere kontroller."
        ),
        "En advarsel er ikke alltid en feil: et fristbrudd kan være riktig registrert.",
        (
            "Siden viser aldri enkeltsaker. Arbeidslisten med journalnummer lages av barnevern"
            " extract check, og blir hos tjenesten."
        ),
        *(
            ["Et så lavt antall at det kan gjelde noen få barn, vises ikke av personvernhensyn."]
            if page.dataset.about["disclosure"] != "none"
            else []
        ),
    ]
    html = "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in points) + "</ul>"
    return Item(name, "Metode og forbehold", item.section(name, "shown", html), " ".join(points))


def _named(control: str, title: str) -> str:
    """A control as it is called on the page: "Melding 3: fristen for meldingen er brutt"."""
    return f"{control}: {lower_first(title)}"


def _controls(count: int) -> str:
    return f"{number(count)} kontroll" + ("er" if count != 1 else "")


def _counts(page: Page) -> pd.DataFrame:
    """The counts of the page's municipality up to the page's year; empty where the data set is not
    made from an extract.
    """
    counts = page.dataset.controls(page.region.code, page.year)
    page.used.update([SOURCE] if len(counts) else [])
    return counts


def _missing(page: Page, name: str, title: str) -> Item:
    about = page.dataset.about["title"]
    text = (
        f"Ikke rapportert: datasettet «{about}» har ikke noe uttrekk fra fagsystemet i {page.place}"
        f" til og med {page.year} å kontrollere."
    )
    return Item(
        name, title, item.section(name, "missing", item.paragraph(text, "missing")), text, "missing"
    )


def _drawing(page: Page, name: str, title: str, newest: pd.DataFrame, order: list[str]) -> str:
    """Bars of the controls that found most; none where every count is too low to be told."""
    told = newest[newest["count"].gt(0)].set_index("control")
    told = told.loc[[control for control in order if control in told.index]].head(MOST_BARS)
    data = pd.DataFrame(
        {
            "label": told["title"],
            "series": told["year"].astype("str"),
            "value": told["count"].astype("float64"),
        }
    )
    if data.empty:
        return ""
    caption = f"{title}. Antall funn i {newest['year'].iloc[0]}"
    alt = wording.bar_alt(data, caption, "antall", 0)
    return item.figure(bars(data, name=f"{page.name}-{name}", alt=alt, decimals=0), f"{caption}.")


def _table(title: str, shown: pd.DataFrame, order: list[str]) -> str:
    """A row per control and a column per year; a year without an extract has no column."""
    years = sorted(shown["year"].unique().tolist())
    cells = {
        (row["control"], row["year"]): tables.cell(row["count"], HIDDEN, 0)
        for row in shown.to_dict("records")
    }
    titles = shown.drop_duplicates("control", keep="last").set_index("control")["title"]
    lines = [
        [_named(control, titles[control]), *(cells.get((control, year), "..") for year in years)]
        for control in order
    ]
    notes = tables.status_notes(
        [symbol for symbol in ("..", HIDDEN) if any(symbol in line for line in lines)]
    )
    return tables.html(f"{title}. Antall funn", ["Kontroll", *map(str, years)], lines, notes)


def _explained(order: list[str]) -> str:
    """What there is to say of each control: where the rule is unclear, or read in one of two
    ways.
    """
    known = every_control()
    notes = [
        f"{control}: {known[control].note}"
        for control in order
        if control in known and known[control].note
    ]
    return "".join(map(item.paragraph, notes)) or item.paragraph("Reglene er entydige.")


def _rows(page: Page, name: str, title: str, shown: pd.DataFrame) -> pd.DataFrame:
    """The counts as rows of the page's CSV; those that may not be told are empty, with the reason
    as status.
    """
    return pd.DataFrame(
        {
            "item": name,
            "title": title,
            "region": page.region.code,
            "year": shown["year"],
            "indicator": "control_findings",
            "category": shown["control"],
            "value": shown["count"].astype("float64"),
            "status": shown["count"].isna().map({True: HIDDEN, False: ""}),
            "unit": "antall",
            "source": SOURCE,
        }
    )[item.CSV_COLUMNS]
