"""The accounts that every municipality delivers to Statistics Norway, KOSTRA 0A (operations and
investments) and 0B (balance) → the rows of the template data/templates/accounts.csv.

One record a line, fields by position, amounts in thousands of kroner, income below zero: Statistics
Norway, «Filbeskrivelse: Regnskap (2025)». The controls are those of its program («Kravspesifikasjon
felles for alle regnskap»; the sums are its controls 085 to 125 and 140), by their numbers.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from barnevern.problems import InputProblems, Problem
from barnevern.sources import sheet_rows, spreadsheet

RECORD = re.compile(
    r"(?P<form>0[A-Z])(?P<year>20\d\d)(?P<quarter>[ 1-4])(?P<region>[0-9]{6})"
    r"(?P<unit>[0-9 ]{9})(?P<enterprise>[0-9 ]{9})(?P<account_class>.)"
    r"(?P<function>[0-9 ]{4})(?P<art>[0-9 ]{3})(?P<amount>.{9})"
)
AMOUNT = re.compile(r" *-?[0-9]+")  # control 014
BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?0[A-Z]20\d\d[ 1-4]\d{6}[0-9 ]{18}")
ACCOUNTS, BALANCE = "0A", "0B"
CLASSES = {ACCOUNTS: {"0", "1"}, BALANCE: {"2"}}  # control 009
OPERATIONS, INVESTMENTS = "1", "0"
EXPENDITURE, INCOME = range(10, 600), range(600, 1000)
ASSETS = range(10, 30)  # chapters of the balance; what is no asset is debt and equity
TRANSFERRED, RECEIVED = "570", "970"  # from operations to investments
MOST_APART, MOST_APART_IN_BALANCE = 30, 10  # thousands of kroner
THOUSAND = 1000
WHOLE = "00"  # the last two digits of a region that is no district of Oslo
MEND = "mend it where the accounts are kept, and export again"
MOST_TOLD = 50  # problems of a file: one cause gives as many as there are lines


@dataclass(frozen=True)
class Sides:
    """An account whose two sides must be there and as large, but for ``room`` thousands of kroner;
    ``side`` is the field that tells them apart, ``controls`` the numbers of the three controls.
    """

    name: str
    account_class: str
    side: str
    debit: range
    controls: tuple[str, str, str]
    room: int


SUMS = (
    Sides("operations", OPERATIONS, "art", EXPENDITURE, ("100", "105", "110"), MOST_APART),
    Sides("investments", INVESTMENTS, "art", EXPENDITURE, ("085", "090", "095"), MOST_APART),
    Sides("balance", "2", "function", ASSETS, ("115", "120", "125"), MOST_APART_IN_BALANCE),
)


def is_kostra(path: Path) -> bool:
    """Whether a file begins as one of the accounts of KOSTRA."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return bool(BEGINNING.match(file.read(64)))


def sender(path: Path) -> str:
    """The number of the municipality that the first record is of."""
    first = RECORD.match(sheet_rows.text(path).lstrip("\ufeff"))
    return first["region"][:4] if first else ""


def is_balance(path: Path) -> bool:
    """Whether a file begins as a balance (0B)."""
    return is_kostra(path) and sheet_rows.text(path).lstrip("\ufeff").startswith(BALANCE)


def read(path: Path, functions: Collection[str], arts: Collection[str]) -> pd.DataFrame:
    """The operating accounts of ``functions``, summed by year, function and art, in kroner, income
    above zero: text cells like those of the template, without a budget, and ``region``, the number
    of the municipality. A balance (0B) is controlled, and has none of them.

    Raises InputProblems with every record and every sum that is wrong.
    """
    records, problems = _records(path)
    problems += [] if problems else _controls(records, path.name, arts)
    if problems:
        raise InputProblems(problems)
    if records["form"].iloc[0] == BALANCE:
        return pd.DataFrame(columns=["region", "year", "function", "art", "budget", "accounts"])
    ours = records[records["account_class"].eq(OPERATIONS) & records["function"].isin(functions)]
    income = ours["art"].astype("int64").isin(INCOME)
    kroner = (THOUSAND * ours["amount"]).mask(income, -THOUSAND * ours["amount"])
    keys = ["region", "year", "function", "art"]
    sums = ours.assign(accounts=kroner, region=ours["region"].str[:4]).groupby(keys)
    result = sums.agg(line=("line", "min"), accounts=("accounts", "sum")).reset_index()
    result["accounts"] = result["accounts"].astype("float64").map(spreadsheet.plain)
    return result.assign(budget="").set_index(result["line"].sub(2).to_numpy())[
        [*keys, "budget", "accounts"]
    ]


