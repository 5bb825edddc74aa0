"""What a notebook opens: one municipality, one year, one data set."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

import pandas as pd

from barnevern import comparison, reference
from barnevern.data.dataset import Dataset
from barnevern.indicators import Indicator, catalogue, compute, indicator, laws
from barnevern.observations import groups, own_groups, regions
from barnevern.page.parameters import check
from barnevern.page.tables import Tables

Made = TypeVar("Made")
MOST_AHEAD = (
    2  # years after the page's own that are read: rates and need indices are known beforehand
)
OWN = (groups.ASSS, groups.NEAREST)  # groups that mean others to each municipality


@dataclass(frozen=True)
class Page:
    """One report page being made."""

    name: str
    region: regions.Region
    year: int
    dataset: Dataset
    peers: list[str]
    figures: pd.DataFrame = field(repr=False)  # what has been read: Dataset.figures
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
        figures = p.dataset.figures(
            [alone.get(code, code) for code in asked],
            (p.year, p.year + MOST_AHEAD),
            indicators,
            names={read: group for group, read in alone.items()},
        )
        return cls(name, p.region, p.year, p.dataset, wanted, figures)

    @cached_property
    def observations(self) -> pd.DataFrame:
        """What the figures of the municipality and its peers are made of, read when it is asked
        for.
        """
        return _observations(self.dataset, self.region.code, self.peers, self.year + MOST_AHEAD)

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
        chosen = indicator(name)
        if chosen.id not in catalogue():
            known = self.observations[self.observations["year"].le(self.year + ahead)]
            return self.once(f"table {name} {ahead}", lambda: compute(known, name))
        return self._tables(by_category=by_category, ahead=ahead).of(chosen.id)

    def _tables(self, *, by_category: bool, ahead: int) -> Tables:
        if not 0 <= ahead <= MOST_AHEAD:
            raise ValueError(f"a page knows the years up to {MOST_AHEAD} after its own")
        return self.once(
            f"tables {by_category} {ahead}",
            lambda: Tables(self.figures, self.year + ahead, by_category=by_category),
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

    def compared(self, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The indicator for the municipality and the peers that have figures, and the differences
        from them.
        """
        return self.once(f"compared {name}", lambda: self._compared(name))

    def _compared(self, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        shown = self.beside_peers(name)
        own = self.own(shown)
        latest = int(own["year"].max()) if len(own) else self.year
        return shown, comparison.differences(shown, indicator(name), self.region.code, latest)

    def beside_peers(self, name: str) -> pd.DataFrame:
        """The indicator for the municipality, then for the peers that have figures, nearest
        first.
        """
        return self.once(f"beside peers {name}", lambda: self._beside_peers(name))

    def _beside_peers(self, name: str) -> pd.DataFrame:
        table = self.table(name)
        own = self.own(table)
        counted = indicator(name).unit in comparison.COUNTED
        peers = (
            []
            if counted or own.empty
            else comparison.with_figures(table, self.peers, int(own["year"].max()))
        )
        place = table["region"].map({code: n for n, code in enumerate([self.region.code, *peers])})
        return table.loc[
            place.dropna().sort_values(kind="stable").index
        ]  # within a region the years are in order already

    def own(self, table: pd.DataFrame) -> pd.DataFrame:
        """The municipality's own rows that have a figure."""
        return table[table["region"].eq(self.region.code) & table["value"].notna()]

    def breaks(self, shown: pd.DataFrame, chosen: Indicator) -> list[tuple[int, str]]:
        """Breaks in the municipality's own series within the shown years, with a sentence each: of
        definition and of borders.
        """
        listed = [
            (int(r["year"]), r["text"])
            for r in reference.rows("breaks.csv")
            if r["indicator"] == chosen.id
        ]
        return _within(shown, [*listed, *regions.changes(self.region.code)])

    def law_changes(self, shown: pd.DataFrame, chosen: Indicator) -> list[tuple[int, str]]:
        """Changes of law that bear on the indicator within the shown years, with a sentence
        each.
        """
        first, last = int(shown["year"].min()), int(shown["year"].max())
        return [(year, text) for year, text in laws.bearing_on(chosen.id) if first < year <= last]

    def peer_breaks(self, shown: pd.DataFrame) -> list[tuple[int, str]]:
        """Breaks in the series of the peers: mergers of municipalities, and KOSTRA groups made anew
        in 2020.
        """
        codes = [code for code in shown["region"].drop_duplicates() if code != self.region.code]
        found = [
            change
            for code in codes
            if code in regions.municipalities()
            for change in regions.changes(code)
        ]
        if any(code.startswith("EKG") for code in codes):
            found.append(
                (
                    2020,
                    (
                        "KOSTRA-gruppene ble laget på nytt i 2020. Gruppens tall gjelder kommunene"
                        " som er med i dag."
                    ),
                )
            )
        return _within(shown, found)

    def source_titles(self, shown: pd.DataFrame) -> list[str]:
        """Publisher and title of the sources of the shown figures, each once; the page's list of
        sources grows by them.
        """
        known = self.dataset.source_titles
        ids = shown.loc[shown["value"].notna(), "source"].unique()
        used = {source for joined in ids for source in joined.split(";") if source in known}
        self.used.update(used)
        return list(dict.fromkeys(known[source] for source in sorted(used)))


def _within(shown: pd.DataFrame, found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Those of the breaks (year, text) that the shown years go across."""
    first, last = int(shown["year"].min()), int(shown["year"].max())
    return [
        (year, f"Brudd i {year}: {text}") for year, text in sorted(found) if first < year <= last
    ]


def _observations(dataset: Dataset, own: str, wanted: list[str], until: int) -> pd.DataFrame:
    """The figures of the municipality and its peers; groups that depend on who asks are made
    here.
    """
    read = dataset.read([own, *wanted, "EAK", "EAKUO", groups.ASSS, groups.ALL_OF_ASSS], until)
    network = read["region"].eq(groups.ALL_OF_ASSS)
    others = own_groups.others(read[network], read[read["region"].eq(own)], own)
    frames = [read[~network], others]
    if groups.NEAREST in wanted:
        alike = dataset.neighbours(own)
        frames.append(groups.sum_of(dataset.read(alike, until), alike, groups.NEAREST))
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True).drop_duplicates(groups.FIGURE) if filled else read
