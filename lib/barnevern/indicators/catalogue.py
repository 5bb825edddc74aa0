"""The indicator catalogue: what each indicator means and what it is made of."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from barnevern import reference
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import typeset
from barnevern.observations import dimensions, measures
from barnevern.problems import nearest

COUNT = ".count"  # after the id of a share or rate
# The themes of the catalogue in reading order.
THEMES = ("capacity", "quality", "economy", "background")


def theme_name(theme: str) -> str:
    """The Norwegian name of one of THEMES."""
    return say("catalogue-theme", theme=theme)


# The four parts of what a council must know, as the Directorate (Bufdir) divides them.
PARTS = ("capacity", "duties", "resources", "cooperation")


class UnknownIndicator(KeyError):
    """An indicator id that is not in the catalogue; the text has the nearest id."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Part:
    """A numerator or denominator: one measure, and the categories that are summed (one, as a
    rule).
    """

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
    kostra: str
    age: str
    scope: str
    part: str = ""  # of PARTS, for what the editor may tell of
    quantity: str = ""  # what is told of once, whichever indicator shows it best
    demand: float | None = None  # the figure when the law is kept

    @property
    def categories(self) -> dict[str, str]:
        """Category codes and Norwegian names of the breakdown, in display order; empty without
        one.
        """
        return dimensions()[self.breakdown] if self.breakdown else {}


@lru_cache
def catalogue() -> dict[str, Indicator]:
    """All indicators by id."""
    return {entry["id"]: _indicator(entry) for entry in reference.document("indicators.yml")}


def indicator(name: str) -> Indicator:
    """The indicator with this id, or with COUNT after it the number that it is a share or rate of.
    Raises UnknownIndicator with the nearest id.
    """
    if name.endswith(COUNT):
        return count_of(indicator(name.removesuffix(COUNT)))
    if name not in catalogue():
        hint = nearest(name, catalogue()) or "see its ids"
        raise UnknownIndicator(
            f'indicator "{name}" is not in data/reference/indicators.yml; {hint}'
        )
    return catalogue()[name]


def count_of(chosen: Indicator) -> Indicator:
    """The numerator of a share or rate as an indicator of its own. Raises UnknownIndicator where it
    is not a count divided by another.
    """
    if (
        chosen.numerator is None
        or chosen.denominator is None
        or measures()[chosen.numerator.measure]["kind"] != "count"
    ):
        raise UnknownIndicator(
            f'indicator "{chosen.id}" is not a number divided by another; show it as it is'
        )
    named = _name_of_count(chosen.numerator)
    plain: dict[str, Any] = {"denominator": None, "published": None, "breakdown": "", "per": 1.0}
    return replace(
        chosen, id=chosen.id + COUNT, name=named, short=named, unit="antall", decimals=0, **plain
    )


def _name_of_count(part: Part) -> str:
    """The measure and its categories in words."""
    measure = measures()[part.measure]
    known = {
        code: label
        for dimension in measure["dimension"].split()
        for code, label in dimensions()[dimension].items()
    }
    labels = [known[category] for category in part.categories if category]
    return ", ".join([measure["name"], *(label[0].lower() + label[1:] for label in labels)])


def _indicator(entry: dict[str, Any]) -> Indicator:
    texts: Any = {
        k: typeset(str(entry.get(k, "")))
        for k in ("breakdown", "monitor", "asss", "kostra", "age", "scope", "part", "quantity")
    }
    required: Any = {
        k: typeset(str(entry[k]))
        for k in (
            "id",
            "name",
            "short",
            "unit",
            "direction",
            "theme",
            "source",
            "definition",
            "read",
            "not_read",
        )
    }
    parts: Any = {k: _part(entry.get(k)) for k in ("numerator", "denominator", "published")}
    return Indicator(
        **required,
        **texts,
        **parts,
        decimals=int(entry["decimals"]),
        per=float(entry.get("per", 1)),
        demand=float(entry["demand"]) if "demand" in entry else None,
    )


def _part(entry: dict[str, Any] | str | None) -> Part | None:
    if entry is None:
        return None
    if isinstance(entry, str):
        return Part(entry, ("",))
    return Part(entry["measure"], tuple(entry.get("categories", [entry.get("category", "")])))
