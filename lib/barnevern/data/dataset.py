"""A data set: a folder of Parquet and dataset.json, read a few regions at a time."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from barnevern import own_data
from barnevern.comparison import forecast_pool
from barnevern.comparison.forecast import Pool
from barnevern.comparison.ordinary import Ordinary
from barnevern.data import addresses, digests, made_up, parquet, store, waiting
from barnevern.data.layout import (
    BACKGROUND,
    BY_INDICATOR,
    FIGURES,
    LATEST,
    OBSERVATIONS,
    ORDINARY,
    READ,
    is_whole,
)
from barnevern.data.store import DEMO, STATBANK
from barnevern.disclosure import raw
from barnevern.indicators import catalogue
from barnevern.paths import DATA, FETCHED, PLACE, with_ending
from barnevern.problems import InputProblems, Problem, nearest
from barnevern.sources import control_counts

FIRST = {
    own_data.LOCAL: "load your own files first: barnevern extract load",
    STATBANK: "fetch it first: barnevern data fetch",
}


@dataclass(frozen=True)
class Dataset:
    """An open data set. ``folder`` holds the Parquet that build() writes, and dataset.json.

    ``parts`` grows by the names (barnevern.data.digests) of what is read.
    """

    folder: Path
    parts: set[str] = field(default_factory=set, compare=False)

    @cached_property
    def about(self) -> dict[str, Any]:
        """dataset.json: name, title, date, licence, synthetic, disclosure, content."""
        return dict(json.loads((self.folder / "dataset.json").read_text(encoding="utf-8")))

    @property
    def counted(self) -> bool:
        """Whether the figures are counted from case extracts, real or made up, instead of quoted
        from publications.
        """
        return self.about["name"] == DEMO or own_data.is_own(self.about["name"])

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row per source: source, title, publisher, published, licence, url."""
        return self._table("sources.parquet")

    @cached_property
    def source_titles(self) -> dict[str, str]:
        """Publisher and title of every source by its id."""
        return {
            row["source"]: f"{row['publisher']}, «{row['title']}»"
            for row in self.sources.to_dict("records")
        }

    def read_so_far(self) -> dict[str, str]:
        """A digest for each part of the data set that has been read."""
        known = digests.of_folder(self.folder)
        return {part: digests.of_part(known, part) for part in sorted({"about", *self.parts})}

    def read(
        self, regions: list[str], until: int | None = None, measures: list[str] | None = None
    ) -> pd.DataFrame:
        """The newest figures of ``regions`` (codes), of ``measures`` or of all, up to and including
        the year ``until``.
        """
        among = {"region": set(regions)} | ({"measure": set(measures)} if measures else {})
        table = self._table(
            OBSERVATIONS,
            columns=READ,
            among=among,
            at_most={} if until is None else {"year": until},
        )
        return self._noted(
            [f"region {code}" if until is None else f"region {code} {until}" for code in regions],
            table,
        )

    def figures(
        self,
        codes: Iterable[str],
        years: tuple[int, int],
        indicators: list[str] | None = None,
        *,
        names: Mapping[str, str] | None = None,
    ) -> pd.DataFrame:
        """The figures of regions (``codes``) that the pages of any of ``years`` (first and last)
        show, of ``indicators`` or of all: columns FIGURES and KNOWN (barnevern.indicators.figures).

        The groups of a municipality alone are regions too: see barnevern.observations.own_groups.
        ``names`` are codes for the result in the place of those read. The rows stand in the order
        of indicator, region, category and year.
        """
        among = {"region": set(codes)} | ({"indicator": set(indicators)} if indicators else {})
        limits = {"at_most": {"known_from": years[1]}, "at_least": {"known_until": years[0]}}
        table = self._table(FIGURES, among=among, categories=True, **limits)
        order = np.argsort(table["indicator"].cat.codes.to_numpy(), kind="stable")
        table = table.take(order).astype({"year": "int64"})
        table["region"] = table["region"].cat.rename_categories(dict(names or {}))
        parts = [f"figures {code} {years[1]}" for code in sorted(among["region"])]
        return self._noted(parts, parquet.plain(table))

    def figures_across(
        self, indicators: list[str], year: int, *, by_category: bool = False
    ) -> pd.DataFrame:
        """The figures of ``indicators`` in ``year`` for every municipality, as a page of that year
        shows them: columns FIGURES, in the order of indicator, region and category.
        """
        among = {"indicator": set(indicators), "year": {year}}
        among |= {} if by_category else {"category": {""}}
        table = self._table(BY_INDICATOR, among=among).astype({"year": "int64"})
        return self._noted([f"everyone {one} {year}" for one in indicators], table)

    def known_figures(self) -> pd.DataFrame:
        """Which municipality has a figure of which indicator for which year: indicator, region and
        year.
        """
        columns = ["indicator", "region", "year", "category", "value"]
        table = self._table(BY_INDICATOR, columns=columns, among={"category": {""}})
        return table.loc[table["value"].notna(), columns[:3]]

    def editions(self, regions: list[str]) -> pd.DataFrame:
        """Every published edition of every figure of ``regions``, as it was published, with the
        code of its year.
        """
        return self._noted(
            [f"editions {code}" for code in regions],
            self._table("editions.parquet", among={"current": set(regions)}),
        )

    def neighbours(self, region: str) -> list[str]:
        """The municipalities most like ``region``, the nearest first."""
        self.parts.add(f"neighbours {region}")
        table = self._table("neighbours.parquet", among={"region": {region}})
        return table.sort_values("rank")["neighbour"].tolist()

    def controls(self, region: str, until: int) -> pd.DataFrame:
        """How often each control of the case extracts of ``region`` found something; see
        control_counts.stored.
        """
        self.parts.add("controls")
        return control_counts.stored(self.folder, region, until)

    def _noted(self, parts: list[str], table: pd.DataFrame) -> pd.DataFrame:
        """Note what a page has read: ``parts``, and the sources of the rows."""
        self.parts.update(
            parts,
            (f"source {one}" for joined in table["source"].unique() for one in joined.split(";")),
        )
        return table

    def _table(self, name: str, **options: Any) -> pd.DataFrame:
        """A table of the data set. Raises InputProblems when its file cannot be read."""
        try:
            return parquet.read(self.folder / name, **options)
        except (OSError, ValueError) as error:  # pyarrow's errors of form are ValueErrors
            kind = (
                error.strerror
                if isinstance(error, OSError) and error.strerror
                else "it is not a whole Parquet file"
            )
            remedy = "build the data set again: barnevern data build FOLDER"
            raise InputProblems(
                [Problem(name, "", "", "", f"the file cannot be read: {kind}", remedy)]
            ) from None

    def forecast_pool(self) -> Pool:
        """How wrong forecasts of municipalities' counts would have been."""
        self.parts.add("forecast errors")
        return forecast_pool.pool(self._table("forecast_errors.parquet"))

    def ordinary_variation(self) -> dict[tuple[str, str], Ordinary]:
        """How much municipalities ordinarily differ, by indicator and comparison, where enough of
        them have figures to tell.
        """
        self.parts.add("ordinary variation")
        table = self._table(ORDINARY)
        columns = ("indicator", "comparison", "lasting", "by_size")
        rows = zip(*(table[name].tolist() for name in columns), strict=True)
        return {(name, what): Ordinary(lasting, size) for name, what, lasting, size in rows}

    def latest_years(self, measures: list[str] | None = None) -> dict[str, int]:
        """The latest year each municipality has a figure of its own for, of ``measures`` or of all
        but BACKGROUND.
        """
        table = self._table(LATEST)
        wanted = table["measure"].isin(measures) if measures else ~table["measure"].isin(BACKGROUND)
        return {
            str(code): int(year)
            for code, year in table[wanted].groupby("region")["year"].max().items()
        }

    def years(self) -> dict[str, set[int]]:
        """The years each municipality has a figure of its own for, of anything but BACKGROUND."""
        of_background = {
            name
            for name, about in catalogue().items()
            if about.numerator and about.numerator.measure in BACKGROUND
        }
        known = self.known_figures()
        table = known[~known["indicator"].isin(of_background)]
        years = {str(code): {last} for code, last in self.latest_years().items()}
        for code, year in table[["region", "year"]].drop_duplicates().itertuples(index=False):
            years.setdefault(str(code), set()).add(int(year))
        return years


