"""The ledger of editions: what has been published before, which readers still have.

Editions of the same figures are linked tables too: protection must be consistent over them
(Hundepool et al. 2012, ch. 4).

It is a Parquet table beside the raw figures: edition, who published it, by which rule, when, and
region, year, measure, category, and the value as it was published, missing where it was hidden. It
holds nothing that was not published. The ledgers of other publishers lie beside it as they came
(barnevern.disclosure.ledger_file).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from barnevern.disclosure import ledger_file
from barnevern.disclosure.ledger_file import COLUMNS
from barnevern.disclosure.ledger_file import KEY as KEY
from barnevern.disclosure.linked_tables import Floats, LinkedTables, Mask
from barnevern.paths import LEDGERS, PUBLISHED_EDITIONS
from barnevern.problems import InputProblems, Problem


def record(folder: Path, edition: str, published: pd.DataFrame, rule: str) -> None:
    """Write down what ``edition`` shows and hides by ``rule`` of ``published`` (KEY and value), and
    that it does so today; made anew, an edition takes its old place.

    Raises InputProblems when it cannot be written: nothing may be published that is not written
    down.
    """
    path = folder / PUBLISHED_EDITIONS
    today = datetime.now(UTC).date().isoformat()
    rows = published[[*KEY, "value"]].assign(edition=edition, by="", rule=rule, shown_on=today)
    earlier = own(folder)
    frames = [earlier[earlier["edition"].ne(edition)], rows[COLUMNS]]
    filled = [frame for frame in frames if len(frame)]
    if filled:
        aside = folder / f"{PUBLISHED_EDITIONS}.part"
        try:
            pd.concat(filled, ignore_index=True).to_parquet(aside)
            aside.replace(path)
        except OSError as error:
            raise InputProblems([_unwritable(error)]) from None


def _unwritable(error: OSError) -> Problem:
    rule = f"what is published cannot be written down beside the raw figures: {error.strerror}"
    return Problem(PUBLISHED_EDITIONS, "", "", "", rule, "make the data set's folder writable")


def own(folder: Path) -> pd.DataFrame:
    """Every edition that was built in ``folder`` (COLUMNS), oldest first; no rows where none was.
    Who published it is "", as is what a ledger of an older version does not say.
    """
    path = folder / PUBLISHED_EDITIONS
    table = pd.read_parquet(path) if path.is_file() else ledger_file.nothing()
    unsaid = [column for column in ("by", "rule", "shown_on") if column not in table.columns]
    return table.assign(**dict.fromkeys(unsaid, ""))[COLUMNS]


def read(folder: Path) -> pd.DataFrame:
    """Every edition that the data set of ``folder`` must reckon with (COLUMNS): those of other
    publishers, then its own. Raises InputProblems for a ledger that is damaged.
    """
    paths = sorted((folder / LEDGERS).glob("*.csv"))
    frames = [frame for frame in (*map(ledger_file.read, paths), own(folder)) if len(frame)]
    return pd.concat(frames, ignore_index=True) if frames else ledger_file.nothing()


@dataclass(frozen=True)
class Memory:
    """What earlier editions say of the cells of linked tables.

    ``known`` were shown with the value they have now; ``suppressed`` were suppressed and never
    shown so. ``shown`` is the value each was shown with last, missing where it never was.
    ``editions`` has for each edition which cells it suppressed, and which it showed with another
    value.
    """

    known: Mask
    suppressed: Mask
    shown: Floats
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
        """Each figure (KEY and value) as it was published last."""
        return self.editions.drop_duplicates(KEY, keep="last")[[*KEY, "value"]]

    def memory(self, tables: LinkedTables, year: int) -> Memory:
        """What it says of ``tables``, the figures of ``year``."""
        cells = tables.cells.assign(year=year, value=tables.nominal[: tables.count])
        known = np.zeros(len(cells), dtype=bool)
        suppressed = known.copy()
        editions = []
        for _, edition in self.of(year).editions.groupby("edition", sort=True):
            same, hidden, changed = _compared(cells, edition)
            known |= same
            suppressed |= hidden
            editions.append((hidden, changed))
        last = self.of(year).editions.dropna(subset="value").drop_duplicates(KEY, keep="last")
        shown = cells[KEY].merge(last[[*KEY, "value"]], on=KEY, how="left")["value"]
        return Memory(known, suppressed & ~known, shown.to_numpy("float64"), editions)


def _compared(cells: pd.DataFrame, edition: pd.DataFrame) -> tuple[Mask, Mask, Mask]:
    """Which of ``cells`` (KEY and value) the edition showed as they are, suppressed, and showed
    with another value.
    """
    both = cells.merge(
        edition[[*KEY, "value"]], on=KEY, how="left", suffixes=("", "_then"), indicator=True
    )
    there, then, now = both["_merge"].eq("both"), both["value_then"], both["value"]
    same = there & then.eq(now)
    changed = there & then.notna() & then.ne(now)
    return same.to_numpy(), (there & then.isna()).to_numpy(), changed.to_numpy()


NOTHING_PAST = Past(ledger_file.nothing())
