"""What changed from one year to another: in a municipality's figures, and in what a data set
has.
"""

import pandas as pd

from barnevern import reference
from barnevern.comparison.differences import difference_unit
from barnevern.data.dataset import Dataset
from barnevern.indicators import Indicator, catalogue, compute_all
from barnevern.norwegian.numbers import rounded
from barnevern.observations import regions

COLUMNS = [
    "indicator",
    "before",
    "now",
    "status_before",
    "status_now",
    "change",
    "change_unit",
    "kind",
    "break_year",
]


def between(totals: dict[str, pd.DataFrame], code: str, earlier: int, later: int) -> pd.DataFrame:
    """A row (COLUMNS) for each indicator that ``code`` has a figure of in one of the two years, in
    the order of the catalogue.

    ``totals`` are indicator tables by id. ``kind``: rose, fell or unchanged (as printed), new (no
    figure before), gone (none now). ``change`` is in the unit that differences are told in, and
    missing where there is none; ``break_year`` is 0 without a break.
    """
    rows = []
    for name, about in catalogue().items():
        if name in totals and _of_its_own(about):
            own = totals[name][totals[name]["region"].eq(code)].drop_duplicates("year")
            years = own.set_index("year")
            if years["value"].reindex([earlier, later]).notna().any():
                rows.append(_row(about, years, earlier, later))
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(about: Indicator, years: pd.DataFrame, earlier: int, later: int) -> list[object]:
    """The row (COLUMNS) of one indicator; ``years`` has its value and status by year."""
    before, now = (float(years["value"].get(year, float("nan"))) for year in (earlier, later))
    statuses = [years["status"].get(year, "..") for year in (earlier, later)]
    breaks = [
        int(row["year"])
        for row in reference.rows("breaks.csv")
        if row["indicator"] == about.id and earlier < int(row["year"]) <= later
    ]
    return [
        about.id,
        before,
        now,
        *statuses,
        _change(before, now, about),
        difference_unit(about.unit)[0],
        _kind(before, now, about),
        max(breaks, default=0),
    ]


def _of_its_own(about: Indicator) -> bool:
    """Whether its total says something: that of a distribution is another indicator's figure, or a
    hundred per cent.
    """
    return not about.breakdown or bool(
        about.numerator and not about.denominator and about.numerator.measure == about.id
    )


def _change(before: float, now: float, about: Indicator) -> float:
    if difference_unit(about.unit)[0] != "prosent":
        return now - before
    return (now / before - 1) * 100 if before else float("nan")


def _kind(before: float, now: float, about: Indicator) -> str:
    if pd.isna(before) or pd.isna(now):
        return "new" if pd.isna(before) else "gone"
    first, last = rounded(before, about.decimals), rounded(now, about.decimals)
    return "unchanged" if first == last else "rose" if last > first else "fell"


def revised(dataset: Dataset, code: str, years: list[int]) -> pd.DataFrame:
    """The figures of ``code`` (of today) in ``years`` that one publisher has published with
    different values: first and last edition, and when.

    Columns: region, year, measure, category, first, first_published, last, last_published. The
    region is the code of that year.
    """
    editions = dataset.editions([code])
    known = editions[editions["year"].isin(years) & editions["value"].notna()]
    keys = ["region", "year", "measure", "category", "family"]
    ends = (
        _dated(known, dataset)
        .groupby(keys, as_index=False)
        .agg(
            first=("value", "first"),
            first_published=("published", "first"),
            last=("value", "last"),
            last_published=("published", "last"),
        )
    )
    return ends[ends["first"].ne(ends["last"])].drop(columns="family").reset_index(drop=True)


def _dated(editions: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """The editions with when and in which family of sources they were published, the oldest
    first.
    """
    dates = dataset.sources.set_index("source")["published"]
    dated = editions.assign(
        published=editions["source"].map(dates),
        family=editions["source"].str.replace("-.*", "", regex=True),
    )
    return dated.sort_values(["published", "source"], kind="stable")


def coverage(dataset: Dataset, years: list[int]) -> pd.DataFrame:
    """How many municipalities have a figure of each indicator in each year, and the country's
    figure.

    Columns: indicator, year, municipalities, country (missing where there is none); indicators that
    nobody has a figure of are left out.
    """
    computed = compute_all(_figures(dataset, years), list(catalogue().values()))
    of_their_own = [name for name, about in catalogue().items() if _of_its_own(about)]
    known = computed[computed["value"].notna() & computed["indicator"].isin(of_their_own)]
    country = known["region"].eq("EAK")
    keys = ["indicator", "year"]
    counted = (
        known[~country].groupby(keys, as_index=False).agg(municipalities=("region", "nunique"))
    )
    whole = known[country].drop_duplicates(keys).rename(columns={"value": "country"})
    joined = counted.merge(whole[[*keys, "country"]], on=keys, how="outer")
    joined["municipalities"] = joined["municipalities"].fillna(0).astype("int64")
    order = {name: place for place, name in enumerate(catalogue())}
    return joined.sort_values(
        keys, key=lambda column: column.map(order) if column.name == "indicator" else column
    )


def _figures(dataset: Dataset, years: list[int]) -> pd.DataFrame:
    """The observations of every municipality and of the country in ``years``."""
    known = dataset.read([*regions.municipalities(), "EAK"], max(years))
    return known[known["year"].isin(years)].reset_index(drop=True)
