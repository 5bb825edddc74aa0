"""Case tables made by hand, and random ones, for the tests of the counting rules."""

from collections import defaultdict
from random import Random

import pandas as pd

from barnevern import counting
from barnevern.cases import Cases
from barnevern.cases.formats import BVR, Format

CATEGORIES = [
    "1.1",
    "1.2",
    "1.99",
    "2.1",
    "2.2",
    "2.3",
    "2.5",
    "2.6",
    "3.1",
    "3.2",
    "3.3",
    "3.8",
    "3.9",
    "4.5",
    "8.1",
    "8.2",
]
LAWS = [
    "BVL 4-4 2",
    "BVL 4-4 3",
    "BVL 4-6 1",
    "BVL 4-6 2",
    "BVL 4-6",
    "BVL 4-8 1",
    "BVL 4-8 2",
    "BVL 4-9",
    "BVL 4-12",
    "BVL 4-25 2",
    "BVL 4-29 4",
    "BVL 4-29 1",
    "BVL2021 3-1",
    "BVL2021 3-2",
    "BVL2021 3-4",
    "BVL2021 3-5",
    "BVL2021 3-6",
    "BVL2021 4-1",
    "BVL2021 4-2",
    "BVL2021 4-3",
    "BVL2021 4-4",
    "BVL2021 4-5",
    "BVL2021 5-1",
    "BL1981 4-12",
]


