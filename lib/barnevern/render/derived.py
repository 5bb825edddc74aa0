"""Every kind of derived figure: its unit, and what it tells of which figure against what.

The table is data/reference/derived_kinds.csv. A row of a page whose kind or indicator nobody
declared is refused here, and found by the audit.
"""

from dataclasses import dataclass
from functools import lru_cache

from barnevern import reference
from barnevern.comparison import difference_unit
from barnevern.indicators import UnknownIndicator, catalogue, indicator
from barnevern.norwegian.messages import say
from barnevern.problems import nearest

OWN, DIFFERENCE = "own", "difference"  # units that follow from the indicator's own
GIVEN = "given"  # the unit comes with the figure


class UndeclaredKind(KeyError):
    """A kind of derived figure that data/reference/derived_kinds.csv does not have."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Kind:
    """One kind of derived figure.

    ``unit`` is a unit, OWN for the indicator's, DIFFERENCE for that of a difference between two of
    its figures, or GIVEN. ``tells`` says what a reader learns of the figures it is made of:
    "relation" (to the one of ``against``), "figure" (more or less what it is), "pair" (rests on
    both), "product" (of two), "control" (a count of a control's own), or "nothing" of a single one.
    ``against`` is "year", "region", "prices" or "".
    """

    id: str
    unit: str
    tells: str
    against: str
    name: str


@lru_cache
def kinds() -> dict[str, Kind]:
    """All kinds by id; the figure itself is ""."""
    listed = [
        Kind(row["kind"], row["unit"], row["tells"], row["against"], row["name"])
        for row in reference.rows("derived_kinds.csv")
    ]
    return {
        "": Kind("", OWN, "figure", "", say("page-figure")),
        **{kind.id: kind for kind in listed},
    }


def kind_of(name: str) -> Kind:
    """The kind with this id. Raises UndeclaredKind with the nearest one."""
    if name not in kinds():
        hint = nearest(name, kinds()) or "declare it there with its unit and what it tells"
        where = "data/reference/derived_kinds.csv"
        raise UndeclaredKind(f'kind of derived figure "{name}" is not in {where}; {hint}')
    return kinds()[name]


def unit_of(kind: str, indicator_id: str) -> str:
    """The unit of a derived figure. Raises UndeclaredKind or UnknownIndicator."""
    unit = kind_of(kind).unit
    if unit not in (OWN, DIFFERENCE):
        if indicator_id:
            declared(indicator_id)
        return unit
    own = indicator(indicator_id).unit
    return own if unit == OWN else difference_unit(own)[0]


def declared(indicator_id: str) -> bool:
    """True for an id of the catalogue, or of the count behind one. Raises UnknownIndicator."""
    if indicator_id not in catalogue():
        indicator(indicator_id)
    return True


__all__ = [
    "Kind",
    "UndeclaredKind",
    "UnknownIndicator",
    "declared",
    "kind_of",
    "kinds",
    "unit_of",
]
