"""An analyst's own table and figure as an item of a page: with alternative text, table and CSV."""

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Plot
from matplotlib.text import Text
from pandas.api.types import infer_dtype

from barnevern.figures import Columns, theme
from barnevern.figures.page_svg import svg_element
from barnevern.indicators import Indicator, indicator
from barnevern.indicators.figure import Figure
from barnevern.norwegian.text import slug
from barnevern.observations import STATUS, category_code, status_name
from barnevern.observations.regions import groups, municipalities
from barnevern.page import Page
from barnevern.problems import InputProblems, Problem
from barnevern.render.blocks import Drawing, Sentence, Table
from barnevern.render.item import SHOWN, Item, Row, rows_of
from barnevern.show.meaning import behind, table
from barnevern.words import cells

SHORTEST_ALT = 20  # letters; a word or two tell nobody what a figure shows
LABELS = {"string", "boolean", "categorical", "empty"}  # what a column of labels holds
INDICATOR_COLUMNS = {"region", "year", "indicator", "value"}


def own(  # noqa: PLR0913 (options of one call in a notebook, all but three by name)
    page: Page,
    title: str,
    data: pd.DataFrame,
    plot: Plot | Axes | None = None,
    *,
    alt: str = "",
    text: str = "",
    unit: str = "",
    decimals: int = 1,
    id: str = "",  # noqa: A002 (an item's id)
) -> Item:
    """A table of your own, and a seaborn or matplotlib figure of it, as an item that is published
    as every other: the figure with ``alt`` as its alternative text, the table behind it, and the
    rows in the page's CSV, where the audit reads them.

    ``data`` has a column of labels first and numbers after it, all in ``unit``; or the columns
    region, year, indicator and value as barnevern.figures gives them, and then each row counts
    as that figure. ``text`` stands above. ``decimals`` are those of the table.

    Raises InputProblems where a figure has no alternative text of a sentence, where the table has
    no number, where a column is neither labels nor numbers, or where a region or category is not
    known; UnknownIndicator for an indicator that is not in the catalogue.
    """
    id = id or slug(title)  # noqa: A001
    problems = _problems(data, plot, alt)
    if problems:
        raise InputProblems(problems)
    shown = _table(title, data, decimals)
    drawing = None
    if plot is not None:
        name = f"{page.name}-{id}"
        figure = plot.figure
        assert isinstance(figure, Plot)  # as _problems has found
        for label in figure.findobj(Text):
            label.set_parse_math(False)  # "$" is a sign as any other
        with theme.style(name):
            svg = svg_element(figure, alt)
        drawing = Drawing("own", name, f"{title}.", alt, _columns(data), svg=svg)
    blocks = (Sentence(text), *behind(drawing, shown))
    return Item(id, title, SHOWN, blocks, _rows(page, id, title, data, unit))


def _problems(data: pd.DataFrame, plot: object, alt: str) -> list[Problem]:
    """Everything that is wrong with what was given."""
    found: list[Problem] = []
    if plot is not None and len(alt.strip()) < SHORTEST_ALT:
        rule = "a figure needs an alternative text: a sentence with the numbers in it"
        found.append(_problem("alt", alt, rule, 'write alt="Linjediagram: … steg fra 12 til 15."'))
    if plot is not None and not isinstance(getattr(plot, "figure", None), Plot):
        rule, remedy = "it is no figure of matplotlib", "give plot.figure or its axes"
        found.append(_problem("plot", type(plot).__name__, rule, remedy))
    for name in data.select_dtypes(exclude="number").columns:
        if name != data.columns[0] and infer_dtype(data[name], skipna=True) not in LABELS:
            rule, remedy = "the column is neither labels nor numbers", "make it text or numbers"
            found.append(_problem(str(name), "", rule, remedy))
    if not _numbers(data):
        rule = "the table has no column of numbers after its labels"
        found.append(_problem("data", "", rule, "give a table with numbers"))
    if _is_ours(data):
        found += _unknown(data)
    return found


def _problem(column: str, value: str, rule: str, remedy: str) -> Problem:
    return Problem("", "", column, value, rule, remedy)


def _unknown(data: pd.DataFrame) -> list[Problem]:
    """Regions and categories of our own rows that no figure has, which the audit could not read."""
    known = municipalities().keys() | groups().keys()
    found = [
        _problem("region", str(code), "there is no such region", 'give its code, such as "3201"')
        for code in data["region"].unique()
        if code not in known
    ]
    if "category" not in data.columns:
        return found
    for name, category in data[["indicator", "category"]].drop_duplicates().to_numpy():
        entry = indicator(name)
        try:
            _category(entry, category)
        except KeyError:
            rule, remedy = f"{name} has no such category", "give it as barnevern.figures does"
            found.append(_problem("category", str(category), rule, remedy))
    return found


def _category(entry: Indicator, category: str) -> str:
    """The code of a category that may be given by its Norwegian name."""
    part = entry.numerator or entry.published
    return category_code(part.measure, category) if part else category


def _columns(data: pd.DataFrame) -> Columns:
    """The table by column, None for what is missing."""
    plain = data.astype(object).where(data.notna(), None)
    return {str(name): plain[name].tolist() for name in plain.columns}


def _is_ours(data: pd.DataFrame) -> bool:
    return set(data.columns) >= INDICATOR_COLUMNS


def _numbers(data: pd.DataFrame) -> Sequence[str]:
    """The columns of numbers that are shown: not the labels, and of our own rows not the years."""
    labels = {"year"} if _is_ours(data) else {str(data.columns[0])}
    numbers = [str(name) for name in data.select_dtypes("number").columns]
    return [name for name in numbers if name not in labels]


def _table(title: str, data: pd.DataFrame, decimals: int) -> Table:
    numbers = _numbers(data)
    rows = []
    for row in data.to_dict("records"):
        texts = []
        for name in data.columns:
            value = row[name]
            if name in numbers:
                texts.append(cells.cell(value, cells.NOT_REPORTED, decimals))
            else:
                texts.append("" if pd.isna(value) else str(value))
        rows.append(texts)
    return table(title, [str(name) for name in data.columns], rows)


def _rows(
    page: Page,
    id: str,  # noqa: A002 (an item's id)
    title: str,
    data: pd.DataFrame,
    unit: str,
) -> tuple[Row, ...]:
    if _is_ours(data):
        return rows_of(id, title, [_figure(row) for row in data.to_dict("records")])
    label, numbers = str(data.columns[0]), _numbers(data)
    figures = [
        Figure(page.region.code, page.year, "", f"{row[label]}: {name}", row[name], kind="own")
        for row in data.to_dict("records")
        for name in numbers
    ]
    return rows_of(id, title, figures, unit=unit)


def _figure(row: dict[Hashable, Any]) -> Figure:
    """A row of ours as a figure: its category as a code, and its status as a symbol."""
    symbols = {status_name(symbol): symbol for symbol in STATUS}
    given = {name: row[name] for name in Figure._fields if name in row}
    given["category"] = _category(indicator(row["indicator"]), row.get("category", ""))
    given["status"] = symbols.get(row.get("status", ""), row.get("status", ""))
    return Figure(**given)
