"""What a notebook opens: one municipality, one year, one data set."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

import pandas as pd

from barnevern import comparison, reference
from barnevern.data.dataset import Dataset
from barnevern.indicators import TABLE, Indicator, catalogue, compute, compute_all, indicator, laws
from barnevern.indicators.figure import Figure, Figures, from_table, newest_year
from barnevern.observations import groups, regions
from barnevern.page.parameters import check

Made = TypeVar("Made")
KOSTRA_GROUPS_ANEW = (
    "KOSTRA-gruppene ble laget på nytt i 2020. Gruppens tall gjelder kommunene som er med i dag."
)
MOST_AHEAD = (
    2  # years after the page's own that are read: rates and need indices are known beforehand
)


@dataclass(frozen=True)
class Page:
    """One report page being made."""

    name: str
    region: regions.Region
    year: int
    dataset: Dataset
    peers: list[str]
    observations: pd.DataFrame
    used: set[str] = field(default_factory=set)  # ids of the sources of what has been shown
    computed: dict[tuple[str, bool, int], pd.DataFrame] = field(
        default_factory=dict
    )  # what table() has given before
    made: dict[str, object] = field(default_factory=dict)  # what once() has given before

    @classmethod
    def open(
        cls,
        name: str,
        municipality: str,
        year: int,
        dataset: str = "published",
        peers: str = "auto",
        measures: list[str] | None = None,
    ) -> "Page":
        """Check the parameters and read the municipality and its peers, of ``measures`` alone if
        given. Raises ParameterProblems.
        """
        p = check(municipality, year, dataset, peers)
        wanted = comparison.candidates(p.region, p.year, p.peers)
        observations = _observations(
            p.dataset, p.region.code, wanted, p.year + MOST_AHEAD, measures
        )
        return cls(name, p.region, p.year, p.dataset, wanted, observations)

    @property
    def place(self) -> str:
        """Name of the municipality for text."""
        return regions.name_of(self.region.code)

    @property
    def subject(self) -> str:
        """What the page is about, for its first line."""
        return self.place if self.region.code in regions.groups() else f"{self.place} kommune"

    def table(self, name: str, *, by_category: bool = False, ahead: int = 0) -> pd.DataFrame:
        """The indicator for the municipality and its possible peers, up to the page's year plus
        ``ahead``.
        """
        asked = (name, by_category, ahead)
        if asked not in self.computed:
            chosen = indicator(name)
            if by_category or ahead or chosen.id not in catalogue():
                known = self.observations[self.observations["year"].le(self.year + ahead)]
                self.computed[asked] = compute(known, name, by_category=by_category)
            else:
                self.computed[asked] = self.totals.get(
                    chosen.id, self.observations.iloc[0:0].reindex(columns=TABLE)
                ).reset_index(drop=True)
        return self.computed[asked]

    @cached_property
    def totals(self) -> dict[str, pd.DataFrame]:
        """Every indicator that the observations up to the page's year have anything of, without its
        categories, by id.
        """
        computed = compute_all(
            self.observations[self.observations["year"].le(self.year)], list(catalogue().values())
        )
        return {str(name): table for name, table in computed.groupby("indicator")}

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What ``make`` gives, made the first time any item of the page asks for it under this
        name.
        """
        if name not in self.made:
            self.made[name] = make()
        return cast(Made, self.made[name])

    def figures(self, name: str, *, by_category: bool = False, ahead: int = 0) -> Figures:
        """The rows of table(), as figures."""
        asked = f"figures {name} {by_category} {ahead}"
        return self.once(asked, lambda: from_table(self._with_bases(name, by_category, ahead)))

    def _with_bases(self, name: str, by_category: bool, ahead: int) -> pd.DataFrame:  # noqa: FBT001
        table, chosen = self.table(name, by_category=by_category, ahead=ahead), indicator(name)
        frames = []
        for year, rows in table.groupby("year", sort=False):
            frames.append(
                rows["region"].map(comparison.bases(self.observations, chosen, int(year)))
            )
        return table.assign(denominator=pd.concat(frames).reindex(table.index) if frames else None)

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
            found.append((2020, KOSTRA_GROUPS_ANEW))
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


def _observations(
    dataset: Dataset, own: str, wanted: list[str], until: int, measures: list[str] | None
) -> pd.DataFrame:
    """The figures of the municipality and its peers; groups that depend on who asks are made
    here.
    """
    read = dataset.read(
        [own, *wanted, "EAK", "EAKUO", groups.ASSS, groups.ALL_OF_ASSS], until, measures
    )
    network = read["region"].eq(groups.ALL_OF_ASSS)
    others = groups.without(read[network], read[read["region"].eq(own)], groups.ASSS)
    frames = [read[~network], others]
    if groups.NEAREST in wanted:
        alike = dataset.neighbours(own)
        frames.append(groups.sum_of(dataset.read(alike, until, measures), alike, groups.NEAREST))
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True).drop_duplicates(groups.FIGURE) if filled else read
