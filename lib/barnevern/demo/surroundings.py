"""What the pages show beside the children in the service: families, education and income, and the
counts a service keeps by hand.
"""

import numpy as np
import pandas as pd

from barnevern.demo import population
from barnevern.demo.chance import Floats, Ints, Rng, stream
from barnevern.demo.figures import Figures, drawn, observations, wide
from barnevern.demo.plan import need_index

SURROUNDINGS = 80  # purpose of the random stream
# Levels of the country; they are real in size but the municipalities are not: the need index moves
# them, the rest is drawn.
CHILDREN_PER_FAMILY, SINGLE_PARENTS = 1.75, 0.19
ABOVE_COMPULSORY_2015, EDUCATION_GROWTH = 0.73, 0.004
LOW_INCOME_60, LOW_INCOME_50 = (
    0.11,
    0.057,
)  # EU60 and EU50: the country in 2013 (data/published/background.csv)
TO_20 = 0.6  # inhabitants 18–20 of those 18–22
PARTICIPATION, ACCESS_REQUESTS, WAITING = (
    (0.62, 0.025),
    0.02,
    0.02,
)  # share in 2015 and its growth a year; per child with measures; per placed child
BY_HAND_NAMES = {
    "heard": ("investigations_with_child_participation", ""),
    "access": ("access_requests_closed_cases", ""),
    "waiting": ("children_waiting_for_foster_home", ""),
    "emergency": ("emergency_placement_families", ""),
    "imposed": ("families_with_imposed_assistance", ""),
    "out_of_hours": ("emergency_placements", "out_of_hours_service"),
}
COUNTED = {
    "concluded": "investigations_concluded",
    "helped": "children_with_measures_during_year",
    "placed": "children_placed_31dec",
    "emergency": "emergency_placements",
    "imposed": "children_with_imposed_assistance",
}
AT_ANY_TIME = "children_at_any_time"
OUT_OF_HOURS = 0.4  # emergency placements that the out-of-hours service decided
FAMILIES_OF_CHILDREN = 0.72  # families hit by emergency placements or imposed assistance, per child
# A code for the child's participation is valid from 2026 only, so until then no extract holds it
# and a service counts by hand.


def background(years: list[int], seed: int) -> pd.DataFrame:
    """Single parents, education, low income and inhabitants 0–20, as observations of every
    municipality.
    """
    young, grown = _inhabitants("0_17", years), _inhabitants("18_22", years)
    own = drawn(young.index, seed, SURROUNDINGS, lambda rng: rng.normal(0, 1, 3))
    return observations(
        {
            **_parents(young, own[0]),
            **_education(young, own[1]),
            **_income(young, own[2]),
            ("population_31dec", "0_20"): (young + TO_20 * grown).round(),
        }
    )


def _inhabitants(age: str, years: list[int]) -> pd.DataFrame:
    return population.by_municipality(age, years).astype("float64")


def _parents(young: pd.DataFrame, drawn: pd.Series) -> Figures:
    """Families with children, and how many of them have one parent; ``drawn`` is how each
    municipality differs.
    """
    need = need_index().loc[young.index]
    single = (SINGLE_PARENTS * need**0.5 * np.exp(0.08 * drawn)).clip(0.05, 0.45)
    families = (young / CHILDREN_PER_FAMILY).round()
    return {
        ("families_with_children", ""): families,
        ("single_parent_families", ""): families.mul(single, axis="index").round(),
    }


def _education(young: pd.DataFrame, drawn: pd.Series) -> Figures:
    """Persons of 16 years and more, and how many have more than compulsory school."""
    years = [int(year) for year in young.columns]
    adults = (_inhabitants("all", years) - young * 16 / 18).round()
    need = need_index().loc[young.index]
    taught = (ABOVE_COMPULSORY_2015 - 0.12 * (need - 1) + 0.02 * drawn).clip(0.5, 0.9)
    since = pd.Series({year: EDUCATION_GROWTH * (year - years[0]) for year in years})
    above = adults.mul(taught, axis="index").add(adults.mul(since, axis="columns"))
    return {
        ("persons_16_plus", ""): adults,
        ("persons_16_plus_above_compulsory", ""): above.round(),
    }


def _income(young: pd.DataFrame, drawn: pd.Series) -> Figures:
    """Children in households, and those with a low income by EU60 and EU50."""
    need = need_index().loc[young.index]
    poor = (LOW_INCOME_60 * need**1.3 * np.exp(0.12 * drawn)).clip(0.02, 0.35)
    poorer = poor * LOW_INCOME_50 / LOW_INCOME_60
    children = (young * 0.995).round()
    return {
        ("children_in_households", ""): children,
        ("children_low_income_eu60", ""): children.mul(poor, axis="index").round(),
        ("children_low_income_eu50", ""): children.mul(poorer, axis="index").round(),
    }


def by_hand(counts: pd.DataFrame, seed: int) -> pd.DataFrame:
    """What no extract holds and a service counts by hand, as observations: the child's
    participation, families, requests for access.
    """
    counted = {name: wide(counts, measure) for name, measure in COUNTED.items()}
    like = counted["concluded"]
    rows = {name: table.to_numpy() for name, table in counted.items()}
    each = [
        _counted_by_hand(
            stream(seed, code, SURROUNDINGS + 1), {name: rows[name][row] for name in COUNTED}
        )
        for row, code in enumerate(like.index)
    ]
    tables = {
        BY_HAND_NAMES[name]: pd.DataFrame(
            [own[name] for own in each], like.index, like.columns
        ).astype("float64")
        for name in BY_HAND_NAMES
    }
    return observations(tables | _at_any_time(counts))


def _counted_by_hand(rng: Rng, counted: dict[str, Floats]) -> dict[str, Floats | Ints]:
    """What one service counts by hand, by year and name (BY_HAND_NAMES), from what is counted of
    its cases (COUNTED).
    """
    year = np.arange(len(counted["concluded"]))
    share = np.clip(PARTICIPATION[0] + PARTICIPATION[1] * year + rng.normal(0, 0.08), 0.2, 0.97)
    return {
        "heard": rng.binomial(counted["concluded"].astype("int64"), share),
        "access": rng.poisson(ACCESS_REQUESTS * counted["helped"]),
        "waiting": rng.poisson(WAITING * counted["placed"]),
        "emergency": _families(rng, counted["emergency"]),
        "imposed": _families(rng, counted["imposed"]),
        "out_of_hours": rng.binomial(counted["emergency"].astype("int64"), OUT_OF_HOURS),
    }


def _at_any_time(counts: pd.DataFrame) -> Figures:
    """About how many children each department is at work with at the same time."""
    return {
        (AT_ANY_TIME, "investigation"): (wide(counts, "investigation_days") / 365).round(),
        (AT_ANY_TIME, "measures"): wide(counts, "children_with_assistance"),
        (AT_ANY_TIME, "care"): wide(counts, "children_in_care"),
    }


def _families(rng: Rng, children: Floats) -> Ints:
    """Families of ``children``: at least one where there is a child, never more than children."""
    whole = children.astype("int64")
    more = rng.binomial(np.maximum(whole - 1, 0), FAMILIES_OF_CHILDREN)
    return np.asarray(np.minimum(whole, (whole > 0) + more))
