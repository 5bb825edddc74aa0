"""Figures over the years: one indicator against its peers, or several of the municipality's own."""

import pandas as pd

from barnevern import comparison
from barnevern.comparison import run_chart
from barnevern.figures import bars, line
from barnevern.indicators import Indicator, indicator, prices
from barnevern.norwegian.text import listed, lower_first
from barnevern.observations import HIDDEN, STATUS, regions
from barnevern.page import Page
from barnevern.render import item
from barnevern.render.item import Item
from barnevern.words import sentences as wording
from barnevern.words import tables

LONGEST_SERIES = 12  # years in a figure or table
MOST_SAID = 3  # figures of a table that are also said in words
BREAK, LAW = "brudd", "ny lov"  # what is written where a year differs from the one before
CONTEXT_YEARS = 5  # of the peers, where the municipality's own series is shorter


def trend(page: Page, name: str, *, note: str = "", intervals: bool = False) -> Item:
    """The indicator ``name`` over the years against its peers: sentence, figure, the table behind
    it and what it means.

    ``note`` stands under the sentence. With ``intervals`` the figure shades what chance allows
    around the municipality's own line.
    """
    chosen = indicator(name)
    shown, differences = page.compared(name)
    own = page.own(shown)
    if own.empty:
        return missing(page, name, [name])
    told = shown[
        shown["region"].eq(page.region.code) & (shown["value"].notna() | shown["status"].eq(HIDDEN))
    ]
    newest = shown["year"].max()
    first = max(newest - LONGEST_SERIES + 1, min(told["year"].min(), newest - CONTEXT_YEARS + 1))
    shown = shown[shown["year"].ge(first)]
    likely, interval = _chance(page, chosen, shown, own.iloc[-1])
    breaks = page.breaks(shown, chosen)
    said = wording.finding(
        own.iloc[-1], differences, chosen, page.place, page.year, [year for year, _ in breaks]
    )
    sentence = f"{said} {likely}".strip()
    note = note or _hidden_since(told)
    every = sorted({*breaks, *page.peer_breaks(shown)})
    changed = page.law_changes(shown, chosen)
    band = (
        comparison.intervals(own[own["year"].ge(first)], page.observations, chosen)
        if intervals
        else None
    )
    drawing = _drawing(
        page,
        chosen,
        shown,
        {year: LAW for year, _ in changed} | {year: BREAK for year, _ in every},
        band,
    )
    codes = shown["region"].drop_duplicates()
    head, rows = tables.by_year(
        shown, chosen.decimals, {code: regions.name_of(code) for code in codes}, "region"
    )
    explained = [
        *tables.status_notes(shown["status"].tolist()),
        *(text for _, text in [*every, *changed]),
        *_run_chart(own, breaks),
    ]
    explained += prices.stated_in(shown).values() if chosen.unit == "kroner" else []
    explained += item.quoted_notes(shown, lambda row: regions.name_of(row["region"]))
    table = tables.html(item.caption(chosen), ["Område", *head[1:]], rows, explained)
    behind = item.folded("Tallene bak figuren", table) if drawing else table
    about = item.about([chosen], page.source_titles(shown))
    html = item.section(
        name, "shown", item.paragraph(sentence), item.paragraph(note), drawing, behind, about
    )
    rows_shown = [frame for frame in (shown, differences, interval) if len(frame)]
    return Item(
        name,
        chosen.name,
        html,
        sentence,
        rows=item.csv_rows(pd.concat(rows_shown), chosen, name, chosen.name),
    )


def _hidden_since(told: pd.DataFrame) -> str:
    """A sentence where the municipality's newest figures, of those ``told`` or hidden, are
    hidden.
    """
    newer = told.loc[
        told["year"].gt(told.loc[told["value"].notna(), "year"].max()), "year"
    ].tolist()
    return (
        f"Tallene for {listed([str(year) for year in newer])} vises ikke av personvernhensyn."
        if newer
        else ""
    )


