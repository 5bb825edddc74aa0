"""What the pages show beside the children in the service: families, education and income, and the
counts a service keeps by hand.
"""

import numpy as np
import pandas as pd

from barnevern.demo import population
from barnevern.demo.chance import Rng, stream
from barnevern.demo.figures import observations, wide
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
AT_ANY_TIME = "children_at_any_time"
OUT_OF_HOURS = 0.4  # emergency placements that the out-of-hours service decided
FAMILIES_OF_CHILDREN = 0.72  # families hit by emergency placements or imposed assistance, per child
# A code for the child's participation is valid from 2026 only, so until then no extract holds it
# and a service counts by hand.


def background(years: list[int], seed: int) -> pd.DataFrame:
    """Single parents, education, low income and inhabitants 0–20, as observations of every
    municipality.
    """
    young, everyone, grown = (
        population.by_municipality(age, years).astype("float64") for age in ("0_17", "all", "18_22")
    )
    need = need_index().loc[young.index]
    drawn = pd.DataFrame(
        [stream(seed, code, SURROUNDINGS).normal(0, 1, 3) for code in young.index],
        index=young.index,
    )
    families = (young / CHILDREN_PER_FAMILY).round()
    single = (SINGLE_PARENTS * need**0.5 * np.exp(0.08 * drawn[0])).clip(0.05, 0.45)
    adults = (everyone - young * 16 / 18).round()
    since = pd.Series({year: EDUCATION_GROWTH * (year - years[0]) for year in years})
    taught = (ABOVE_COMPULSORY_2015 - 0.12 * (need - 1) + 0.02 * drawn[1]).clip(0.5, 0.9)
    poor = (LOW_INCOME_60 * need**1.3 * np.exp(0.12 * drawn[2])).clip(0.02, 0.35)
    children = (young * 0.995).round()
    return observations(
        {
            ("families_with_children", ""): families,
            ("single_parent_families", ""): families.mul(single, axis="index").round(),
            ("persons_16_plus", ""): adults,
            ("persons_16_plus_above_compulsory", ""): (
                adults.mul(taught, axis="index").add(adults.mul(since, axis="columns")).round()
            ),
            ("children_in_households", ""): children,
            ("children_low_income_eu60", ""): children.mul(poor, axis="index").round(),
            ("children_low_income_eu50", ""): (
                children.mul(poor * LOW_INCOME_50 / LOW_INCOME_60, axis="index").round()
            ),
            ("population_31dec", "0_20"): (young + TO_20 * grown).round(),
        }
    )


def by_hand(counts: pd.DataFrame, seed: int) -> pd.DataFrame:
    """What no extract holds and a service counts by hand, as observations: the child's
    participation, families, requests for access.
    """
    concluded, helped = (
        wide(counts, "investigations_concluded"),
        wide(counts, "children_with_measures_during_year"),
    )
    placed, emergency = wide(counts, "children_placed_31dec"), wide(counts, "emergency_placements")
    imposed = wide(counts, "children_with_imposed_assistance")
    made = {name: np.zeros(concluded.shape) for name in BY_HAND_NAMES}
    for row, code in enumerate(concluded.index):
        rng = stream(seed, code, SURROUNDINGS + 1)
        year = np.arange(concluded.shape[1])
        share = np.clip(PARTICIPATION[0] + PARTICIPATION[1] * year + rng.normal(0, 0.08), 0.2, 0.97)
        made["heard"][row] = rng.binomial(concluded.to_numpy()[row].astype("int64"), share)
        made["access"][row] = rng.poisson(ACCESS_REQUESTS * helped.to_numpy()[row])
        made["waiting"][row] = rng.poisson(WAITING * placed.to_numpy()[row])
        made["emergency"][row] = _families(rng, emergency.to_numpy()[row])
        made["imposed"][row] = _families(rng, imposed.to_numpy()[row])
        made["out_of_hours"][row] = rng.binomial(
            emergency.to_numpy()[row].astype("int64"), OUT_OF_HOURS
        )
    found = {
        BY_HAND_NAMES[name]: pd.DataFrame(table, index=concluded.index, columns=concluded.columns)
        for name, table in made.items()
    }
    return observations(found | _at_any_time(counts))


def _at_any_time(counts: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    """About how many children each department is at work with at the same time."""
    return {
        (AT_ANY_TIME, "investigation"): (wide(counts, "investigation_days") / 365).round(),
        (AT_ANY_TIME, "measures"): wide(counts, "children_with_assistance"),
        (AT_ANY_TIME, "care"): wide(counts, "children_in_care"),
    }


def _families(
    rng: Rng, children: "np.ndarray[tuple[int], np.dtype[np.float64]]"
) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Families of ``children``: at least one where there is a child, never more than children."""
    whole = children.astype("int64")
    return np.asarray(
        np.minimum(
            whole, (whole > 0) + rng.binomial(np.maximum(whole - 1, 0), FAMILIES_OF_CHILDREN)
        )
    )
