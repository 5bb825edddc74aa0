"""The service's accounts and budget by function and art (template data/templates/accounts.csv) →
observations.

Net operating expenditure is the arts 010–480 and 590 less the incomes 600–895 apart from 728
(Statistics Norway, kompis, KOSndubvinnbygge0001). Gross is the arts 010–480 and 590 less 690, 710
and 729: shared costs, sick-pay refunds and VAT compensation would count twice (Statistics Norway,
kompis, KOSBDUtot0000, class 1). How each art counts stands in data/reference/arts.csv.
"""

from functools import lru_cache
from pathlib import Path

import pandas as pd

from barnevern import reference
from barnevern.observations import COLUMNS, FIGURE, PROVENANCE
from barnevern.problems import InputProblems, Problem, refused
from barnevern.sources import accounts_export, kostra_accounts, spreadsheet
from barnevern.sources.export import PLAINLY, Reading
from barnevern.sources.export_lines import Known

COLUMNS_READ = ["year", "function", "art", "budget", "accounts"]
CHILD_WELFARE = ["244", "251", "252"]
AMOUNTS = ["budget", "accounts"]
INCOME = "[6-8][0-9]{2}"  # the arts of income
CHILD_WELFARE_AND_NEAR = [*CHILD_WELFARE, "232"]
FUNCTIONS = [*CHILD_WELFARE_AND_NEAR, "total"]
GROUPS = {"gross": (1, 0), "net": (0, 1)}  # ready sums, for those who have no arts at hand
# What a figure of a function becomes: (measure, category) of the gross and the net accounts and of
# the net budget.
GROSS = {code: ("gross_expenditure_nok", f"f{code}") for code in CHILD_WELFARE}
NET = {code: ("net_expenditure_nok", f"f{code}") for code in CHILD_WELFARE} | {
    "232": ("net_expenditure_f232_nok", ""),
    "total": ("municipal_net_expenditure_nok", ""),
}
NET_ACCOUNTS = {code: (f"f{code}_accounts_nok", "") for code in ("251", "252")}
NET_BUDGET = {code: (f"f{code}_budget_nok", "") for code in ("251", "252")}


@lru_cache
def arts() -> dict[str, tuple[int, int]]:
    """How each art counts in gross and in net expenditure: 1, -1 or 0 (finance). ``gross`` and
    ``net`` are ready sums.
    """
    return {
        row["art"]: (int(row["in_gross"]), int(row["in_net"])) for row in reference.rows("arts.csv")
    } | GROUPS


def read(path: Path, region: str = "", reading: Reading = PLAINLY) -> pd.DataFrame:
    """Observations of the accounts in ``path`` for the municipality ``region``, in kroner of the
    year: a filled-in template, or an export of the accounting system.

    Gives gross and net expenditure by function with their total where all three functions are
    there, net accounts and budget of functions 251 and 252, net expenditure of function 232 and of
    the whole municipality. Raises InputProblems with everything that is wrong in the file.
    """
    table, problems = _table(path, reading)
    if problems:
        raise InputProblems(problems)
    if table.empty:
        rule = f"no line is of function {', '.join(CHILD_WELFARE_AND_NEAR)}"
        raise refused("function", "", rule, "is it the right file?", file=path.name)
    table["function"] = table["function"].str.lower()
    # A spreadsheet drops the leading zeros of 010.
    table["art"] = (
        table["art"]
        .str.lower()
        .where(~table["art"].str.fullmatch("[0-9]{1,2}"), table["art"].str.zfill(3))
    )
    problems += _problems(table, path.name)
    for column in AMOUNTS:
        table[column], wrong = spreadsheet.numbers(table, column, path.name, signed=True)
        problems += wrong
    if problems:
        raise InputProblems(sorted(problems, key=lambda problem: int(problem.row)))
    # the KOSTRA accounts have one sign for income, which their reader has turned
    table = table if kostra_accounts.is_kostra(path) else _income_positive(table)
    return _observations(_sums(table), region)


def known() -> Known:
    """The functions that the report uses and the arts of the KOSTRA accounts."""
    return Known(CHILD_WELFARE_AND_NEAR, list(arts()))