def _records(path: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """The records of a file by field, with ``line`` and ``amount`` (thousands of kroner) as
    numbers; and the lines that are none.
    """
    lines = [
        (number, text)
        for number, text in enumerate(sheet_rows.text(path).splitlines(), start=1)
        if text.strip()
    ]
    found = [(number, RECORD.fullmatch(text)) for number, text in lines]
    rule = "the line is no record of the KOSTRA accounts: 48 characters, fields by position"
    problems = [
        Problem(path.name, number, "", "", rule, MEND)
        for number, record in found
        if not record or not AMOUNT.fullmatch(record["amount"])
    ]
    if problems:
        return pd.DataFrame(), problems[:MOST_TOLD]
    fields = [record.groupdict() | {"line": number} for number, record in found if record]
    table = pd.DataFrame(fields)
    for column in ("quarter", "function", "art"):
        table[column] = table[column].str.strip()
    return table.assign(amount=table["amount"].astype("int64")), []


def _controls(records: pd.DataFrame, file: str, arts: Collection[str]) -> list[Problem]:
    """What Statistics Norway's program would stop the file for, as far as it concerns what is read:
    who it is of (003–006), classes, functions and arts (009, 010, 012), sums.
    """
    problems = _whose(records, file)
    if problems:
        return problems
    form = str(records["form"].iloc[0])
    valid = {"account_class": ("009", records["account_class"].isin(CLASSES[form]))}
    if form == ACCOUNTS:
        valid["function"] = ("010", records["function"].str.fullmatch("[0-9]{3}"))
        valid["art"] = ("012", records["art"].isin(list(arts)))
    for column, (number, right) in valid.items():
        rule = f"control {number}: the code is not valid"
        wrong = records[~right.to_numpy(dtype=bool)]
        pairs = zip(wrong["line"].tolist(), wrong[column].tolist(), strict=True)
        problems += [Problem(file, line, column, code, rule, MEND) for line, code in pairs]
    return problems[:MOST_TOLD] or [*_sums(records, file), *_transfers(records, file)]


def _whose(records: pd.DataFrame, file: str) -> list[Problem]:
    """What makes the file another than the accounts of one municipality for one year."""
    several = [
        Problem(file, "", column, ", ".join(sorted(values)), "the file is of several", MEND)
        for column in ("form", "year", "quarter", "region")
        if len(values := set(records[column])) > 1
    ]
    first = {column: str(records[column].iloc[0]) for column in ("form", "quarter", "region")}
    rules = [
        ("form", first["form"] not in CLASSES, "the form is not read", "give 0A or 0B"),
        ("quarter", bool(first["quarter"]), "it is of a part of the year", "give the whole year"),
        ("region", not first["region"].endswith(WHOLE), "it is of a district", "give the whole"),
    ]
    return several or [
        Problem(file, 1, column, first[column], rule, remedy)
        for column, wrong, rule, remedy in rules
        if wrong
    ]


def _sums(records: pd.DataFrame, file: str) -> list[Problem]:
    """The two sides of each account that the file has: both there, and as large."""
    problems = []
    for one in SUMS:
        rows = records[records["account_class"].eq(one.account_class)]
        on_debit = rows[one.side].replace("", "0").astype("int64").isin(one.debit)
        debit, credit = int(rows["amount"][on_debit].sum()), int(rows["amount"][~on_debit].sum())
        wrong = (debit <= 0, credit >= 0, abs(debit + credit) > one.room)
        rules = ("nothing is on debit", "nothing is on credit", "the sides are not as large")
        problems += [
            Problem(file, "", one.name, f"{debit} and {credit}", f"control {number}: {rule}", MEND)
            for number, rule, is_wrong in zip(one.controls, rules, wrong, strict=True)
            if len(rows) and is_wrong
        ]
    return problems


def _transfers(records: pd.DataFrame, file: str) -> list[Problem]:
    """Control 140: what operations have given to investments, investments have received."""
    pairs = ((OPERATIONS, TRANSFERRED), (INVESTMENTS, RECEIVED))
    given, received = (
        int(records["amount"][records["account_class"].eq(kind) & records["art"].eq(art)].sum())
        for kind, art in pairs
    )
    if abs(given + received) <= MOST_APART:
        return []
    rule = "control 140: transfers from operations are not those to investments"
    return [Problem(file, "", "amount", f"{given} and {received}", rule, MEND)]
