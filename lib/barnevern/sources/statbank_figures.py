"""From the cells of StatBank tables to observations, by data/reference/statbank_tables.yml."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from barnevern import reference
from barnevern.norwegian.messages import say
from barnevern.observations import COLUMNS, FIGURE, PROVENANCE, STATUS, measures, regions
from barnevern.problems import Problem
from barnevern.sources import spreadsheet
from barnevern.sources.statbank import Selection, Table

LICENCE = "CC BY 4.0"
TIME = "Tid"
# eleven digits in a table of a data set are refused, for they may be an identity number
LONGEST = 9_999_999_999
# Symbols of older tables, and of figures that stand although something is to be said of them.
SAME = {"...": "..", "*": "", "0": "", "0,0": ""}


@dataclass(frozen=True)
class Figure:
    """Which cells are a figure of ours: one code of every variable but region and time, or several
    that are summed.
    """

    measure: str
    category: str
    codes: dict[str, tuple[str, ...]]

    @property
    def amount(self) -> bool:
        """Whether it is kroner in all, which the tables have in thousands."""
        return measures()[self.measure]["kind"] == "amount"


@dataclass(frozen=True)
class Wanted:
    """What is wanted of one table."""

    table: str
    region: str
    figures: tuple[Figure, ...]

    @property
    def codes(self) -> dict[str, list[str]]:
        """The codes that any figure wants, by variable."""
        codes: dict[str, dict[str, None]] = {}
        for figure in self.figures:
            for variable, each in figure.codes.items():
                codes.setdefault(variable, {}).update(dict.fromkeys(each))
        return {variable: list(each) for variable, each in codes.items()}


@lru_cache
def wanted() -> dict[str, Wanted]:
    """The tables of data/reference/statbank_tables.yml by number."""
    entries: list[dict[str, Any]] = reference.document("statbank_tables.yml")
    return {
        entry["table"]: Wanted(
            entry["table"], entry["region"], tuple(map(_figure, entry["figures"]))
        )
        for entry in entries
    }


def _figure(entry: dict[str, Any]) -> Figure:
    codes = {
        variable: (given,) if isinstance(given, str) else tuple(given)
        for variable, given in entry["codes"].items()
    }
    return Figure(entry["measure"], entry.get("category", ""), codes)


def selection(of: Wanted, table: Table) -> tuple[Selection, list[Problem]]:
    """What to ask the table for: the regions that both know, every year, and the codes of the
    figures; and what is not as it was.
    """
    codes = of.codes
    problems = [
        table.problem(variable, "", "the table does not have the variable any more")
        for variable in dict.fromkeys([of.region, TIME, *codes])
        if variable not in table.codes
    ]
    if problems:
        return {}, problems
    here = [code for code in table.codes[of.region] if region_code(code)]
    asked: Selection = {of.region: here, **codes, TIME: table.codes[TIME]}
    return asked, _changes(of, table, asked) or _units(of, table)


def _changes(of: Wanted, table: Table, asked: Selection) -> list[Problem]:
    """What the table does not have any more of the regions, codes and years that are ``asked`` for,
    and what it has besides.
    """
    problems = []
    if not asked[of.region]:
        rule = "none of its codes is a region that is known here"
        problems.append(table.problem(of.region, "", rule))
    problems += [
        table.problem(variable, code, "the variable does not have the code any more")
        for variable, codes in of.codes.items()
        for code in codes
        if code not in table.codes[variable]
    ]
    problems += [
        table.problem(TIME, year, "a time is a year with four digits")
        for year in asked[TIME]
        if not (year.isdigit() and len(year) == 4)
    ]
    rule = "the table has a new variable that must be chosen from"
    new = sorted(table.required - set(asked))
    return problems + [table.problem(variable, "", rule) for variable in new]


def _units(of: Wanted, table: Table) -> list[Problem]:
    """An amount that is not in thousands any more would be wrong by a thousand."""
    contents = {
        code
        for figure in of.figures
        if figure.amount
        for codes in figure.codes.values()
        for code in codes
        if code in table.units
    }
    plain = {code: " ".join(table.units[code].split()).casefold() for code in sorted(contents)}
    wrong = [code for code, unit in plain.items() if unit not in ("1000 kr", "1 000 kr")]
    return [
        table.problem(
            "ContentsCode", code, f"amounts were in 1000 kr, and are now in {table.units[code]}"
        )
        for code in wrong
    ]


@lru_cache
def region_code(code: str) -> str:
    """Our code of a region of the StatBank, or "" for a region that is not known here (districts,
    county municipalities).

    Tables of counties number them with two digits and the country with 0; the KOSTRA tables have E
    codes as we do.
    """
    translated = (
        "EAK" if code == "0" else f"EKA{code}" if code.isdigit() and len(code) == 2 else code
    )
    known = regions.groups().get(translated)
    if known and known["level"] in ("county", "country", "kostra_group"):
        return translated
    return translated if translated in {period.code for period in regions.code_periods()} else ""


def observations(
    cells: pd.DataFrame, of: Wanted, table: Table
) -> tuple[pd.DataFrame, list[Problem]]:
    """The cells as observations in text, as a data set's tables are written, and the symbols that
    are not known.
    """
    joined = pd.concat([_rows(cells, of, figure) for figure in of.figures], ignore_index=True)
    joined["status"] = joined["status"].replace(SAME)
    unknown = sorted(set(joined["status"]) - set(STATUS))
    joined.loc[joined["status"].eq("") & joined["value"].isna(), "status"] = ".."
    joined.loc[~joined["status"].isin(["", "-"]), "value"] = float("nan")
    joined = joined[_existed(joined) & ~joined["value"].abs().gt(LONGEST)]
    joined = joined.assign(
        source=f"ssb-{of.table}",
        printed="",
        place=say("dataset-table", table=of.table),
        licence=LICENCE,
        note="",
    )
    joined["value"] = joined["value"].where(joined["status"].ne("-")).map(spreadsheet.plain)
    ordered = joined.sort_values(FIGURE, kind="stable").astype("str")
    return ordered[[*COLUMNS, *PROVENANCE]], [
        table.problem("", symbol, "the symbol is not known here") for symbol in unknown
    ]


def _rows(cells: pd.DataFrame, of: Wanted, figure: Figure) -> pd.DataFrame:
    """The region, year, value and status of one figure."""
    rows = cells
    for variable, codes in figure.codes.items():
        rows = rows[rows[variable].isin(codes)]
    if any(len(codes) > 1 for codes in figure.codes.values()):
        rows = _summed(rows, [of.region, TIME])
    years = rows[TIME].astype("int64")
    value = rows["value"] * 1000 if figure.amount else rows["value"]
    return pd.DataFrame(
        {
            "region": _regions(rows[of.region], years),
            "year": years,
            "measure": figure.measure,
            "category": figure.category,
            "value": value.round(3),
            "status": rows["status"],
        }
    )


def _regions(codes: "pd.Series[str]", years: "pd.Series[int]") -> "pd.Series[str]":
    """The codes here of regions of the bank."""
    # The KOSTRA groups were made anew in 2020 under the same numbers; the former ones have codes of
    # their own here.
    here = codes.map(region_code)
    return here.where(~(here.str.startswith("EKG") & years.lt(2020)), here + "-2019")


def _summed(cells: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The sums of several cells for each region and year; a sum is missing, for the same reason,
    when one of its cells is.
    """
    values = cells.assign(value=cells["value"].where(cells["status"].ne("-"), 0.0))
    sums = values.groupby(keys, as_index=False).agg(
        value=("value", lambda values: values.sum(skipna=False)), status=("status", "max")
    )
    return sums.assign(status=sums["status"].where(sums["value"].isna(), ""))