class Register:
    """A small case register: each method adds an element to a case and gives its id."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, object]]] = defaultdict(list)

    def _add(self, table: str, identifier: str, **row: object) -> str:
        own = f"{identifier}{len(self.rows[table])}"
        self.rows[table].append({identifier: own, **row})
        return own

    def stranger(self, **traits: object) -> str:
        """A child in a municipality of its own: what count_each tells apart."""
        return self.child(municipality=f"{len(self.rows['cases']):04d}", **traits)  # type: ignore[arg-type]

    def child(
        self,
        born: str | None = "2010-06-15",
        sex: str = "1",
        municipality: str = "3201",
        person: str = "",
        duf: bool = False,
    ) -> str:
        case = self._add("cases", "case", municipality=municipality, year=2024, start="2010-01-01")
        self.rows["cases"][-1]["person"] = person or f"person of {case}"
        self.rows["persons"].append(
            {
                "person": person or f"person of {case}",
                "case": case,
                "sex": sex,
                "born": born,
                "duf": duf,
                "identity": "fnr",
            }
        )
        return case

    def referral(
        self,
        case: str,
        start: str,
        end: str | None = None,
        conclusion: str = "2",
        senders: tuple[str, ...] = ("8",),
    ) -> str:
        own = self._add(
            "referrals",
            "referral",
            case=case,
            start=start,
            end=end,
            conclusion=conclusion if end else "",
        )
        self.rows["referral_senders"] += [{"referral": own, "code": code} for code in senders]
        return own

    def investigation(
        self,
        case: str,
        start: str,
        end: str | None = None,
        conclusion: str = "1",
        *,
        referrals: tuple[str, ...] = (),
        extended: str = "",
        heard: str = "",
    ) -> str:
        own = self._add(
            "investigations",
            "investigation",
            case=case,
            start=start,
            end=end,
            conclusion=conclusion if end else "",
        )
        for referral in referrals:
            self.rows["relations"].append(
                {
                    "case": case,
                    "from_type": "referral",
                    "from_id": referral,
                    "to_type": "investigation",
                    "to_id": own,
                }
            )
        if extended:
            self.rows["extensions"].append(
                {"investigation": own, "start": extended, "granted": True}
            )
        if heard:
            self.rows["participation"].append({"investigation": own, "start": start, "code": heard})
        return own

    def measure(
        self,
        case: str,
        start: str,
        end: str | None = None,
        category: str = "3.9",
        law: str = "BVL2021 3-1",
        read_with: tuple[str, ...] = (),
        ground: str = "7",
    ) -> str:
        own = self._add("measures", "measure", case=case, start=start, end=end, category=category)
        for order, text in enumerate((law, *read_with)):
            act, section, *subsection = text.split()
            chapter, number = section.split("-")
            row = {
                "of": own,
                "kind": "measure",
                "order": order,
                "act": act,
                "chapter": chapter,
                "section": number,
                "subsection": " ".join(subsection),
            }
            self.rows["legal_bases"].append(row)
        self.rows["measure_grounds"].append({"measure": own, "code": ground})
        return own

    def plan(
        self,
        case: str,
        start: str,
        end: str | None = None,
        kind: str = "1",
        evaluated: tuple[str, ...] = (),
    ) -> str:
        own = self._add("plans", "plan", case=case, start=start, end=end, type=kind)
        self.rows["evaluations"] += [{"plan": own, "date": date} for date in evaluated]
        return own

    def duty(
        self,
        measure: str,
        start: str,
        per_year: int,
        kind: str = "follow_up",
        municipality: str = "",
    ) -> None:
        self.rows["visit_duties"].append(
            {
                "measure": measure,
                "kind": kind,
                "start": start,
                "per_year": per_year,
                "municipality": municipality,
            }
        )

    def visit(self, measure: str, *dates: str, kind: str = "follow_up") -> None:
        self.rows["visits"] += [{"measure": measure, "kind": kind, "date": date} for date in dates]

    def move(self, case: str, date: str, cause: str, destination: str = "1") -> str:
        return self._add(
            "moves", "move", case=case, date=date, cause=cause, destination=destination
        )

    def offer(self, case: str, offered: str, end: str | None = None, conclusion: str = "1") -> str:
        return self._add(
            "aftercare",
            "aftercare",
            case=case,
            offered=offered,
            end=end,
            conclusion=conclusion if end else "",
        )

    def cases(self) -> Cases:
        return Cases.of(dict(self.rows))

    def count(self, *years: int, file_format: Format = BVR) -> "Figures":
        return Figures(counting.observations(self.cases(), "3201", list(years), file_format))

    def count_each(self, year: int) -> "list[Figures]":
        """The figures of each municipality with a child, in the order in which they got their first
        one.
        """
        table = counting.observations_all(self.cases(), [year])
        return [
            Figures(table[table["region"].eq(code)])
            for code in dict.fromkeys(row["municipality"] for row in self.rows["cases"])
        ]


class Figures:
    """Observations of one municipality, asked for one by one: figures["referrals", 2024,
    "police"].
    """

    def __init__(self, table: pd.DataFrame) -> None:
        keys = zip(table["measure"], table["year"], table["category"], strict=True)
        self.numbers = dict(zip(keys, table["value"], strict=True))
        assert len(self.numbers) == len(table), "a figure stands twice"

    def __getitem__(self, key: tuple[str, int] | tuple[str, int, str]) -> float:
        return self.numbers[key if len(key) == 3 else (*key, "")]

    def has(self, measure: str, year: int, category: str = "") -> bool:
        return (measure, year, category) in self.numbers

    def names(self) -> set[tuple[str, str]]:
        return {(measure, category) for measure, _, category in self.numbers}


def random_register(chance: Random, persons: int = 4) -> Register:
    """A register of cases with dates that like the borders of years, quarters and months; also some
    with faults.
    """
    register = Register()
    for number in range(chance.randint(0, persons)):
        who = chance.choice([f"p{number}", "p0"])
        born = chance.choice(
            [
                None,
                "1999-01-01",
                "2000-12-31",
                "2004-12-31",
                "2005-01-01",
                "2006-03-01",
                "2009-02-28",
                "2016-07-01",
                "2023-11-30",
            ]
        )
        case = register.child(
            born, chance.choice(["0", "1", "2"]), person=who, duf=chance.random() < 0.5
        )
        for _ in range(chance.randint(0, 2)):
            _random_inquiry(register, case, chance)
        for _ in range(chance.randint(0, 4)):
            _random_measure(register, case, chance)
        for _ in range(chance.randint(0, 2)):
            start, end = _period(chance)
            evaluated = tuple(_day(chance) for _ in range(chance.randint(0, 2)))
            register.plan(case, start, end, chance.choice("12345678"), evaluated)
        if chance.random() < 0.5:
            register.move(
                case,
                _day(chance),
                chance.choice(["1.1.1", "1.1.3", "1.2.2", "1.3", "2.6", "2.9"]),
                chance.choice("1469"),
            )
        if chance.random() < 0.3:
            start, end = _period(chance)
            register.offer(case, start, end, chance.choice("123"))
    return register


def _random_inquiry(register: Register, case: str, chance: Random) -> None:
    start, end = _period(chance, longest=20)
    senders = tuple(chance.sample([str(code) for code in range(1, 26)], chance.randint(0, 2)))
    referral = register.referral(
        case, start, end, chance.choice(["1", "2", "2", "3", "4", ""]), senders
    )
    if chance.random() < 0.7:
        begun, ended = _period(chance, longest=250)
        extended = _day(chance) if chance.random() < 0.3 else ""
        heard = chance.choice(["", "1.1", "2.2"])
        linked = (referral,) if chance.random() < 0.8 else ()
        register.investigation(
            case,
            begun,
            ended,
            chance.choice("123456"),
            referrals=linked,
            extended=extended,
            heard=heard,
        )


def _random_measure(register: Register, case: str, chance: Random) -> None:
    start, end = _period(chance)
    category, read_with = (
        chance.choice(CATEGORIES),
        tuple(chance.sample(["BVL 4-12", "BVL2021 5-1"], chance.randint(0, 1))),
    )
    measure = register.measure(
        case, start, end, category, chance.choice(LAWS), read_with, chance.choice(["7", "12"])
    )
    for kind in ("follow_up", "supervision"):
        for _ in range(chance.randint(0, 2)):
            register.duty(
                measure,
                chance.choice([start, _day(chance)]),
                chance.choice([2, 4]),
                kind,
                chance.choice(["", "3201", "3024", "0301"]),
            )
        register.visit(measure, *[_day(chance) for _ in range(chance.randint(0, 5))], kind=kind)


def _day(chance: Random) -> str:
    if chance.random() < 0.5:
        return f"{chance.randint(2020, 2024)}-{chance.choice(['01-01', '12-31', '06-30', '07-01', '02-28', '03-31', '08-31', '11-30', '12-24'])}"
    return str((pd.Timestamp("2019-10-01") + pd.Timedelta(days=chance.randint(0, 2000))).date())


def _period(chance: Random, longest: int = 900) -> tuple[str, str | None]:
    start = _day(chance)
    end = str(
        (
            pd.Timestamp(start)
            + pd.Timedelta(days=chance.choice([0, 7, 8, 13, 14, chance.randint(0, longest)]))
        ).date()
    )
    return start, chance.choice([None, end, end, _day(chance)])
