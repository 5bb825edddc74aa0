"""A data set for an analyst: what it has, and tidy figures of it as data frames."""

from collections.abc import Iterable
from functools import cache

import pandas as pd

from barnevern import comparison
from barnevern.analysis import listing
from barnevern.comparison import evidence
from barnevern.comparison.judge import Judge
from barnevern.data.dataset import Dataset, open_dataset
from barnevern.indicators import Indicator, indicator
from barnevern.indicators.figure import Figure, Figures, from_table, known, newest_year
from barnevern.norwegian.numbers import day
from barnevern.observations import category_name, groups, regions, status_name
from barnevern.observations.schema import LATEST

FRAME = [
    "region",
    "name",
    "year",
    "indicator",
    "title",
    "category",
    "value",
    "unit",
    "low",
    "high",
    "status",
    "source",
]
COMPARED = [
    "region",
    "year",
    "indicator",
    "kind",
    "against",
    "value",
    "unit",
    "low",
    "high",
    "verdict",
]
NUMBERS = dict.fromkeys(("value", "low", "high"), "float64")  # NaN where there is none
WHOLE_NETWORK = {groups.ASSS: groups.ALL_OF_ASSS}


def open_data(name: str = "published") -> "Data":
    """The data set called ``name``: "published" (embedded, real figures), "demo" (a made-up
    nation), "statbank", "local", or a folder with a dataset.json.

    Raises InputProblems where there is no such data set.

    >>> data = open_data()
    >>> data.figures("gross_f252_per_child_placed_nok", "Bærum", 2024)["value"].tolist()
    [1078632.0]
    """
    return Data(open_dataset(name))


class Data:
    """An open data set. Every figure in it is one that may be shown."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    def __repr__(self) -> str:
        about = self.dataset.about
        made_up = " Synthetic: no real children or municipalities." if about["synthetic"] else ""
        return f"{about['title']} («{about['name']}»), {day(about['date'])}.{made_up}"

    def indicators(self, search: str = "") -> pd.DataFrame:
        """Indicators with how many municipalities have figures, and for which years; those with
        most first. ``search`` keeps those that have all its words in id, name, theme or definition.

        >>> open_data().indicators("plassert 252")["indicator"].tolist()[:1]
        ['gross_f252_per_child_placed_nok']
        """
        return listing.indicators(self.dataset.known_figures(), search)

    def regions(self, search: str = "") -> pd.DataFrame:
        """Municipalities and groups: code, name, kind, county and number of members.

        >>> open_data().regions("rogaland county")["region"].tolist()
        ['EKA11']
        """
        return listing.region_list(search)

    def figures(
        self,
        indicators: str | Iterable[str],
        regions: str | Iterable[str] | None = None,
        years: int | Iterable[int] | None = None,
        *,
        categories: bool = False,
    ) -> pd.DataFrame:
        """Chosen indicators as a tidy frame, one row a figure; columns FRAME.

        ``regions`` are numbers, names or groups ("Bærum", "3203", "EKG12", "ASSS", "EAK"); all
        municipalities if none are given. ``years`` is one, several or all. With ``categories`` the
        parts of a breakdown come too, by their Norwegian name; the whole has "" there. A missing
        figure has its reason in ``status``. ``low`` and ``high`` are what chance allows (95 per
        cent), for shares and rates whose counts are known.

        Raises UnknownIndicator or UnknownRegion with the nearest word.
        """
        ids = listing.indicator_ids(indicators)
        wanted = {years} if isinstance(years, int) else set(years) if years is not None else None
        found = [
            figure
            for figure in self._read(ids, regions)
            if (wanted is None or figure.year in wanted) and (categories or not figure.category)
        ]
        frame = pd.DataFrame([_row(figure) for figure in found], columns=FRAME)
        return frame.astype(NUMBERS)

    def differences(
        self,
        indicators: str | Iterable[str],
        region: str,
        against: str | Iterable[str] = (),
        year: int | None = None,
    ) -> pd.DataFrame:
        """How far a region stands from the year before and from others, as on the pages: columns
        COMPARED.

        ``kind`` is "change" (against a year) or "deviation" (against a region); shares differ in
        percentage points, counts in numbers, everything else in per cent. ``low`` and ``high`` are
        what chance alone can give for the region's own figure. ``verdict`` is "clear", "chance",
        "unknown" (too few to tell), "implausible", or "plain" where chance has nothing to say; it
        is that of the pages. ``year`` is the newest with a figure by default.

        Raises UnknownIndicator or UnknownRegion with the nearest word.
        """
        own, *others = listing.region_codes([region, *listing.region_codes(against)])
        rows, judge = [], self._judge([own, *others])
        for name in listing.indicator_ids(indicators):
            figures = judge.figures(name)
            ordered = [one for code in (own, *others) for one in figures if one.region == code]
            rows += _compared(indicator(name), ordered, own, year, judge)
        return pd.DataFrame(rows, columns=COMPARED).astype(NUMBERS)

    def _judge(self, codes: list[str]) -> Judge:
        """Who gives the verdicts on the differences between the regions."""

        @cache
        def totals(name: str) -> Figures:
            return [one for one in self._read([name], codes) if not one.category]

        return Judge.of_totals(totals, self.dataset.ordinary_variation())

    def _read(self, ids: list[str], wanted: str | Iterable[str] | None) -> Figures:
        everyone = list(regions.municipalities())
        codes = everyone if wanted is None else listing.region_codes(wanted)
        read = [WHOLE_NETWORK.get(code, code) for code in codes]
        names = {whole: code for code, whole in WHOLE_NETWORK.items()}
        table = self.dataset.figures(read, (LATEST, LATEST), ids, names=names)
        return from_table(table)


def _row(figure: Figure) -> tuple[object, ...]:
    entry = indicator(figure.indicator)
    low, high = _interval(figure, entry)
    part = entry.numerator or entry.published
    category = category_name(part.measure, figure.category) if figure.category and part else ""
    return (
        figure.region,
        regions.name_of(figure.region),
        figure.year,
        entry.id,
        entry.name,
        category,
        figure.value,
        entry.unit,
        low,
        high,
        status_name(figure.status),
        figure.source,
    )


def _interval(figure: Figure, entry: Indicator) -> tuple[float | None, float | None]:
    limits = evidence.intervals([figure], entry)
    return (limits["low"][0], limits["high"][0]) if limits["year"] else (None, None)


def _compared(
    entry: Indicator, figures: Figures, own: str, year: int | None, judge: Judge
) -> list[tuple[object, ...]]:
    mine = [figure for figure in known(figures) if figure.region == own]
    when = year or newest_year(mine)
    now = next((figure for figure in mine if figure.year == when), None)
    if now is None:
        return []
    told = (comparison.difference_unit(entry.unit)[0], *_interval(now, entry))
    return [
        (own, when, entry.id, away.kind, away.against, away.value, *told, judge.of(away).answer)
        for away in comparison.differences(figures, entry, own, when)
    ]