def open_dataset(name: str) -> Dataset:
    """The data set called ``name`` (published, demo, statbank, local or local/…), or in the folder
    or at the address ``name``; its Parquet is built when it is not there.

    Raises InputProblems when there is no such data set or its tables are wrong.
    """
    known_as, _, place = os.environ.get(PLACE, "").partition("=")
    if place and name == known_as:
        raw.close(Path(place))
        return Dataset(Path(place))
    if addresses.is_address(name):
        return open_dataset(str(addresses.fetch(name)))
    if name == DEMO:
        return Dataset(made_up.build())
    here = at_hand()
    folder = own_data.folder(name) if own_data.is_own(name) else here.get(name, Path(name))
    if not (folder / "dataset.json").is_file():
        known = sorted({DEMO, *FIRST, *own_data.known(), *here})
        first = FIRST.get(own_data.LOCAL if own_data.is_own(name) else name)
        remedy = first or nearest(name, known) or "use one of: " + ", ".join(known)
        raise InputProblems([Problem("", "", "dataset", name, "there is no such data set", remedy)])
    if is_whole(folder):
        return Dataset(folder)
    if (folder / OBSERVATIONS).is_file() and not with_ending(folder, ".csv"):
        rule = "the data set was built by another version, and its tables are not there"
        remedy = "build it again where they are: barnevern data build FOLDER --out …"
        raise InputProblems([Problem("", "", "dataset", folder.name, rule, remedy)])
    return build(folder)


def at_hand() -> dict[str, Path]:
    """The folder of each data set that comes with the project or has been fetched, by its name."""
    return {
        path.parent.name: path.parent
        for place in (FETCHED, DATA)
        for path in place.glob("*/dataset.json")
    }


def build(folder: Path, out: Path | None = None) -> Dataset:
    """Check the tables of ``folder``, write them as Parquet (to ``out`` if given) and open them.
    Raises InputProblems.
    """
    return Dataset(store.build(folder, out, waiting.told("Building the data set, years")))