def _chance(
    page: Page, chosen: Indicator, shown: pd.DataFrame, newest: pd.Series
) -> tuple[str, pd.DataFrame]:
    """A sentence on whether the distance from the nearest group can be chance, and its interval as
    rows; empty without either.
    """
    peers = shown[
        shown["year"].eq(newest["year"])
        & shown["region"].isin(list(regions.groups()))
        & shown["value"].notna()
    ]
    divisor = comparison.base(page.observations, chosen, page.region.code, int(newest["year"]))
    if peers.empty or divisor is None or not comparison.testable(chosen):
        return "", shown.iloc[0:0]
    group = peers.iloc[0]
    found = comparison.against(float(newest["value"]), float(group["value"]), divisor, chosen)
    limits = pd.DataFrame([newest, newest]).assign(
        category=["interval_low", "interval_high"], value=[found.low, found.high], printed=""
    )
    return wording.chance(found, chosen, group["region"]), limits


def _run_chart(own: pd.DataFrame, breaks: list[tuple[int, str]]) -> list[str]:
    """What the run chart says of the municipality's own series since its last break; nothing of a
    single figure.
    """
    last = max((year for year, _ in breaks), default=0)
    values = own.loc[own["year"].ge(last), "value"].tolist()
    if len(values) < 2:
        return []
    since = " siden bruddet" if last else ""
    shifted = run_chart.shifted(values)
    if shifted is None:
        return [
            f"For kort serie: med {len(values)} år{since} kan en varig endring ikke skilles fra"
            " tilfeldige svingninger."
        ]
    verdict = (
        "har en varig endring i nivået"
        if shifted
        else "svinger ikke mer enn tilfeldigheter skulle tilsi"
    )
    return [
        f"Serien på {len(values)} år{since} {verdict} (serieregler for endring rundt medianen)."
    ]


def _drawing(
    page: Page,
    chosen: Indicator,
    shown: pd.DataFrame,
    marks: dict[int, str],
    band: pd.DataFrame | None,
) -> str:
    """A line over several years, bars for one year with peers, nothing for a single figure."""
    named = shown.assign(name=shown["region"].map(regions.name_of)).dropna(subset="value")
    caption = f"{item.caption(chosen)}. Kilde: {'; '.join(page.source_titles(shown))}."
    figure_id = f"{page.name}-{chosen.id}"
    if len(named[named["region"].eq(page.region.code)]) > 1:
        alt = wording.line_alt(named, chosen, page.place)
        around = band if band is not None and len(band) else None
        return item.figure(
            line(
                named,
                own=page.place,
                name=figure_id,
                alt=alt,
                decimals=chosen.decimals,
                marks=marks,
                band=around,
            ),
            caption,
        )
    newest = named[named["year"].eq(named["year"].max())]
    if len(newest) < 2 or chosen.unit == "antall":
        return ""
    data = newest.assign(label=newest["name"], series=newest["year"].astype(str))
    alt = wording.bar_alt(data, chosen.name, chosen.unit, chosen.decimals)
    return item.figure(bars(data, name=figure_id, alt=alt, decimals=chosen.decimals), caption)


def figures(
    page: Page, name: str, title: str, *names: str, ahead: int = 0, region: str = ""
) -> Item:
    """Several indicators of the municipality (or of ``region``) in one table, a row each and a
    column per year.

    An indicator without figures keeps its row and is said in words under the table.
    """
    code = region or page.region.code
    wanted = [indicator(one) for one in names]
    found = {one.id: _of_region(page, one.id, code, ahead) for one in wanted}
    every = pd.concat(found.values())
    if every["value"].notna().sum() == 0:
        return missing(page, name, list(names), title, code)
    known = every.loc[every["value"].notna(), "year"]
    years = [year for year in sorted(known.unique()) if year > known.max() - LONGEST_SERIES]
    shown = every[every["year"].isin(years)]
    rows, absent = [], []
    for one in wanted:
        own = shown[shown["indicator"].eq(one.id)]
        if own["value"].notna().sum() == 0:
            absent.append(one)
            continue
        cells = {
            row["year"]: tables.cell(row["value"], row["status"], one.decimals)
            for row in own.to_dict("records")
        }
        rows.append([f"{one.short} ({one.unit})", *(cells.get(year, "..") for year in years)])
    gaps = [".."] if any(".." in row for row in rows) else []
    notes = tables.status_notes([*gaps, *shown["status"]])
    short = {one.id: one.short for one in wanted}
    notes += item.quoted_notes(shown, lambda row: short[row["indicator"]])
    notes += dict.fromkeys(
        text for one in wanted if one not in absent for _, text in page.law_changes(shown, one)
    )
    notes += _absent(page, absent, every)
    table = tables.html(
        f"{title}. {regions.name_of(code)}", ["Indikator", *map(str, years)], rows, notes
    )
    kept = [one for one in wanted if one not in absent]
    said = [_newest(page, one, shown[shown["indicator"].eq(one.id)], code) for one in kept]
    text = " ".join(sentence for sentence, _ in said[:MOST_SAID])
    html = item.section(
        name, "shown", item.paragraph(text), table, item.about(wanted, page.source_titles(shown))
    )
    csv = [
        item.csv_rows(frame, one, name, title) for one, (_, frame) in zip(kept, said, strict=True)
    ]
    return Item(name, title, html, text, rows=pd.concat(csv))


