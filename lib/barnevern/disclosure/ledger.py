"""The ledger of editions: what has been published before, which readers still have.

It is a Parquet table beside the raw figures: edition, region, year, measure, category, and the
value as it was published, missing where it was hidden. It holds nothing that was not published.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from barnevern.disclosure.system import Mask, System
from barnevern.paths import PUBLISHED_EDITIONS
from barnevern.problems import InputProblems, Problem

KEY = ["region", "year", "measure", "category"]
COLUMNS = ["edition", *KEY, "value"]


def record(folder: Path, edition: str, published: pd.DataFrame) -> None:
    """Write down what ``edition`` shows and hides of ``published`` (KEY and value); made anew, an
    edition takes its old place.

    Raises InputProblems when it cannot be written: nothing may be published that is not written
    down.
    """
    path = folder / PUBLISHED_EDITIONS
    rows = published[[*KEY, "value"]].assign(edition=edition)[COLUMNS]
    earlier = read(folder)
    frames = [frame for frame in (earlier[earlier["edition"].ne(edition)], rows) if len(frame)]
    if frames:
        aside = folder / f"{PUBLISHED_EDITIONS}.part"
        try:
            pd.concat(frames, ignore_index=True).to_parquet(aside)
            aside.replace(path)
        except OSError as error:
            rule = (
                f"what is published cannot be written down beside the raw figures: {error.strerror}"
            )
            raise InputProblems(
                [
                    Problem(
                        PUBLISHED_EDITIONS, "", "", "", rule, "make the data set's folder writable"
                    )
                ]
            ) from None


def read(folder: Path) -> pd.DataFrame:
    """Every edition in the ledger of ``folder``; no rows where there is none."""
    path = folder / PUBLISHED_EDITIONS
    return pd.read_parquet(path) if path.is_file() else pd.DataFrame(columns=COLUMNS)


@dataclass(frozen=True)
class Memory:
    """What earlier editions say of the cells of a system.

    ``known`` were shown with the figure they have now; ``hidden`` were hidden and never shown so.
    ``editions`` has for each edition which cells it hid, and which it showed with another figure.
    """

    known: Mask
    hidden: Mask
    editions: list[tuple[Mask, Mask]]


@dataclass(frozen=True)
class Past:
    """The editions before the one that is being made, as the ledger has them (COLUMNS)."""

    editions: pd.DataFrame

    @classmethod
    def before(cls, folder: Path, edition: str) -> "Past":
        """What the ledger of ``folder`` has of other editions than ``edition``."""
        every = read(folder)
        return cls(every[every["edition"].ne(edition)])

    def of(self, year: int) -> "Past":
        """What it has of one year."""
        return Past(self.editions[self.editions["year"].eq(year)])

    def last(self) -> pd.DataFrame:
        """What it has of the newest edition."""
        return self.editions[self.editions["edition"].eq(self.editions["edition"].iloc[-1])]

    def memory(self, system: System, year: int) -> Memory:
        """What it says of ``system``, the figures of ``year``."""
        cells = system.cells.assign(year=year)
        known = hidden = pd.Series(data=False, index=cells.index)
        editions = []
        for _, rows in self.of(year).editions.groupby("edition", sort=True):
            found = cells.merge(
                rows[[*KEY, "value"]], on=KEY, how="left", suffixes=("", "_then"), indicator=True
            )
            there = found["_merge"].eq("both")
            then, now = found["value_then"], found["value"]
            known = known | (there & then.eq(now))
            hid = there & then.isna()
            hidden = hidden | hid
            editions.append((hid.to_numpy(), (there & then.notna() & then.ne(now)).to_numpy()))
        return Memory(known.to_numpy(), (hidden & ~known).to_numpy(), editions)


NOTHING_PAST = Past(pd.DataFrame(columns=COLUMNS))
