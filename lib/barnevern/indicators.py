"""The indicator catalogue, and figures computed by it from observations."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
import yaml

from barnevern.numbers import typeset
from barnevern.observations import dimensions
from barnevern.paths import REFERENCE
from barnevern.problems import nearest

TABLE = ["region", "year", "indicator", "category", "value", "status", "source", "basis", "printed", "note"]


class UnknownIndicator(KeyError):
    """An indicator id that is not in the catalogue; the text has the nearest id."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Part:
    """A numerator or denominator: one measure, and the categories that are summed (one, as a rule)."""

    measure: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Indicator:
    """One entry of data/reference/indicators.yml; the fields are described there."""

    id: str
    name: str
    short: str
    unit: str
    decimals: int
    direction: str
    theme: str
    source: str
    definition: str
    read: str
    not_read: str
    numerator: Part | None
    denominator: Part | None
    published: Part | None
    per: float
    breakdown: str
    monitor: str
    asss: str
    kostra: bool
    age: str
    scope: str

    @property
    def categories(self) -> dict[str, str]:
        """Category codes and Norwegian names of the breakdown, in display order; empty without one."""
        return dimensions()[self.breakdown] if self.breakdown else {}


@lru_cache
def catalogue() -> dict[str, Indicator]:
    """All indicators by id."""
    text = (REFERENCE / "indicators.yml").read_text(encoding="utf-8")
    entries = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (both loaders are safe)
    return {entry["id"]: _indicator(entry) for entry in entries}


def indicator(name: str) -> Indicator:
    """The indicator with this id. Raises UnknownIndicator with the nearest id."""
    if name not in catalogue():
        hint = nearest(name, catalogue()) or "see its ids"
        raise UnknownIndicator(f'indicator "{name}" is not in data/reference/indicators.yml; {hint}')
    return catalogue()[name]


def _indicator(entry: dict[str, Any]) -> Indicator:
    texts: Any = {k: typeset(str(entry.get(k, ""))) for k in ("breakdown", "monitor", "asss", "age", "scope")}
    required: Any = {
        k: typeset(str(entry[k])) for k in ("id", "name", "short", "unit", "direction", "theme", "source", "definition", "read", "not_read")
    }
    parts: Any = {k: _part(entry.get(k)) for k in ("numerator", "denominator", "published")}
    return Indicator(**required, **texts, **parts, decimals=int(entry["decimals"]), per=float(entry.get("per", 1)), kostra=bool(entry.get("kostra")))


def _part(entry: dict[str, Any] | str | None) -> Part | None:
    if entry is None:
        return None
    if isinstance(entry, str):
        return Part(entry, ("",))
    return Part(entry["measure"], tuple(entry.get("categories", [entry.get("category", "")])))


def compute(observations: pd.DataFrame, name: str, *, by_category: bool = False) -> pd.DataFrame:
    """The indicator ``name`` for every region and year in ``observations``.

    ``by_category`` gives one row per category of its breakdown as well as the total. Returns TABLE columns: ``basis`` is
    "computed" where numerator and denominator are at hand and "published" where only the ready-made figure is;
    ``printed`` and ``note`` come with figures quoted from a document.
    """
    chosen = indicator(name)
    categories = ["", *chosen.categories] if by_category else [""]
    computed = _computed(observations, chosen, categories)
    ready = _ready_made(observations, chosen, categories)
    frames = [frame for frame in (computed, ready) if len(frame)]
    if not frames:
        return pd.DataFrame({column: pd.Series(dtype="float64" if column == "value" else "object") for column in TABLE})
    joined = _one_family(pd.concat(frames, ignore_index=True))
    # What is computed from counts goes before what was printed; a figure goes before a reason for having none.
    order = joined["value"].isna().astype(int) * 2 + joined["basis"].eq("published").astype(int)
    best = joined.assign(order=order).sort_values("order", kind="stable").drop_duplicates(["region", "year", "category"])
    return best.sort_values(["region", "category", "year"])[TABLE].reset_index(drop=True)


def _one_family(table: pd.DataFrame) -> pd.DataFrame:
    """Of each series the figures of the publisher that has the newest one.

    Two publishers seldom define a figure alike: a line drawn through both would show a jump that never happened. The family of
    a source is the first word of its id.
    """
    family = table["source"].str.partition("-")[0]
    newest = table[table["value"].notna()].assign(family=family).sort_values("year", kind="stable")
    kept = newest.groupby(["region", "category"])["family"].last().rename("kept")
    chosen = table.join(kept, on=["region", "category"])["kept"]
    return table[table["value"].isna() | chosen.isna() | family.eq(chosen)]


def _computed(observations: pd.DataFrame, chosen: Indicator, categories: list[str]) -> pd.DataFrame:
    if chosen.numerator is None:
        return pd.DataFrame()
    top = _summed(observations, chosen.numerator, categories)
    if chosen.denominator is None:
        return top.assign(indicator=chosen.id, basis="computed", value=top["value"] * chosen.per)
    bottom = _summed(observations, chosen.denominator, [""])[["region", "year", "value", "status", "source"]]
    both = top.merge(bottom, on=["region", "year"], suffixes=("", "_below"))
    both = both[both["value_below"].ne(0)]
    value = both["value"] / both["value_below"] * chosen.per
    status = both["status"].where(both["value"].isna(), both["status_below"]).where(value.isna(), "")
    sources = both["source"].where(both["source"].eq(both["source_below"]), both["source"] + ";" + both["source_below"])
    return both.assign(indicator=chosen.id, basis="computed", value=value, status=status, source=sources, printed="")


def _summed(observations: pd.DataFrame, part: Part, categories: list[str]) -> pd.DataFrame:
    """The part for the total and for each of ``categories``; a sum of several is missing when one of them is."""
    rows = observations[observations["measure"].eq(part.measure)]
    if len(part.categories) == 1:
        wanted = {part.categories[0]: "", **{c: c for c in categories if c}}
        chosen = rows[rows["category"].isin(list(wanted))]
        return chosen.assign(category=chosen["category"].map(wanted)).drop(columns="measure")
    rows = rows[rows["category"].isin(part.categories)]
    result = rows.groupby(["region", "year"], as_index=False).agg(
        value=("value", lambda values: values.sum(skipna=False)),
        found=("value", "size"),
        status=("status", "max"),
        source=("source", "max"),
        note=("note", "first"),
    )
    return result[result["found"].eq(len(part.categories))].assign(category="", printed="")


def _ready_made(observations: pd.DataFrame, chosen: Indicator, categories: list[str]) -> pd.DataFrame:
    if chosen.published is None:
        return pd.DataFrame()
    wanted = {chosen.published.categories[0]: "", **{c: c for c in categories if c}}
    rows = observations[observations["measure"].eq(chosen.published.measure) & observations["category"].isin(list(wanted))]
    return rows.assign(category=rows["category"].map(wanted), indicator=chosen.id, basis="published")
