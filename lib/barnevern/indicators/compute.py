"""Figures computed by the indicator catalogue from observations."""

from collections.abc import Sequence

import pandas as pd

from barnevern.indicators.catalogue import Indicator, indicator
from barnevern.observations.groups import SUMMED

SERIES = ["indicator", "region", "category"]
KEPT = [
    "region",
    "year",
    "value",
    "status",
    "source",
    "printed",
    "note",
]  # of an observation, beside its measure and category
TABLE = [
    "region",
    "year",
    "indicator",
    "category",
    "value",
    "status",
    "source",
    "basis",
    "printed",
    "note",
]


def compute(observations: pd.DataFrame, name: str, *, by_category: bool = False) -> pd.DataFrame:
    """The indicator ``name`` for every region and year in ``observations``.

    ``by_category`` gives one row per category of its breakdown as well as the total. Returns TABLE
    columns: ``basis`` is "computed" where numerator and denominator are at hand and "published"
    where only the ready-made figure is; ``printed`` and ``note`` come with figures quoted from a
    document.
    """
    chosen = indicator(name)
    wanted = [
        part.measure for part in (chosen.numerator, chosen.denominator, chosen.published) if part
    ]
    return compute_all(
        observations[observations["measure"].isin(wanted)], [chosen], by_category=by_category
    )


def compute_all(
    observations: pd.DataFrame, chosen: Sequence[Indicator], *, by_category: bool = False
) -> pd.DataFrame:
    """Several indicators in one pass over ``observations``, which costs hardly more than one;
    otherwise as compute().
    """
    rows = observations[[*KEPT, "measure", "category"]].merge(
        _roles(chosen, by_category=by_category), on=["measure", "category"]
    )
    rows = rows.drop(columns=["measure", "category"]).rename(columns={"out": "category"})
    ready = rows[rows["role"].eq("published")].assign(basis="published")
    frames = [frame for frame in (_computed(rows, chosen), ready) if len(frame)]
    if not frames:
        return pd.DataFrame(columns=TABLE, dtype="object").astype({"value": "float64"})
    return _best(_one_family(pd.concat([frame[TABLE] for frame in frames], ignore_index=True)))


def _computed(rows: pd.DataFrame, chosen: Sequence[Indicator]) -> pd.DataFrame:
    """Numerators over denominators, in the indicators' units."""
    top, bottom = (rows[rows["role"].eq(role)] for role in ("numerator", "denominator"))
    divided = {indicator.id for indicator in chosen if indicator.denominator}
    computed = _divided(_summed(top), _summed(bottom), divided)
    per = computed["indicator"].map({indicator.id: indicator.per for indicator in chosen})
    return computed.assign(value=computed["value"] * per.astype("float64"), basis="computed")


def _best(joined: pd.DataFrame) -> pd.DataFrame:
    """One row for each figure, in the order of series and year."""
    # A figure goes before a reason for having none; what was printed goes after what is computed
    # from published counts, and before what rests on a group that was summed here.
    summed = joined["source"].isin(
        [source for source in joined["source"].unique() if SUMMED in source]
    )
    order = joined["value"].isna() * 4 + summed * 2 + joined["basis"].eq("published") * 1
    best = joined.assign(order=order).sort_values("order", kind="stable")
    best = best.drop_duplicates([*SERIES, "year"])
    return best.sort_values([*SERIES, "year"])[TABLE].reset_index(drop=True)


def _roles(chosen: Sequence[Indicator], *, by_category: bool) -> pd.DataFrame:
    """Which measure and category is what to which indicator; ``needed`` is how many categories are
    summed, ``out`` the result's.
    """
    rows = []
    for entry in chosen:
        for role, part in (
            ("numerator", entry.numerator),
            ("denominator", entry.denominator),
            ("published", entry.published),
        ):
            if part is None:
                continue
            single = len(part.categories) == 1 or role == "published"
            wanted = dict.fromkeys(part.categories[: 1 if single else None], "")
            if by_category and role != "denominator" and single:
                wanted |= {category: category for category in entry.categories}
            needed = 1 if single else len(wanted)
            rows += [
                (entry.id, role, part.measure, category, out, needed)
                for category, out in wanted.items()
            ]
    return pd.DataFrame(rows, columns=["indicator", "role", "measure", "category", "out", "needed"])


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as they are, but those of several categories summed; a sum is missing when one of
    its figures is.
    """
    several = rows["needed"].gt(1)
    if not several.any():
        return rows
    parts = rows[several]
    # As numbers in the order of the texts: pandas goes through texts one group at a time.
    (statuses, status), (sources, source) = (
        pd.factorize(parts[column], sort=True) for column in ("status", "source")
    )
    groups = parts.assign(status=statuses, source=sources).groupby(
        [*SERIES, "year"], as_index=False
    )
    sums = groups.agg({"needed": "first", "status": "max", "source": "max", "note": "first"})
    sums["value"], found = groups["value"].sum(skipna=False)["value"], groups.size()["size"]
    sums = sums.assign(
        status=status.take(sums["status"].to_numpy()),
        source=source.take(sums["source"].to_numpy()),
        printed="",
    )
    return pd.concat([rows[~several], sums[found.eq(sums["needed"])]], ignore_index=True)


def _divided(top: pd.DataFrame, bottom: pd.DataFrame, divided: set[str]) -> pd.DataFrame:
    """Numerators over denominators for the indicators in ``divided``, numerators as they are for
    the others.
    """
    ratios = top["indicator"].isin(divided)
    bases = bottom[["indicator", "region", "year", "value", "status", "source"]]
    both = top[ratios].merge(bases, on=["indicator", "region", "year"], suffixes=("", "_below"))
    both = both[both["value_below"].ne(0)]
    value = both["value"] / both["value_below"]
    why = both["status"].where(both["value"].isna(), both["status_below"])
    source, below = both["source"], both["source_below"]
    computed = both.assign(
        value=value,
        status=why.where(value.isna(), ""),
        source=source.where(source.eq(below), source + ";" + below),
        printed="",
    )
    frames = [frame for frame in (top[~ratios], computed[top.columns]) if len(frame)]
    return pd.concat(frames, ignore_index=True) if frames else top.iloc[0:0]


def _one_family(table: pd.DataFrame) -> pd.DataFrame:
    """Of each series the figures of the publisher that has the newest one.

    Two publishers seldom define a figure alike: a line drawn through both would show a jump that
    never happened. The family of a source is the first word of its id.
    """
    families = {
        source: source.removeprefix(SUMMED).partition("-")[0] for source in table["source"].unique()
    }
    if len(set(families.values())) == 1:
        return table
    family = table["source"].map(families)
    newest = table[table["value"].notna()].assign(family=family).sort_values("year", kind="stable")
    kept = newest.groupby(SERIES)["family"].last().rename("kept")
    chosen = table.join(kept, on=SERIES)["kept"]
    return table[table["value"].isna() | chosen.isna() | family.eq(chosen)]
