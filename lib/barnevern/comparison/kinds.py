"""What kind a figure is: which chance it has, and where it has none."""

from functools import cache

from barnevern.indicators import Indicator, indicator
from barnevern.observations import measures

SHARE, RATE, NUMBER = "share", "rate", "number"  # of children, cases or visits: chance is known
PART, SIZE = (
    "part",
    "size",
)  # of kroner or positions: the data set shows how much they ordinarily vary
FIXED = ""  # decided, counted in full, or a deviation already: nothing for chance to move
COUNTED = (SHARE, RATE, NUMBER)
# Numbers that someone decides, or that a register has of everyone.
DECIDED = {
    "population_31dec",
    "children_by_family",
    "employees",
    "employees_planned",
    "students_in_practice",
    "trained_in_child_interview",
    "trained_network_leaders",
    "positions_added",
    "positions_parent_follow_up",
    "assignments",
    "services",
    "intermunicipal_services",
    "municipalities_in_intermunicipal_services",
    "services_1_employee_or_fewer",
    "services_3_employees_or_fewer",
}
NOT_RATIOS = {"indeks", "prosent fra snittet", "prosentpoeng", "studiepoeng", "millioner kroner"}


@cache
def kind_of(name: str) -> str:
    """The kind of the indicator: SHARE, RATE or NUMBER of what is counted, PART (a share) or SIZE
    (a ratio) of what is not, or FIXED.
    """
    chosen = indicator(name)
    if chosen.unit in NOT_RATIOS:
        return FIXED
    above, below = _measured(chosen.numerator), _measured(chosen.denominator)
    if chosen.numerator and chosen.denominator is None:
        counted = above == "count" and chosen.numerator.measure not in DECIDED
        return NUMBER if counted else FIXED
    if above == below == "count":
        return SHARE if chosen.unit == "prosent" else RATE
    if chosen.unit == "prosent":
        return PART
    return SIZE if chosen.numerator else FIXED


def testable(chosen: Indicator) -> bool:
    """Whether the indicator is something counted among something counted, not kroner or
    positions.
    """
    return kind_of(chosen.id) in (SHARE, RATE)


def _measured(part: object) -> str:
    measure = getattr(part, "measure", "")
    return measures()[measure]["kind"] if measure else ""
