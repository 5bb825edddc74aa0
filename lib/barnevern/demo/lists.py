"""A made-up municipality's accounts, staff and counts by hand as the lists that a service fills in
(data/templates).
"""

from pathlib import Path

import pandas as pd

from barnevern.demo import surroundings
from barnevern.demo.staffing import EDUCATION
from barnevern.observations.lookup import UnknownRegion

ACCOUNTS = ["year", "function", "art", "budget", "accounts"]
STAFF = [
    "year",
    "month",
    "fte_244",
    "fte_251",
    "fte_252",
    *(f"fte_{name}" for name in EDUCATION),
    "fte_vacant",
    "employees",
    "employees_planned",
    "employees_left",
    "days_possible",
    "days_lost",
]
OTHER = ["year", "measure", "category", "value"]
AT_HOME = 0.6  # of the FTEs outside function 244, those in function 251: an assumption


def write(observations: pd.DataFrame, municipality: str, folder: Path) -> list[Path]:
    """Write accounts.csv, staff.csv and other.csv of one municipality to ``folder``; gives their
    paths.

    ``observations``: the made-up nation, or that municipality's part of it. Raises UnknownRegion
    when it is not in there.
    """
    own = observations[observations["region"].eq(municipality)]
    if own.empty:
        raise UnknownRegion(
            f"there are no made-up figures of {municipality}; use the code of today"
        )
    folder.mkdir(parents=True, exist_ok=True)
    lists = {"accounts.csv": _accounts(own), "staff.csv": _staff(own), "other.csv": _other(own)}
    for name, table in lists.items():
        table.to_csv(folder / name, sep=";", index=False, lineterminator="\n")
    return [folder / name for name in lists]


def _figures(own: pd.DataFrame, measure: str, category: str = "") -> pd.Series:
    """One measure by year, as text without needless decimals."""
    rows = own[own["measure"].eq(measure) & own["category"].eq(category)]
    return rows.set_index("year")["value"].sort_index()


def _text(values: pd.Series) -> pd.Series:
    return values.map(lambda value: f"{value:.2f}".rstrip("0").rstrip(".")).astype("object")


def _accounts(own: pd.DataFrame) -> pd.DataFrame:
    """Ready sums, gross and net, by function and year; budgets of functions 251 and 252."""
    parts = []
    for function in ("244", "251", "252"):
        for art, measure in (("gross", "gross_expenditure_nok"), ("net", "net_expenditure_nok")):
            budget = (
                _figures(own, f"f{function}_budget_nok")
                if art == "net" and function != "244"
                else pd.Series(dtype="float64")
            )
            parts.append(_rows(function, art, _figures(own, measure, f"f{function}"), budget))
    for function, measure in (
        ("232", "net_expenditure_f232_nok"),
        ("total", "municipal_net_expenditure_nok"),
    ):
        parts.append(_rows(function, "net", _figures(own, measure), pd.Series(dtype="float64")))
    return pd.concat(parts).sort_values("year", kind="stable")[ACCOUNTS]


def _rows(function: str, art: str, accounts: pd.Series, budget: pd.Series) -> pd.DataFrame:
    rows = pd.DataFrame(
        {"accounts": _text(accounts), "budget": _text(budget).reindex(accounts.index).fillna("")}
    )
    return rows.rename_axis("year").reset_index().assign(function=function, art=art)


def _staff(own: pd.DataFrame) -> pd.DataFrame:
    """One row a year."""
    total, handling = _figures(own, "fte"), _figures(own, "fte_f244")
    at_home = ((total - handling) * AT_HOME).round(1)
    columns = {
        "fte_244": handling,
        "fte_251": at_home,
        "fte_252": (total - handling - at_home).round(1),
        **{f"fte_{name}": _figures(own, "fte", name) for name in EDUCATION},
        **{
            name: _figures(own, name)
            for name in ("fte_vacant", "employees", "employees_planned", "employees_left")
        },
        "days_possible": _figures(own, "sick_leave_days_possible"),
        "days_lost": _figures(own, "sick_leave_days_lost"),
    }
    table = pd.DataFrame({name: _text(values) for name, values in columns.items()})
    return table.rename_axis("year").reset_index().assign(month="")[STAFF]


def _other(own: pd.DataFrame) -> pd.DataFrame:
    figures = [
        *surroundings.BY_HAND_NAMES.values(),
        *(
            (surroundings.AT_ANY_TIME, category)
            for category in ("investigation", "measures", "care")
        ),
    ]
    rows = own[pd.MultiIndex.from_frame(own[["measure", "category"]]).isin(figures)]
    return rows.assign(value=_text(rows["value"])).sort_values(["measure", "category", "year"])[
        OTHER
    ]
