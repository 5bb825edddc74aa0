"""The whole made-up nation as observations: every municipality's cases counted, in as many
processes as wanted, always the same.
"""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed

import pandas as pd

from barnevern import counting
from barnevern.cases import Cases
from barnevern.demo import economy, errors, population, records, staffing, story, surroundings
from barnevern.demo.figures import SOURCE
from barnevern.demo.settings import DEFAULT_SEED, Settings
from barnevern.disclosure import raw
from barnevern.observations import regions

WORKERS = 2
FIRST_YEAR = 2015
YEARS = range(FIRST_YEAR, population.LAST + 1)
# Children 0–17 in one piece of work: large enough for counting to be cheap, small enough for a few
# hundred megabytes.
PIECE = 45_000

# Told how many children (0–17 years) live where the work is done, and how many in all, for children
# are what takes time: after each piece of work, the last time with two equal numbers.
Progress = Callable[[int, int], None]


def cases(
    municipality: str, years: range, seed: int = DEFAULT_SEED, settings: Settings | None = None
) -> Cases:
    """The case tables of one municipality (code of today) as they stood on 31 December of the last
    of ``years`` (within 2015–2024).

    The same seed gives the same tables, whatever else is made; a shorter range gives what was known
    then. Raises ValueError for an unknown municipality or years outside the period.
    """
    if municipality not in regions.municipalities():
        raise ValueError(
            f'municipality "{municipality}" is not a code of today; see'
            " data/reference/municipalities.csv"
        )
    if not years or years[0] < FIRST_YEAR or years[-1] > population.LAST or years.step != 1:
        raise ValueError(f"years is a range of whole years from {FIRST_YEAR} to {population.LAST}")
    return errors.planted(
        records.cases(story.of(municipality, seed), years),
        (settings or Settings()).error_share,
        seed,
    )


def counts(
    seed: int = DEFAULT_SEED,
    settings: Settings | None = None,
    progress: Progress | None = None,
    workers: int = WORKERS,
    years: range = YEARS,
) -> pd.DataFrame:
    """Observations counted from the cases of every municipality; ``progress`` is told (see
    Progress) of each piece of work that is done.
    """
    raw.refuse()
    found: dict[int, pd.DataFrame] = {}
    # New processes, not copies of this one: a copy of a process with threads (a notebook, the
    # batch) can hang.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting = {
            pool.submit(_counted, piece, years, seed, settings): number
            for number, piece in enumerate(_pieces())
        }
        try:
            for done in as_completed(waiting):
                found[waiting[done]] = done.result()
                if progress:
                    _tell(progress, found)
        except BaseException:
            pool.shutdown(cancel_futures=True)  # an interrupted build does not go on with the rest
            raise
    return pd.concat([found[number] for number in sorted(found)], ignore_index=True)


def _tell(progress: Progress, found: dict[int, pd.DataFrame]) -> None:
    """Tell of the pieces that are done, by number."""
    sizes = [_children(piece) for piece in _pieces()]
    progress(sum(sizes[number] for number in found), sum(sizes))


def parts(
    seed: int = DEFAULT_SEED,
    settings: Settings | None = None,
    progress: Progress | None = None,
    workers: int = WORKERS,
) -> dict[str, pd.DataFrame]:
    """The nation's observations by what they come from: counts of cases, accounts, staff, counts by
    hand and surroundings.
    """
    counted = counts(seed, settings, progress, workers)
    return {
        "counts": counted,
        "accounts": economy.accounts(counted, seed),
        "staff": staffing.staff(counted, seed),
        "by_hand": surroundings.by_hand(counted, seed),
        "surroundings": surroundings.background(list(YEARS), seed),
    }


def _counted(codes: list[str], years: range, seed: int, settings: Settings | None) -> pd.DataFrame:
    made = Cases.joined([cases(code, years, seed, settings) for code in codes])
    return counting.observations_all(made, list(years)).assign(source=SOURCE)


def _children(codes: list[str]) -> int:
    """Inhabitants of 0–17 years in some municipalities."""
    return int(population.table()["0_17"].xs(population.LAST, level="year").loc[codes].sum())


def _pieces() -> list[list[str]]:
    """The municipalities in pieces of about as many children, the largest first: the same whatever
    the number of processes.
    """
    children = (
        population.table()["0_17"]
        .xs(population.LAST, level="year")
        .sort_values(ascending=False, kind="stable")
    )
    pieces: list[list[str]] = [[]]
    size = 0
    for code, number in children.items():
        if pieces[-1] and size + number > PIECE:
            pieces.append([])
            size = 0
        pieces[-1].append(str(code))
        size += number
    return pieces
