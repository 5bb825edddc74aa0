"""Thirty exports in the manner of accounting and staff systems, written from one made-up truth: what
each gives must be what the template filled in with the truth gives.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

Rows = list[list[object]]
FUNCTIONS = {
    "232": "Forebygging, helsestasjons- og skolehelsetjeneste",
    "244": "Barneverntjeneste",
    "251": "Barneverntiltak når barnet ikke er plassert av barnevernet",
    "252": "Barneverntiltak når barnet er plassert av barnevernet",
}
ARTS = {
    "010": "Fastlønn",
    "099": "Arbeidsgiveravgift",
    "370": "Kjøp fra private",
    "710": "Sykelønnsrefusjon",
}
# kroner of 2024 by function and art: accounts and budget, income below zero as on the credit side
TRUTH = {
    (function, art): (1000 * (of + at), 1000 * (of + at - 7))
    for of, function in enumerate(FUNCTIONS, start=100)
    for at, art in zip((9000, 1300, 4100, -600), ARTS, strict=True)
}
OTHER = {("202", "010"): (5_000_000, 4_900_000), ("202", "370"): (300_000, 310_000)}
ALL = TRUTH | OTHER
NAMES = FUNCTIONS | {"202": "Grunnskole"}


@dataclass(frozen=True)
class Case:
    """A file: who writes such, its rows and how they are saved; what was answered about it
    (``answer``: a mapping in YAML; ``year``), or what it must say is missing.
    """

    name: str
    rows: Rows
    save: str = "semicolon"
    answer: str = ""
    year: str = ""
    missing: str = ""
    kind: str = "accounts"
    without_budget: bool = False

    def write(self, folder: Path) -> Path:
        ending = {"xlsx": "xlsx", "utf16": "txt", "tab": "txt"}.get(self.save, "csv")
        path = folder / f"{self.name}.{ending}"
        SAVE[self.save](path, self.rows)
        return path


def _delimited(delimiter: str, encoding: str) -> Callable[[Path, Rows], None]:
    def save(path: Path, rows: Rows) -> None:
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
        path.write_bytes(out.getvalue().encode(encoding))

    return save


def _workbook(path: Path, rows: Rows) -> None:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


SAVE: dict[str, Callable[[Path, Rows], None]] = {
    "semicolon": _delimited(";", "cp1252"),
    "comma": _delimited(",", "utf-8"),
    "tab": _delimited("\t", "utf-8-sig"),
    "utf16": _delimited("\t", "utf-16"),
    "xlsx": _workbook,
}


def norwegian(kroner: float) -> str:
    return f"{kroner:,.2f}".replace(",", " ").replace(".", ",")


def lines(
    function: Callable[[str], object] = str,
    art: Callable[[str], object] = str,
    amount: Callable[[int], object] = norwegian,
) -> Rows:
    return [
        [function(of), art(at), amount(accounts), amount(budget)]
        for (of, at), (accounts, budget) in ALL.items()
    ]


def named(code: str) -> str:
    return f"{code} {(NAMES | ARTS)[code]}"


def thousands(kroner: int) -> int:
    return kroner // 1000


def fill_down(rows: Rows) -> Rows:
    """The function on a line of its own above its lines."""
    found: Rows = []
    for function in NAMES:
        found.append([named(function), "", "", ""])
        found += [["", *row[1:]] for row in rows if str(row[0])[:3] == function]
    return found


def with_totals(rows: Rows, word: Callable[[str], str]) -> Rows:
    found: Rows = []
    for function in NAMES:
        of = [row for row in rows if str(row[0])[:3] == function]
        found += of
        found.append([word(function), "", *(sum(int(row[at]) for row in of) for at in (2, 3))])
    return [*found, ["Totalsum", "", *(sum(int(row[at]) for row in rows) for at in (2, 3))]]


def split(kroner: int, parts: int) -> list[int]:
    """An amount in so many parts that sum to it."""
    whole = [kroner // parts] * parts
    return [*whole[:-1], kroner - sum(whole[:-1])]


def of_periods(heads: list[str], parts: int) -> Rows:
    body = [
        [of, at, *split(accounts, parts), budget] for (of, at), (accounts, budget) in ALL.items()
    ]
    return [["Funksjon", "Art", *heads, "Årsbudsjett 2024"], *body]


def by_month(months: range) -> Rows:
    return [
        [of, named(of), at, named(at), f"2024{month:02}", part]
        for (of, at), (accounts, _) in ALL.items()
        for month, part in zip(range(1, 13), split(accounts, 12), strict=True)
        if month in months
    ]


PAIR = ["Regnskap 2024", "Rev. budsjett 2024"]
LEDGER = ["Tjeneste", "Tjeneste (T)", "Konto", "Konto (T)", "Periode", "Beløp"]


def visma() -> list[Case]:
    heads = [
        "Ansvar",
        "Ansvar (T)",
        "Funksjon",
        "Funksjon (T)",
        "Art",
        "Art (T)",
        *PAIR,
        "Avvik i kr",
    ]
    wide = [
        ["4100", "Barnevern", row[0], NAMES[str(row[0])], row[1], ARTS[str(row[1])], *row[2:], ""]
        for row in lines()
    ]
    accounts_only = [[f"{row[0]}", f"1{row[1]}0 {ARTS[str(row[1])]}", *row[2:]] for row in lines()]
    invested = [["244", "02300 Bygg", norwegian(99000), norwegian(0)]]
    two_years = [[*row[:2], 0, *row[2:]] for row in lines(amount=int)]
    above = ["", "", "Regnskap", "", "Budsjett"]
    return [
        Case("visma_ansvar", [["Driftsrapport"], heads, *wide]),
        Case(
            "visma_periode",
            [
                ["Periode: 202401 - 202412"],
                ["Utskrift 14.02.2025"],
                [],
                ["Funksjon", "Art", "Regnskap hittil i år", "Årsbudsjett"],
                *with_totals(lines(named, named, int), lambda code: f"Sum {code}"),
            ],
            "xlsx",
        ),
        Case("visma_konto", [["Funksjon", "Konto", *PAIR], *accounts_only, *invested]),
        Case("visma_overskrifter", [["Funksjon", "Art", *PAIR], *fill_down(lines(art=named))]),
        Case(
            "visma_tertial",
            of_periods(["Regnskap T1 2024", "Regnskap T2 2024", "Regnskap T3 2024"], 3),
            "xlsx",
        ),
        Case(
            "visma_to_linjer",
            [above, ["Funksjon", "Art", "2023", "2024", "2024"], *two_years],
            "xlsx",
        ),
    ]


def agresso() -> list[Case]:
    saldo = [[row[0], row[1], row[2]] for row in lines()]
    return [
        Case("agresso_periode", [LEDGER, *by_month(range(1, 13))], "tab", without_budget=True),
        Case("agresso_unicode", [["Funksjon", "Art", *PAIR], *lines(named, named)], "utf16"),
        Case(
            "agresso_tjeneste",
            [["Tjeneste", "Art", *PAIR], *lines(lambda code: f"{code}0", int)],
            "tab",
        ),
        Case(
            "agresso_art_fire",
            [["Funksjon", "Artskonto", *PAIR], *lines(art=lambda code: f"{code}0")],
        ),
        Case(
            "agresso_saldo",
            [["Funksjon", "Art", "Saldo 2024"], *saldo],
            answer='columns: {"Saldo 2024": accounts}',
            without_budget=True,
        ),
        Case(
            "agresso_atte_maneder",
            [LEDGER, *by_month(range(1, 9))],
            "tab",
            missing="the periods do not make a year",
        ),
    ]


def xledger() -> list[Case]:
    own = [[row[0] if row[0] != "244" else "Barnevern, felles", *row[1:]] for row in lines()]
    names = [[NAMES[str(row[0])], *row[1:]] for row in lines(art=named)]
    of_class = [["1 Drift", *row] for row in lines()] + [
        ["0 Investering", "244", "230", "99 000,00", ""]
    ]
    years = [[*row[:3], 0, row[3]] for row in lines(amount=int)]
    return [
        Case(
            "xledger_kostra",
            [
                ["KOSTRA-funksjon", "KOSTRA-art", *PAIR],
                *lines(amount=lambda kroner: f"{kroner:.2f}"),
            ],
            "comma",
        ),
        Case("xledger_tall", [["Funksjon", "Art", *PAIR], *lines(int, int, float)], "xlsx"),
        Case(
            "xledger_i_fjor",
            [
                ["Regnskapsår 2024"],
                ["Funksjon", "Art", "Regnskap i år", "Regnskap i fjor", "Budsjett i år"],
                *years,
            ],
            "xlsx",
        ),
        Case("xledger_navn", [["Funksjon", "Art", *PAIR], *names]),
        Case(
            "xledger_eget_navn",
            [["Funksjon", "Art", *PAIR], *own],
            answer='functions: {"Barnevern, felles": "244"}',
        ),
        Case("xledger_kontoklasse", [["Kontoklasse", "Funksjon", "Art", *PAIR], *of_class]),
    ]


def framsikt() -> list[Case]:
    cumulative = [[*row[:2], int(str(row[2])) // 2, *row[2:]] for row in lines(amount=int)]
    totals = {
        of: sum(accounts for (code, _), (accounts, _) in TRUTH.items() if code == of)
        for of in FUNCTIONS
    }
    return [
        Case(
            "framsikt_tusen",
            [["Tall i 1000 kr"], ["Funksjon", "Art", *PAIR], *lines(named, named, thousands)],
            "xlsx",
        ),
        Case(
            "framsikt_hoder",
            [
                ["Funksjon", "Art", "Regnskap 2024 (1000 kr)", "Reg. bud. 2024 (1000 kr)"],
                *lines(amount=thousands),
            ],
        ),
        Case(
            "framsikt_pivot",
            [
                ["Funksjon", "Art", *PAIR],
                *with_totals(lines(named, named, int), lambda code: f"{named(code)} Totalt"),
            ],
            "xlsx",
        ),
        Case(
            "framsikt_kvartal",
            of_periods([f"Regnskap {one}. kvartal 2024" for one in range(1, 5)], 4),
        ),
        Case(
            "framsikt_hittil",
            [
                [
                    "Funksjon",
                    "Art",
                    "Regnskap per 31.08.2024",
                    "Regnskap per 31.12.2024",
                    "Budsjett 2024",
                ],
                *cumulative,
            ],
        ),
        Case(
            "framsikt_uten_art",
            [["Funksjon", "Regnskap 2024"], *([named(of), total] for of, total in totals.items())],
            missing="the file has no column of the KOSTRA art",
        ),
    ]


POSITIONS = {
    "Barnevernspedagog": 16.0,
    "Sosionom": 8.0,
    "Psykolog": 3.0,
    "Sekretær": 1.0,
    "Assistent": 0.5,
}
FTES = {"244": 21.5, "251": 5.0, "252": 2.0}
SICK = {month: (540 + month, 30 + month) for month in range(1, 13)}
MONTHS = [
    "Januar",
    "Februar",
    "Mars",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Desember",
]


def staff() -> list[Case]:
    persons = [
        [number, f"Person {number}", name, 50, 244]
        for number, name in enumerate(
            (name for name, ftes in POSITIONS.items() for _ in range(int(ftes * 2))), start=1
        )
    ]
    codes = [
        [f"{number} {name}", ftes]
        for number, (name, ftes) in enumerate(POSITIONS.items(), start=7530)
    ]
    unknown = [
        ["Miljøterapeut" if name == "Psykolog" else name, ftes] for name, ftes in POSITIONS.items()
    ]
    return [
        Case(
            "hr_stillinger",
            [
                ["Bemanning per 31.12.2024"],
                ["Stilling", "Årsverk"],
                *map(list, POSITIONS.items()),
                ["Sum", 28.5],
            ],
            "xlsx",
            kind="positions",
        ),
        Case(
            "hr_funksjoner",
            [
                ["År", "Funksjon", "Avtalte årsverk"],
                *([2024, code, norwegian(ftes)] for code, ftes in FTES.items()),
                [2024, 202, "99,00"],
            ],
            kind="functions",
        ),
        Case(
            "hr_ansatte",
            [
                ["Ansattliste 31.12.2024"],
                ["Ansattnr", "Navn", "Stillingstype", "Stillingsprosent", "Avdeling"],
                *persons,
            ],
            kind="employees",
        ),
        Case(
            "hr_fravaer",
            [
                ["Sykefravær 2024"],
                ["Måned", "Mulige dagsverk", "Tapte dagsverk", "Fravær %"],
                *([name, *days, ""] for name, days in zip(MONTHS, SICK.values(), strict=True)),
            ],
            kind="sick",
        ),
        Case(
            "hr_ukjent_stilling",
            [["Bemanning 2024"], ["Utdanning", "Antall årsverk"], *unknown],
            answer='positions: {"Miljøterapeut": other_higher_education}',
            kind="positions",
        ),
        Case(
            "hr_uten_ar",
            [
                ["Stillingskode", "Stilling", "Sum årsverk"],
                *([row[0][:4], row[0], row[1]] for row in codes),
            ],
            "xlsx",
            year="2024",
            kind="positions",
        ),
    ]


CASES = [*visma(), *agresso(), *xledger(), *framsikt(), *staff()]


def accounts_template(*, budget: bool) -> str:
    rows = [
        f"2024;{function};{art};{planned if budget else ''};{spent}"
        for (function, art), (spent, planned) in TRUTH.items()
    ]
    return "\n".join(["year;function;art;budget;accounts", *rows, ""])


def staff_template(kind: str) -> str:
    educations = [
        "child_welfare_pedagogue",
        "social_worker",
        "other_higher_education",
        "clerical",
        "other_unskilled",
    ]
    if kind == "sick":
        rows = [f"2024;{month};{possible};{lost}" for month, (possible, lost) in SICK.items()]
        return "\n".join(["year;month;days_possible;days_lost", *rows, ""])
    if kind == "functions":
        return f"year;{';'.join(f'fte_{code}' for code in FTES)}\n2024;{';'.join(map(str, FTES.values()))}\n"
    heads, values = [f"fte_{name}" for name in educations], list(map(str, POSITIONS.values()))
    if kind == "employees":
        heads, values = [*heads, "employees"], [*values, str(int(2 * sum(POSITIONS.values())))]
    return f"year;{';'.join(heads)}\n2024;{';'.join(values)}\n"
