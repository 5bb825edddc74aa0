"""Figures by category: who refers, where children live, what a place costs."""

import pandas as pd

from barnevern import comparison
from barnevern.figures import bars
from barnevern.indicators import Indicator, indicator
from barnevern.norwegian.numbers import quantity, rounded
from barnevern.norwegian.text import listed
from barnevern.observations import HIDDEN, category_name, dimensions, regions
from barnevern.page import Page
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.show.series import missing, trend
from barnevern.words import sentences as wording
from barnevern.words import tables


def breakdown(
    page: Page, name: str, *, share: str = "", region: str = "", ahead: int = 0, years: int = 3
) -> Item:
    """The indicator ``name`` by its categories: bars of this year and the year before, and a table
    of the last years.

    ``share`` names the indicator that gives each category's share: then the bars show shares, and
    the table has numbers, shares and the change in percentage points, all computed from the
    numbers. ``region`` shows a group instead of the municipality; ``ahead`` takes in years already
    known, such as next year's rates; ``years`` is how many the table has.
    """
    code = region or page.region.code
    chosen = indicator(name)
    numbers = _by_category(page, name, code, ahead)
    last = _latest(numbers, years)
    divided = numbers[numbers["category"].ne("") & numbers["year"].isin(last)]
    if divided["value"].notna().sum() == 0:
        whole = numbers.loc[numbers["category"].eq(""), "value"].notna().any() and not region
        return (
            trend(page, name, note=_undivided(divided))
            if whole
            else missing(page, name, [name], region=code)
        )
    numbers = numbers[numbers["year"].isin(last)]
    drawn, rows, head = chosen, numbers, [f"{_noun(chosen)} {year}" for year in last]
    csv = [item.csv_rows(numbers, chosen, name, chosen.name)]
    if share:
        drawn, rows = indicator(share), _by_category(page, share, code, ahead)
        rows = rows[rows["year"].isin(last)]
        changes = _changes(rows, last)
        csv += [item.csv_rows(pd.concat([rows, changes]), drawn, name, chosen.name)]
        head += [f"Andel {year}" for year in last] + (
            [f"Endring fra {last[-2]}"] if last[-1] - 1 in last else []
        )
        cells = _cells(
            chosen,
            [(numbers, chosen.decimals, False), (rows, drawn.decimals, False), (changes, 1, True)],
        )
    else:
        cells = _cells(chosen, [(numbers, chosen.decimals, False)])
    sentence = (
        f"{_total(page, numbers, chosen, code)}"
        f" {_largest(rows[rows['year'].eq(last[-1])], drawn, chosen)}".strip()
    )
    notes = [
        *_notes(chosen, numbers, cells),
        *(text for _, text in page.law_changes(numbers, chosen)),
    ]
    notes += (
        [
            "Andelene er regnet ut fra antallene. Endringen er i prosentpoeng og er regnet ut før"
            " avrunding."
        ]
        if share
        else []
    )
    table = tables.html(
        f"{item.caption(chosen)}. {chosen.scope or regions.name_of(code)}",
        ["Kategori", *head],
        cells,
        notes,
    )
    drawing = _drawing(page, drawn, chosen, rows, last)
    behind = item.folded("Tallene bak figuren", table, opened=bool(share))
    about = item.about([chosen], page.source_titles(numbers))
    return Item(
        name,
        chosen.name,
        item.section(name, "shown", item.paragraph(sentence), drawing, behind, about),
        sentence,
        rows=pd.concat(csv),
    )


def _latest(numbers: pd.DataFrame, years: int) -> list[int]:
    """The newest year with categories, shown or hidden, and those of the ``years - 1`` years before
    it that have them.
    """
    known = numbers.loc[
        numbers["category"].ne("") & (numbers["value"].notna() | numbers["status"].eq(HIDDEN)),
        "year",
    ]
    return [int(year) for year in sorted(known.unique()) if year > known.max() - years]


