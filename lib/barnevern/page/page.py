"""What a notebook opens: one municipality, one year, one data set."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

import pandas as pd

from barnevern import comparison, reference
from barnevern.comparison import plausible
from barnevern.comparison.evidence import Verdict
from barnevern.comparison.judge import Judge
from barnevern.comparison.ordinary import CHILDREN
from barnevern.data.dataset import Dataset
from barnevern.indicators import Indicator, catalogue, compute, indicator, laws
from barnevern.indicators.figure import Figure, Figures, from_table, newest_year
from barnevern.norwegian.messages import say
from barnevern.observations import groups, own_groups, regions
from barnevern.page.parameters import check
from barnevern.page.tables import Tables

Made = TypeVar("Made")
# Years after the page's own that are read: rates and need indices are known beforehand.
MOST_AHEAD = 2
OWN = (groups.ASSS, groups.NEAREST)  # groups that mean others to each municipality


@dataclass(frozen=True)
class Page:
    """One report page being made."""

    name: str
    region: regions.Region
    year: int
    dataset: Dataset
    peers: list[str]
    read: pd.DataFrame = field(repr=False)  # what has been read: Dataset.figures
    first: int = 0  # the earliest year that is shown
    used: set[str] = field(default_factory=set)  # ids of the sources of what has been shown
    made: dict[str, object] = field(default_factory=dict)  # what once() has given before

    @classmethod
    def open(
        cls,
        name: str,
        municipality: str,
        year: int,
        dataset: str = "published",
        peers: str = "auto",
        indicators: list[str] | None = None,
    ) -> "Page":
        """Check the parameters and read the municipality and its peers, of ``indicators`` alone if
        given. Raises ParameterProblems.
        """
        p = check(municipality, year, dataset, peers)
        wanted = comparison.candidates(p.region, p.year, p.peers)
        asked = [p.region.code, *wanted, "EAK", "EAKUO", groups.ASSS]
        alone = {group: own_groups.own(group, p.region.code) for group in OWN}
        read = p.dataset.figures(
            [alone.get(code, code) for code in asked],
            (p.year, p.year + MOST_AHEAD),
            indicators and [*indicators, CHILDREN, *map(plausible.whole_of, indicators)],
            names={code: group for group, code in alone.items()},
        )
        return cls(name, p.region, p.year, p.dataset, wanted, read)

    @property
    def place(self) -> str:
        """Name of the municipality for text."""
        return regions.name_of(self.region.code)

    @property
    def subject(self) -> str:
        """What the page is about, for its first line."""
        if self.region.code in regions.groups():
            return self.place
        return say("borders-municipality", place=self.place)

    def table(self, name: str, *, by_category: bool = False, ahead: int = 0) -> pd.DataFrame:
        """The indicator for the municipality and its possible peers, up to the page's year plus
        ``ahead``.
        """
        chosen = indicator(name)
        if chosen.id not in catalogue():
            return self.once(f"table {name} {ahead}", lambda: self._count(chosen, ahead))
        return self._tables(by_category=by_category, ahead=ahead).of(chosen.id)

    def _count(self, chosen: Indicator, ahead: int) -> pd.DataFrame:
        """The count behind a ratio, which is no indicator of the catalogue."""
        assert chosen.numerator is not None
        codes, until = list(self.read["region"].unique()), self.year + ahead
        parts = [self.dataset.read(codes, until, [chosen.numerator.measure])]
        for group in OWN:
            if group in codes:
                parts.append(self._own_group(group, until, chosen.numerator.measure))
        table = pd.concat(parts, ignore_index=True)
        return compute(table[table["year"].ge(self.first)], chosen.id)

    def _own_group(self, group: str, until: int, measure: str) -> pd.DataFrame:
        """What a group that means others to each municipality is made of."""
        code = self.region.code
        if group == groups.NEAREST:
            alike = self.dataset.neighbours(code)
            return groups.sum_of(self.dataset.read(alike, until, [measure]), alike, group)
        whole = self.dataset.read([groups.ALL_OF_ASSS, code], until, [measure])
        of_all = whole["region"].eq(groups.ALL_OF_ASSS)
        return own_groups.others(whole[of_all], whole[~of_all], code)

    def _tables(self, *, by_category: bool, ahead: int) -> Tables:
        if not 0 <= ahead <= MOST_AHEAD:
            raise ValueError(f"a page knows the years up to {MOST_AHEAD} after its own")
        return self.once(
            f"tables {by_category} {ahead}",
            lambda: Tables(
                self.read[self.read["year"].ge(self.first)],
                self.year + ahead,
                by_category=by_category,
            ),
        )

    @cached_property
    def totals(self) -> dict[str, pd.DataFrame]:
        """Every indicator that is known of up to the page's year, without its categories, by id."""
        tables = self._tables(by_category=False, ahead=0)
        return {name: tables.of(name) for name in tables.places}

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What ``make`` gives, made the first time any item of the page asks for it under this
        name.
        """
        if name not in self.made:
            self.made[name] = make()
        return cast(Made, self.made[name])

    def figures(self, name: str, *, by_category: bool = False, ahead: int = 0) -> Figures:
        """The rows of table(), as figures."""
        return self.once(
            f"figures {name} {by_category} {ahead}",
            lambda: from_table(self.table(name, by_category=by_category, ahead=ahead)),
        )

    def everyone(self, *names: str, year: int, by_category: bool = False) -> Figures:
        """The indicators in ``year`` for every municipality of the data set."""
        read = self.dataset.figures_across(list(names), year, by_category=by_category)
        return from_table(read)

    def of_regions(self, codes: Iterable[str], *names: str, year: int) -> Figures:
        """The indicators in ``year``, without their categories, for the regions ``codes``."""
        read = self.dataset.figures(codes, (year, year), list(names))
        return from_table(read[read["year"].eq(year) & read["category"].eq("")])

    def of_the_ten(self, *names: str) -> Figures:
        """The indicators, without their categories, for the ten municipalities most like this one
        taken together, up to the page's year.
        """
        code = own_groups.own(groups.NEAREST, self.region.code)
        years, named = (self.year, self.year), {code: groups.NEAREST}
        read = self.dataset.figures([code], years, list(names), names=named)
        return [one for one in from_table(read) if not one.category]

    def own(self, figures: Iterable[Figure]) -> Figures:
        """The municipality's own figures that have a value."""
        code = self.region.code
        return [one for one in figures if one.region == code and one.value is not None]

    def beside_peers(self, name: str) -> Figures:
        """The indicator for the municipality, then for the peers that have figures, nearest
        first; within a region by year.
        """
        return self.once(f"beside peers {name}", lambda: self._beside_peers(name))

    def _beside_peers(self, name: str) -> Figures:
        figures = self.figures(name)
        own = self.own(figures)
        counted = indicator(name).unit in comparison.COUNTED
        peers = (
            []
            if counted or not own
            else comparison.with_figures(figures, self.peers, newest_year(own))
        )
        by_region: dict[str, Figures] = {}
        for figure in figures:
            by_region.setdefault(figure.region, []).append(figure)
        return [one for code in [self.region.code, *peers] for one in by_region.get(code, ())]

    def compared(self, name: str) -> tuple[Figures, Figures]:
        """The indicator for the municipality and the peers that have figures, and the differences
        from them.
        """
        return self.once(f"compared {name}", lambda: self._compared(name))

    def _compared(self, name: str) -> tuple[Figures, Figures]:
        shown = self.beside_peers(name)
        latest = newest_year(self.own(shown)) or self.year
        return shown, comparison.differences(shown, indicator(name), self.region.code, latest)

    def verdict(self, difference: Figure, among: Figures | None = None) -> Verdict:
        """Whether a change or a deviation (comparison.differences) is more than chance; its sides
        are ``among`` these figures, by default the indicator's totals of the municipality and its
        peers. The same difference has the same verdict wherever it stands.
        """
        sides = (difference.region, difference.year, difference.kind, difference.against)
        name = f"verdict {difference.indicator} {difference.category} {sides}"
        return self.once(name, lambda: self.judge.of(difference, among))

    @cached_property
    def judge(self) -> Judge:
        """Who gives the verdicts of the page."""
        return Judge.of_totals(self.figures, self.dataset.ordinary_variation())

    def breaks(self, shown: Figures, chosen: Indicator) -> list[tuple[int, str]]:
        """Breaks in the municipality's own series within the shown years, with a sentence each: of
        definition and of borders.
        """
        listed = [
            (int(row["year"]), row["text"])
            for row in reference.rows("breaks.csv")
            if row["indicator"] == chosen.id
        ]
        return _within(shown, [*listed, *regions.changes(self.region.code)])

    def law_changes(self, shown: Figures, chosen: Indicator) -> list[tuple[int, str]]:
        """Changes of law that bear on the indicator within the shown years, with a sentence
        each.
        """
        first, last = _span(shown)
        return [(year, text) for year, text in laws.bearing_on(chosen.id) if first < year <= last]

    def peer_breaks(self, shown: Figures) -> list[tuple[int, str]]:
        """Breaks in the series of the peers: mergers of municipalities, and KOSTRA groups made anew
        in 2020.
        """
        codes = dict.fromkeys(one.region for one in shown if one.region != self.region.code)
        found = [
            change
            for code in codes
            if code in regions.municipalities()
            for change in regions.changes(code)
        ]
        if any(code.startswith("EKG") for code in codes):
            found.append((2020, say("borders-kostra-groups")))
        return _within(shown, found)

    def source_titles(self, shown: Iterable[Figure]) -> list[str]:
        """Publisher and title of the sources of the shown figures, each once; the page's list of
        sources grows by them.
        """
        known = self.dataset.source_titles
        joined = {one.source for one in shown if one.value is not None}
        used = {source for some in joined for source in some.split(";") if source in known}
        self.used.update(used)
        return list(dict.fromkeys(known[source] for source in sorted(used)))


def _span(shown: Figures) -> tuple[int, int]:
    years = [one.year for one in shown]
    return min(years), max(years)


def _within(shown: Figures, found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Those of the breaks (year, text) that the shown years go across."""
    first, last = _span(shown)
    return [
        (year, f"Brudd i {year}: {text}") for year, text in sorted(found) if first < year <= last
    ]