def _table(path: Path, reading: Reading) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows of the file in text, and what is wrong with the file itself."""
    if kostra_accounts.is_kostra(path):
        return kostra_accounts.read(path, CHILD_WELFARE_AND_NEAR, arts()), []
    if not accounts_export.is_export(path, reading.answers):
        return spreadsheet.read(path, COLUMNS_READ)
    return accounts_export.understand(path, known(), reading).rows(path.name), []


def _income_positive(table: pd.DataFrame) -> pd.DataFrame:
    """The accounts with income as positive amounts: many systems write it below zero, for it stands
    on the credit side. A single amount below zero is a correction, and stays one.
    """
    income = table["art"].str.fullmatch(INCOME)
    written_below_zero = table.loc[income, AMOUNTS].sum().sum() < 0
    if not written_below_zero:
        return table
    turned = table[AMOUNTS].where(~income, -table[AMOUNTS])
    return table.assign(**{column: turned[column] for column in AMOUNTS})


def _problems(table: pd.DataFrame, file: str) -> list[Problem]:
    problems = spreadsheet.years(table, file)
    problems += spreadsheet.known(
        table, "function", FUNCTIONS, file, "function is not one the report uses"
    )
    problems += spreadsheet.known(table, "art", arts(), file, "art is not in the KOSTRA accounts")
    problems += spreadsheet.unique(table, ["year", "function", "art"], file)
    neither = table["budget"].eq("") & table["accounts"].eq("")
    rule = "the row has neither a budget nor accounts"
    problems += spreadsheet.problems_at(
        table, neither, "budget, accounts", file, rule, "write the amount, 0 if there is none"
    )
    return problems + _mixed(table, file)


def _mixed(table: pd.DataFrame, file: str) -> list[Problem]:
    """The functions that have arts as well as ready sums in one year."""
    ready = table["art"].isin(list(GROUPS))
    mixed = ready & ready.groupby([table["year"], table["function"]]).transform("nunique").eq(2)
    rule = "the function has arts as well as ready sums that year"
    return spreadsheet.problems_at(
        table, mixed, "art", file, rule, "keep the arts, or the rows gross and net"
    )


def _sums(table: pd.DataFrame) -> pd.DataFrame:
    """Gross and net of ``accounts`` and net of ``budget`` by year and function; missing where
    nothing was given.
    """
    signs = table["art"].map(arts())
    parts = pd.DataFrame({"year": table["year"].astype("int64"), "function": table["function"]})
    for name, column, place in (
        ("gross", "accounts", 0),
        ("net", "accounts", 1),
        ("budget", "budget", 1),
    ):
        sign = signs.str[place]
        ready = table["art"].isin(list(GROUPS)) & sign.eq(0)
        # Of arts an empty cell is nothing booked; of ready sums a missing row is an unknown figure.
        parts[name] = (table[column] * sign).where(~ready)
    return (
        parts.groupby(["year", "function"])[["gross", "net", "budget"]]
        .sum(min_count=1)
        .round(2)
        .reset_index()
    )


def _observations(sums: pd.DataFrame, region: str) -> pd.DataFrame:
    figures = (("gross", GROSS), ("net", NET), ("net", NET_ACCOUNTS), ("budget", NET_BUDGET))
    table = pd.concat([_figures(sums, column, targets) for column, targets in figures])
    result = pd.concat([table, _totals(table)], ignore_index=True).assign(
        region=region, status="", source="accounts", **dict.fromkeys(PROVENANCE, "")
    )
    result["value"] = result["value"].round(2)
    return result.sort_values(FIGURE, ignore_index=True)[[*COLUMNS, *PROVENANCE]]


def _figures(sums: pd.DataFrame, column: str, targets: dict[str, tuple[str, str]]) -> pd.DataFrame:
    """What a column of ``sums`` becomes for the functions in ``targets``: measure, category, year
    and value.
    """
    rows = sums[sums["function"].isin(list(targets)) & sums[column].notna()]
    named = pd.DataFrame(
        rows["function"].map(targets).tolist(), columns=["measure", "category"], index=rows.index
    )
    return named.assign(year=rows["year"], value=rows[column])


def _totals(table: pd.DataFrame) -> pd.DataFrame:
    """The totals of the measures that are split by function, where all the functions are there."""
    split = table[table["category"].ne("")]
    totals = split.groupby(["year", "measure"], as_index=False).agg(
        value=("value", "sum"), parts=("value", "size")
    )
    return totals[totals["parts"].eq(len(CHILD_WELFARE))].drop(columns="parts").assign(category="")
