"""What changed from one year to another: in a municipality's figures, and in what a data set
has.
"""

import pandas as pd

from barnevern.comparison.differences import difference_unit
from barnevern.data.dataset import Dataset
from barnevern.indicators import Indicator, catalogue, compute_all, indicator
from barnevern.norwegian.numbers import rounded
from barnevern.observations import measures
from barnevern.reference import rows

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
    found = []
    for name in [
        name for name, chosen in catalogue().items() if name in totals and _of_its_own(chosen)
    ]:
        own = (
            totals[name][totals[name]["region"].eq(code)].drop_duplicates("year").set_index("year")
        )
        before, now = (own["value"].get(year, float("nan")) for year in (earlier, later))
        if pd.isna(before) and pd.isna(now):
            continue
        statuses = [own["status"].get(year, "..") for year in (earlier, later)]
        chosen = indicator(name)
        change = _change(float(before), float(now), chosen)
        breaks = [
            int(row["year"])
            for row in rows("breaks.csv")
            if row["indicator"] == name and earlier < int(row["year"]) <= later
        ]
        kind = _kind(float(before), float(now), chosen)
        found.append(
            [
                name,
                before,
                now,
                *statuses,
                change,
                difference_unit(chosen.unit)[0],
                kind,
                max(breaks, default=0),
            ]
        )
    return pd.DataFrame(found, columns=COLUMNS)


def _of_its_own(chosen: Indicator) -> bool:
    """Whether its total says something: that of a distribution is another indicator's figure, or a
    hundred per cent.
    """
    return not chosen.breakdown or bool(
        chosen.numerator and not chosen.denominator and chosen.numerator.measure == chosen.id
    )


def _change(before: float, now: float, chosen: Indicator) -> float:
    if difference_unit(chosen.unit)[0] != "prosent":
        return now - before
    return (now / before - 1) * 100 if before else float("nan")


def _kind(before: float, now: float, chosen: Indicator) -> str:
    if pd.isna(before) or pd.isna(now):
        return "new" if pd.isna(before) else "gone"
    first, last = rounded(before, chosen.decimals), rounded(now, chosen.decimals)
    return "unchanged" if first == last else "rose" if last > first else "fell"


def revised(dataset: Dataset, code: str, years: list[int]) -> pd.DataFrame:
    """The figures of ``code`` (of today) in ``years`` that one publisher has published with
    different values: first and last edition, and when.

    Columns: region, year, measure, category, first, first_published, last, last_published. The
    region is the code of that year.
    """
    editions = dataset.editions([code])
    known = editions[editions["year"].isin(years) & editions["value"].notna()]
    published = dataset.sources.set_index("source")["published"]
    dated = known.assign(
        published=known["source"].map(published),
        family=known["source"].str.replace("-.*", "", regex=True),
    )
    ordered = dated.sort_values(["published", "source"], kind="stable")
    keys = ["region", "year", "measure", "category"]
    found = ordered.groupby([*keys, "family"], as_index=False).agg(
        first=("value", "first"),
        first_published=("published", "first"),
        last=("value", "last"),
        last_published=("published", "last"),
    )
    return found[found["first"].ne(found["last"])].drop(columns="family").reset_index(drop=True)


def coverage(dataset: Dataset, years: list[int]) -> pd.DataFrame:
    """How many municipalities have a figure of each indicator in each year, and the country's
    figure.

    Columns: indicator, year, municipalities, country (missing where there is none); indicators that
    nobody has a figure of are left out.
    """
    everything = list(measures())
    municipal = pd.concat([dataset.across(everything, year) for year in years], ignore_index=True)
    country = dataset.read(["EAK"], max(years))
    both = pd.concat(
        [part for part in (municipal, country[country["year"].isin(years)]) if len(part)],
        ignore_index=True,
    )
    computed = compute_all(both, list(catalogue().values()))
    known = computed[
        computed["value"].notna()
        & computed["indicator"].isin([one.id for one in catalogue().values() if _of_its_own(one)])
    ]
    keys = ["indicator", "year"]
    counted = (
        known[known["region"].ne("EAK")]
        .groupby(keys, as_index=False)
        .agg(municipalities=("region", "nunique"))
    )
    whole = (
        known[known["region"].eq("EAK")].drop_duplicates(keys).rename(columns={"value": "country"})
    )
    joined = counted.merge(whole[[*keys, "country"]], on=keys, how="outer")
    joined["municipalities"] = joined["municipalities"].fillna(0).astype("int64")
    order = {name: place for place, name in enumerate(catalogue())}
    return joined.sort_values(
        ["indicator", "year"],
        key=lambda column: column.map(order) if column.name == "indicator" else column,
    )
