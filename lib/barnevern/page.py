"""What a notebook opens: one municipality, one year, one data set."""

from dataclasses import dataclass, field

import pandas as pd

from barnevern import comparison, regions
from barnevern.dataset import Dataset
from barnevern.indicators import Indicator, compute, indicator
from barnevern.parameters import check

MOST_AHEAD = 2  # years after the page's own that are read: rates and need indices are known beforehand


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
    computed: dict[tuple[str, bool, int], pd.DataFrame] = field(default_factory=dict)  # what table() has given before

    @classmethod
    def open(cls, name: str, municipality: str, year: int, dataset: str = "published", peers: str = "auto") -> "Page":
        """Check the parameters and read the municipality and its peers. Raises ParameterProblems."""
        p = check(municipality, year, dataset, peers)
        wanted = comparison.candidates(p.region, p.year, p.peers)
        observations = p.dataset.read([p.region.code, *wanted, "EAK", "EAKUO", "ASSS"], until=p.year + MOST_AHEAD)
        return cls(name, p.region, p.year, p.dataset, wanted, observations)

    @property
    def place(self) -> str:
        """Name of the municipality for text."""
        return regions.name_of(self.region.code)

    def table(self, name: str, *, by_category: bool = False, ahead: int = 0) -> pd.DataFrame:
        """The indicator for the municipality and its possible peers, up to the page's year plus ``ahead``."""
        asked = (name, by_category, ahead)
        if asked not in self.computed:
            chosen = indicator(name)
            measures = [part.measure for part in (chosen.numerator, chosen.denominator, chosen.published) if part]
            rows = self.observations[self.observations["measure"].isin(measures) & self.observations["year"].le(self.year + ahead)]
            self.computed[asked] = compute(rows, name, by_category=by_category)
        return self.computed[asked]

    def compared(self, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The indicator for the municipality and the peers that have figures, and the differences from them."""
        table = self.table(name)
        own = self.own(table)
        latest = int(own["year"].max()) if len(own) else self.year
        counted = indicator(name).unit in comparison.COUNTED
        peers = [] if counted or own.empty else comparison.with_figures(table, self.peers, latest)
        shown = table[table["region"].isin([self.region.code, *peers])]
        order = shown["region"].map({code: n for n, code in enumerate([self.region.code, *peers])})
        shown = shown.assign(order=order).sort_values(["order", "year"]).drop(columns="order")
        return shown, comparison.differences(shown, indicator(name), self.region.code, latest)

    def own(self, table: pd.DataFrame) -> pd.DataFrame:
        """The municipality's own rows that have a figure."""
        return table[table["region"].eq(self.region.code) & table["value"].notna()]

    def breaks(self, shown: pd.DataFrame, chosen: Indicator) -> list[tuple[int, str]]:
        """Breaks within the shown years, with a sentence each: of the definition and of the municipality's borders."""
        first, last = int(shown["year"].min()), int(shown["year"].max())
        listed = [(int(r["year"]), r["text"]) for r in regions.rows("breaks.csv") if r["indicator"] == chosen.id]
        found = [*listed, *regions.changes(self.region.code)]
        return [(year, f"Brudd i {year}: {text}") for year, text in sorted(found) if first < year <= last]

    def source_titles(self, shown: pd.DataFrame) -> list[str]:
        """Publisher and title of the sources of the shown figures, each once; the page's list of sources grows by them."""
        known = self.dataset.sources.set_index("source")
        publishers, titles = known["publisher"].to_dict(), known["title"].to_dict()
        ids = shown.loc[shown["value"].notna(), "source"].drop_duplicates()
        used = {s for joined in ids for s in joined.split(";") if s in titles}
        self.used.update(used)
        return list(dict.fromkeys(f"{publishers[s]}, «{titles[s]}»" for s in sorted(used)))