def _undivided(divided: pd.DataFrame) -> str:
    """What stands in the place of the categories where none of them may be shown."""
    return (
        "Fordelingen på kategorier vises ikke av personvernhensyn."
        if divided["status"].eq(HIDDEN).any()
        else ""
    )


def _notes(chosen: Indicator, numbers: pd.DataFrame, cells: list[list[str]]) -> list[str]:
    """What stands under the table: the words for the symbols it really has, and the notes of its
    figures.
    """
    shown = numbers[numbers["category"].isin(["", *chosen.categories])]
    gaps = [".."] if any(".." in row for row in cells) else []
    statuses = tables.status_notes([*gaps, *shown.loc[shown["status"].ne(".."), "status"]])
    return statuses + item.quoted_notes(shown, lambda row: _label(chosen, row["category"]))


def _label(chosen: Indicator, category: str) -> str:
    """Norwegian name of a category in the indicator's own breakdown; "I alt" for the total."""
    return chosen.categories.get(category, "I alt")


def _by_category(page: Page, name: str, code: str, ahead: int) -> pd.DataFrame:
    table = page.table(name, by_category=True, ahead=ahead)
    return table[table["region"].eq(code)]


def _noun(chosen: Indicator) -> str:
    return {"antall": "Antall", "kroner": "Kroner", "prosent": "Prosent"}.get(
        chosen.unit, chosen.unit.capitalize()
    )