def _existed(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Whether a row is of a region there was that year: the tables have a symbol for every region
    and every year.
    """
    years = {
        code: (int(row["first_year"] or 0), int(row["last_year"] or 9999))
        for code, row in regions.groups().items()
    }
    in_force = {
        (period.code, year)
        for period in regions.code_periods()
        for year in range(period.first_year, period.last_year + 1)
    }
    last = max(period.last_year for period in regions.code_periods())

    def there_was(code: str, year: int) -> bool:
        if code in years:
            return years[code][0] <= year <= years[code][1]
        return (code, min(year, last)) in in_force

    there = list(map(there_was, rows["region"], rows["year"]))
    return rows["value"].notna() | pd.Series(there, index=rows.index, dtype="bool")


def sources(tables: list[Table]) -> pd.DataFrame:
    """The rows of sources.csv for the tables."""
    rows = [
        (
            f"ssb-{table.id}",
            say("dataset-statbank-table", title=_name(table.title), table=table.id),
            say("dataset-statistics-norway"),
            table.updated[:10],
        )
        for table in tables
    ]
    frame = pd.DataFrame(rows, columns=["source", "title", "publisher", "published"], dtype="str")
    return frame.assign(
        licence=LICENCE,
        url="https://www.ssb.no/statbank/table/" + frame["source"].str.removeprefix("ssb-"),
    )


def _name(label: str) -> str:
    """What a table is called, without its number and its variables: "12134: Utvalgte nøkkeltall,
    etter region og år".
    """
    return (label.partition(": ")[2] or label).partition(", etter region")[0]