def _absent(page: Page, absent: list[Indicator], every: pd.DataFrame) -> list[str]:
    """The indicators without figures by name: hidden, or why an extract cannot give them where the
    data set is counted from one.
    """
    hidden = set(every.loc[every["status"].eq(HIDDEN), "indicator"])
    by_reason: dict[tuple[str, str], list[str]] = {}
    for one in absent:
        closed = one.id in hidden
        because = wording.not_in_extract(one) if page.dataset.counted and not closed else ""
        by_reason.setdefault((STATUS[HIDDEN if closed else ".."], because), []).append(
            lower_first(one.short).removesuffix(".")
        )
    return [
        f"{status}: {listed(names)}. {because}".strip()
        for (status, because), names in by_reason.items()
    ]


def _newest(page: Page, one: Indicator, shown: pd.DataFrame, code: str) -> tuple[str, pd.DataFrame]:
    """The newest figure in words with the change since the year before, and the rows that hold
    both.
    """
    known = shown[shown["value"].notna()]
    change = comparison.differences(known, one, code, int(known["year"].max()))
    breaks = [year for year, _ in page.breaks(shown, one)]
    sentence = wording.finding(
        known.iloc[-1], change, one, regions.name_of(code), page.year, breaks
    )
    newer = shown["year"].gt(known["year"].max()) & shown["status"].eq(HIDDEN)
    sentence += " Nyere tall vises ikke av personvernhensyn." if newer.any() else ""
    return sentence, pd.concat([shown, change]) if len(change) else shown


def _of_region(page: Page, name: str, code: str, ahead: int) -> pd.DataFrame:
    table = page.table(name, ahead=ahead)
    return table[table["region"].eq(code)]


def _without_figure(page: Page, one: Indicator, code: str) -> pd.DataFrame:
    """The rows that say why there is no figure: the indicator's own, or those of its categories
    where only they are missing.
    """
    own = _of_region(page, one.id, code, 0)
    if own["value"].isna().all() or not one.breakdown:
        return own
    divided = page.table(one.id, by_category=True)
    return divided[divided["region"].eq(code) & divided["category"].ne("")]


def missing(page: Page, name: str, names: list[str], title: str = "", region: str = "") -> Item:
    """An item that says in words why the municipality (or ``region``) has no figure for any of the
    indicators.
    """
    chosen, code = [indicator(one) for one in names], region or page.region.code
    by_reason: dict[str, list[tuple[Indicator, pd.DataFrame]]] = {}
    for one in chosen:
        own = _without_figure(page, one, code)
        because = wording.reason(own) or (
            wording.not_in_extract(one) if page.dataset.counted else ""
        )
        by_reason.setdefault(because, []).append((one, own))
    sentences = []
    for (first, own), *others in by_reason.values():
        sentences.append(
            wording.missing(
                first,
                regions.name_of(code),
                page.year,
                own,
                page.dataset.about["title"].lower(),
                counted=page.dataset.counted,
            )
        )
        sentences += [wording.also_missing([one for one, _ in others])] if others else []
    text = " ".join(sentences)
    html = item.section(name, "missing", item.paragraph(text, "missing"), item.about(chosen, []))
    return Item(name, title or chosen[0].name, html, text, "missing")