def _changes(shares: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """The change of each share since the year before, as rows with category
    "change_from_2023.police".
    """
    if years[-1] - 1 not in years:
        return shares.iloc[0:0]
    by_year = shares.pivot_table(
        index="category", columns="year", values="value", sort=False
    ).reindex(columns=years)
    change = (by_year[years[-1]] - by_year[years[-2]]).dropna().drop("", errors="ignore")
    now = shares[shares["year"].eq(years[-1])].set_index("category")
    result = now.loc[change.index].assign(value=change, printed="").reset_index()
    return result.assign(category=f"change_from_{years[-2]}." + result["category"])[shares.columns]


def _cells(chosen: Indicator, blocks: list[tuple[pd.DataFrame, int, bool]]) -> list[list[str]]:
    """One table row per category and one for the total; each block of figures gives a column per
    year.
    """
    result, figures = [], []
    for table, decimals, signed in blocks:
        known = {
            (str(r["category"]).rpartition(".")[2] if signed else r["category"], r["year"]): r
            for r in table.to_dict("records")
        }
        figures += [(known, year, decimals, signed) for year in sorted(table["year"].unique())]
    for category, label in {**chosen.categories, "": "I alt"}.items():
        row = [label]
        for known, year, decimals, signed in figures:
            r = known.get((category, year))
            row.append(
                ""
                if r is None and (signed or category == "")
                else tables.cell(r["value"], r["status"], decimals, signed=signed)
                if r
                else ".."
            )
        if any(cell not in ("", "..") for cell in row[1:]):
            result.append(row)
    return result


def _total(page: Page, numbers: pd.DataFrame, chosen: Indicator, code: str) -> str:
    totals = numbers[numbers["category"].eq("") & numbers["value"].notna()]
    if totals.empty:
        return ""
    newest = totals.iloc[-1]
    change = comparison.differences(totals, chosen, code, int(newest["year"]))
    return wording.finding(newest, change, chosen, regions.name_of(code), page.year)


def _largest(newest: pd.DataFrame, drawn: Indicator, chosen: Indicator) -> str:
    parts = newest[newest["category"].ne("") & newest["value"].notna()]
    if (
        len(parts) < 2
        or drawn.unit not in ("antall", "prosent", "årsverk")
        or newest["status"].eq(HIDDEN).any()
    ):
        # the largest of rates, deviations or requirements says nothing, and a hidden one could be
        # larger
        return ""
    top = parts.sort_values("value", ascending=False).iloc[0]
    if top["value"] == 0:
        return ""
    return (
        f"Størst: {chosen.categories[top['category']]},"
        f" {quantity(top['value'], drawn.unit, drawn.decimals)}."
    )


def _drawing(
    page: Page, drawn: Indicator, chosen: Indicator, rows: pd.DataFrame, years: list[int]
) -> str:
    last = rows[
        rows["year"].isin([years[-1], years[-1] - 1])
        & rows["category"].isin(list(chosen.categories))
        & rows["value"].notna()
    ]
    if last.empty:
        return ""
    order = {code: n for n, code in enumerate(chosen.categories)}
    data = last.assign(
        label=last["category"].map(chosen.categories),
        series=last["year"].astype(str),
        order=last["category"].map(order),
    )
    data = data.sort_values(["year", "order"], ascending=[False, True])
    title = drawn.name if drawn is not chosen else chosen.name
    alt = wording.bar_alt(data, title, drawn.unit, drawn.decimals)
    caption = f"{item.caption(drawn)}. Kilde: {'; '.join(page.source_titles(rows))}."
    return item.figure(
        bars(data, name=f"{page.name}-{chosen.id}", alt=alt, decimals=drawn.decimals), caption
    )


def cross(page: Page, name: str, down: str, across: str) -> Item:
    """The indicator ``name`` in two dimensions, for the newest year: dimension ``down`` in rows,
    ``across`` in columns.
    """
    chosen = indicator(name)
    measure = chosen.numerator.measure if chosen.numerator else ""
    own = page.observations[
        page.observations["measure"].eq(measure) & page.observations["region"].eq(page.region.code)
    ]
    own = own[own["year"].le(page.year) & (own["value"].notna() | own["status"].eq(HIDDEN))]
    if own["value"].notna().sum() == 0:
        return missing(page, name, [name])
    newest = own[own["year"].eq(own["year"].max())].assign(indicator=name, basis="computed")
    known = {row["category"]: row for row in newest.to_dict("records")}
    lines = []
    for code, label in dimensions()[down].items():
        found = [
            known.get("" if code == column == "total" else f"{code}.{column}")
            for column in dimensions()[across]
        ]
        lines.append(
            [
                label,
                *(tables.cell(row["value"], row["status"], 0) if row else ".." for row in found),
            ]
        )
    total = known.get("", {"value": float("nan")})["value"]
    sentence = (
        f"{chosen.short}: {quantity(total, chosen.unit)} i {newest['year'].iloc[0]}."
        if pd.notna(total)
        else ""
    )
    notes = tables.status_notes(newest["status"].tolist())
    table = tables.html(
        f"{chosen.name}. {page.place}, {newest['year'].iloc[0]}",
        ["Kategori", *dimensions()[across].values()],
        lines,
        notes,
    )
    html = item.section(
        name,
        "shown",
        item.paragraph(sentence),
        table,
        item.about([chosen], page.source_titles(newest)),
    )
    return Item(
        name, chosen.name, html, sentence, rows=item.csv_rows(newest, chosen, name, chosen.name)
    )


def printed(page: Page, name: str, indicator_id: str, *, ahead: int = 0) -> Item:
    """The indicator exactly as its sources printed it, one table per source: category by year.

    Other items compute from counts where they can; this one lets a reader hold the page against the
    document.
    """
    chosen = indicator(indicator_id)
    parts = [
        part for part in (chosen.published, None if chosen.published else chosen.numerator) if part
    ]
    editions = page.dataset.editions([page.region.code])
    rows = editions[
        editions["measure"].isin([p.measure for p in parts])
        & editions["printed"].ne("")
        & editions["year"].le(page.year + ahead)
    ]
    if rows.empty and page.dataset.counted:
        text = (
            "Datasettet er regnet ut av saker og lister og siterer ingen dokumenter. Det finnes"
            " derfor ingen trykte tall å vise her."
        )
        return Item(name, chosen.name, item.section(name, "shown", item.paragraph(text)), text)
    if rows.empty:
        return missing(page, name, [indicator_id])
    known = page.dataset.sources.set_index("source")["title"]
    blocks = []
    for source, quoted in rows.groupby("source", sort=True):
        years = sorted(quoted["year"].unique())
        cells = {(r["category"], r["year"]): r["printed"] for r in quoted.to_dict("records")}
        measure = quoted["measure"].iloc[0]
        order = list(dict.fromkeys([*chosen.categories, *quoted["category"]]))
        lines = [
            [category_name(measure, c), *(cells.get((c, y), "") for y in years)]
            for c in order
            if any((c, y) in cells for y in years)
        ]
        caption = (
            f"{chosen.name}, slik tallene står i «{known[source]}»,"
            f" {listed(quoted['place'].drop_duplicates())}"
        )
        blocks.append(
            tables.html(
                caption,
                ["Kategori", *map(str, years)],
                lines,
                item.quoted_notes(
                    quoted, lambda row: category_name(row["measure"], row["category"])
                ),
            )
        )
    page.source_titles(rows)
    html = item.section(
        name, "shown", item.folded("Tallene slik kilden viser dem", "".join(blocks))
    )
    shown = rows.assign(indicator=chosen.id, region=page.region.code)
    return Item(
        name,
        chosen.name,
        html,
        f"{chosen.short} slik kilden viser det.",
        rows=item.csv_rows(shown, chosen, name, chosen.name),
    )


def product(page: Page, name: str, rate: str, count: str, title: str) -> Item:
    """What the counts of ``count`` cost in a year at the rates of ``rate`` (a national rate), by
    category and in all.
    """
    rates = _by_category(page, rate, "EAK", 0).set_index(["category", "year"])["value"]
    counts = _by_category(page, count, page.region.code, 0)
    counts = counts[counts["category"].ne("")].set_index(["category", "year"])
    both = counts.assign(value=counts["value"] * rates.reindex(counts.index)).reset_index()
    both = both[both["value"].notna() | both["status"].eq(HIDDEN)]
    parts = both.groupby("year", as_index=False).agg(
        {"value": "sum", "status": "max", "region": "first", "source": "first"}
    )
    totals = parts.assign(category="", value=parts["value"].mask(parts["status"].eq(HIDDEN)))
    if both["value"].notna().sum() == 0:
        return missing(page, name, [count], title)
    shown = pd.concat([both, totals])
    totals = totals.dropna(subset="value")
    years, chosen = sorted(shown["year"].unique()), indicator(count)
    cells = {
        (r["category"], r["year"]): tables.cell(r["value"], r["status"], 0)
        for r in shown.to_dict("records")
    }
    lines = [
        [label, *(cells.get((code, year), "..") for year in years)]
        for code, label in {**chosen.categories, "": "I alt"}.items()
    ]
    millions = [
        (row["year"], quantity(float(rounded(row["value"] / 1e6, 1)), "millioner kroner", 1))
        for row in totals.tail(1).to_dict("records")
    ]
    sentence = "".join(
        f"Plassene ved utgangen av {year} koster {cost} i kommunal egenbetaling hvis de varer et"
        " helt år."
        for year, cost in millions
    )
    note = (
        "Regnet som antall plasser ved årsslutt ganger årssatsen. Opphold som varte kortere, koster"
        " mindre."
    )
    table = tables.html(
        f"{title}. Kroner",
        ["Tiltak", *map(str, years)],
        lines,
        [*tables.status_notes(shown["status"].tolist()), note],
    )
    html = item.section(
        name,
        "shown",
        item.paragraph(sentence),
        table,
        item.about([chosen, indicator(rate)], page.source_titles(shown)),
    )
    csv = shown.assign(item=name, title=title, indicator=name, unit="kroner")[item.CSV_COLUMNS]
    return Item(name, title, html, sentence, rows=csv)
