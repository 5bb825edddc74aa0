"""Staff of the made-up services: FTEs by education and function, vacancies, employees, those who
left, sick leave.
"""

from functools import reduce
from operator import add

import numpy as np
import pandas as pd

from barnevern.demo import targets
from barnevern.demo.chance import Floats, Ints, Rng, stream
from barnevern.demo.figures import Figures, drawn, observations, wide

STAFF = 60  # purpose of the random stream
# Shares of the FTEs by education: the country in 2018 (Statistics Norway, table on staff,
# data/published/fte.csv).
EDUCATION = {
    "child_welfare_pedagogue": 0.469,
    "social_worker": 0.287,
    "other_higher_education": 0.163,
    "clerical": 0.054,
    "other_unskilled": 0.027,
}
ALIKE = 45.0  # how alike services are in education (concentration of the Dirichlet distribution)
SPREAD, YEARLY = 0.12, 0.03  # spread of FTEs per child between services and from year to year
VACANT, EMPLOYEES_PER_FTE, LEAVING = (
    0.027,
    1.08,
    (0.15, 0.04),
)  # shares of FTEs and employees: 2.2–3.1 % vacant in 2015 and 2018, the rest assumed
SICK, WORKING_DAYS = (0.093, 0.018), 230.0


def staff(counts: pd.DataFrame, seed: int) -> pd.DataFrame:
    """FTEs, vacancies, employees and sick leave of every municipality and year, as observations.

    ``counts``: the counted figures; the staff follows the children in the service, and the country
    has the FTEs that are published.
    """
    children = wide(counts, "children_investigated_or_with_measures", "age_0_17")
    weight = _weights(children, seed)
    total = (weight * _country("fte", weight) / weight.sum()).round(1).clip(lower=0.2)
    handling = (weight * (children.sum() / _per_fte(weight)) / weight.sum()).round(1)
    return observations(
        {
            ("fte", ""): total,
            ("fte_f244", ""): handling.clip(lower=0.1).where(lambda rows: rows.le(total), total),
            **_by_education(total, seed),
            **_people(total, seed),
        }
    )


def _weights(children: pd.DataFrame, seed: int) -> pd.DataFrame:
    """How the staff is shared between services: by their children over three years, for posts are
    not moved from one year to the next, and a level of their own.
    """
    steady = children.T.rolling(3, min_periods=1, center=True).mean().T + 1.0
    years = steady.columns
    own = drawn(steady.index, seed, STAFF, lambda rng: _own(rng, len(years)), years)
    return steady**0.94 * own


def _own(rng: Rng, years: int) -> Floats:
    return np.asarray(np.exp(rng.normal(0, SPREAD) + rng.normal(0, YEARLY, years)))


def _country(measure: str, like: pd.DataFrame) -> pd.Series:
    """A figure of the country by year; the last published one is held."""
    published = targets.published(measure)[0]
    return pd.Series({year: published[year].loc[targets.COUNTRY] for year in like.columns}).ffill()


def _per_fte(like: pd.DataFrame) -> pd.Series:
    return _country("children_per_fte_f244", like)


def _by_education(total: pd.DataFrame, seed: int) -> Figures:
    """FTEs by education; the first one is what is left, so that they add up."""
    alike = np.array(list(EDUCATION.values())) * ALIKE
    shares = drawn(total.index, seed, STAFF + 1, lambda rng: rng.dirichlet(alike), list(EDUCATION))
    rest, *names = EDUCATION
    found = {name: total.mul(shares[name], axis="index").round(1) for name in names}
    found[rest] = (total - reduce(add, found.values())).round(1).clip(lower=0.0)
    return {("fte", name): table for name, table in found.items()}


def _people(total: pd.DataFrame, seed: int) -> Figures:
    """Vacancies, employees, planned employees, those who left, and days of sick leave."""
    fte = total.to_numpy()
    employees = np.maximum(np.ceil(fte * EMPLOYEES_PER_FTE), 1.0)
    days = np.round(fte * WORKING_DAYS)
    vacant, left, lost = _absences(total.index, fte, employees, days, seed)
    figures = {
        "fte_vacant": vacant,
        "employees": employees,
        "employees_planned": employees + np.ceil(vacant),
        "employees_left": left,
        "sick_leave_days_possible": days,
        "sick_leave_days_lost": lost,
    }
    return {
        (measure, ""): pd.DataFrame(values, index=total.index, columns=total.columns)
        for measure, values in figures.items()
    }


def _absences(
    codes: pd.Index, fte: Floats, employees: Floats, days: Floats, seed: int
) -> tuple[Floats, Floats, Floats]:
    """Of every service (rows) by year: vacant FTEs, employees who left, days of sick leave."""
    each = [
        _absent(stream(seed, code, STAFF + 2), fte[row], employees[row], days[row])
        for row, code in enumerate(codes)
    ]
    vacant, left, lost = (np.array(figure, dtype="float64") for figure in zip(*each, strict=True))
    return vacant, left, lost


def _absent(rng: Rng, fte: Floats, employees: Floats, days: Floats) -> tuple[Floats, Ints, Floats]:
    """By year, of one service: vacant FTEs, employees who left, and days lost to sick leave."""
    size = len(fte)
    vacant = rng.binomial(np.ceil(fte * 2).astype("int64"), VACANT, size) / 2
    leaving = np.clip(rng.normal(*LEAVING, size), 0.02, 0.5)
    left = rng.binomial(employees.astype("int64"), leaving)
    sick = np.clip(rng.normal(rng.normal(*SICK), 0.012, size), 0.01, 0.25)
    return vacant, left, np.round(days * sick)
