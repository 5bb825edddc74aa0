"""Random small case tables for the tests of readers and writers, and tables made comparable
whatever their ids are.
"""

import datetime
from collections import defaultdict

import pandas as pd
from hypothesis import strategies as st

from barnevern.cases import SCHEMA, Cases
from barnevern.cases.as_of import KEYS, PARTS
from barnevern.sources.structure import code_list

YEAR = 2024
MUNICIPALITY = "3201"
ID_COLUMNS = {"case", "person", "of", "from_id", "to_id", *KEYS.values()}
BEYOND_15F = [
    "extensions",
    "participation",
    "visit_duties",
    "visits",
    "decisions",
    "decision_statuses",
    "decision_demands",
    "aftercare",
    "board_applications",
]
earlier = st.dates(datetime.date(2015, 1, 1), datetime.date(YEAR, 12, 31))
this_year = st.dates(datetime.date(YEAR, 1, 1), datetime.date(YEAR, 12, 31))


@st.composite
def made_cases(draw: st.DrawFn, fmt: str) -> Cases:
    """Cases of one municipality that an extract in the format ``15f`` or ``bvr`` of YEAR holds
    whole.
    """
    maker = Maker(draw, fmt)
    for _ in range(draw(st.integers(1, 3))):
        maker.add_case()
    return Cases.of(maker.rows)


class Maker:
    """Draws cases with everything that the format can express."""

    def __init__(self, draw: st.DrawFn, fmt: str) -> None:
        self.draw, self.fmt = draw, fmt
        self.rows: dict[str, list[dict[str, object]]] = defaultdict(list)

    def add_case(self) -> None:
        draw, case = self.draw, f"case{len(self.rows['cases'])}"
        end = draw(st.none() | this_year)
        self.add(
            "cases",
            case=case,
            person=self.add_person(case),
            municipality=MUNICIPALITY,
            district=draw(st.sampled_from(["", "02", "15"])),
            year=YEAR,
            start=draw(earlier),
            end=end,
            closed=end is not None and draw(st.booleans()),
            extracted=datetime.date(YEAR, 12, 31) if self.fmt == "bvr" else None,
        )
        referrals = [self.add_referral(case) for _ in range(draw(st.integers(0, 3)))]
        investigations = [self.add_investigation(case) for _ in referrals if draw(st.booleans())]
        for investigation, referral in zip(investigations, referrals, strict=False):
            self.relate(case, "referral", referral, "investigation", investigation)
        for _ in range(draw(st.integers(0, 2))):
            self.add_plan(case)
            self.add_measure(case)
            self.add_move(case)
        if self.fmt == "bvr":
            for investigation in investigations:
                self.relate(
                    case, "investigation", investigation, "decision", self.add_decision(case)
                )
            self.add_aftercare(case)

    def add(self, table: str, **row: object) -> str:
        """A row; where the table has ids of its own, the new id."""
        key = KEYS.get(table)
        own = {key: f"{key}{len(self.rows[table])}"} if key else {}
        self.rows[table].append({**own, **row})
        return next(iter(own.values()), "")

    def code(self, name: str) -> str:
        return self.draw(st.sampled_from(code_list(name, self.fmt)))

    def coded(self, table: str, column: str, owner: str, codes: str, least: int = 0) -> None:
        for _ in range(self.draw(st.integers(least, 2))):
            self.add(
                table, **{column: owner}, code=self.code(codes), specified=self.draw(st.booleans())
            )

    def add_person(self, case: str) -> str:
        draw = self.draw
        kind = draw(
            st.sampled_from(
                ["fnr", "fnr", "dnr", "partial", "unborn"]
                + ["duf", "none", "invalid"] * (self.fmt == "15f")
            )
        )
        sex = draw(
            st.sampled_from(
                ["1", "2"] if kind in ("fnr", "dnr") or self.fmt == "bvr" else ["1", "2", ""]
            )
        )
        born = draw(st.dates(datetime.date(2000, 1, 1), datetime.date(YEAR, 12, 31)))
        if kind == "unborn":
            sex, born = (
                "0",
                draw(st.dates(datetime.date(YEAR, 6, 1), datetime.date(YEAR + 1, 9, 30))),
            )
        if kind in ("duf", "none", "invalid"):
            sex, born = "", None
        own = [row["person"] for row in self.rows["persons"] if row["identity"] in ("fnr", "dnr")]
        sibling = draw(st.booleans()) if own else False
        person = str(own[0]) if sibling else f"person{len(self.rows['persons'])}"
        row = dict(self.rows["persons"][0]) if sibling else {}
        if sibling:
            row = next(dict(each) for each in self.rows["persons"] if each["person"] == person)
        else:
            row = {
                "person": person,
                "sex": sex,
                "born": born,
                "identity": kind,
                "synthetic": kind in ("fnr", "dnr", "partial", "unborn"),
            }
            row["duf"] = kind == "duf" or (kind != "none" and draw(st.booleans()))
        self.rows["persons"].append(
            {**row, "case": case, "start": draw(earlier) if self.fmt == "bvr" else None}
        )
        return person

    def add_referral(self, case: str) -> str:
        end = self.draw(st.none() | this_year)
        own = self.add(
            "referrals",
            case=case,
            start=self.draw(earlier),
            end=end,
            conclusion=self.code("melding_konklusjon") if end else "",
        )
        self.coded("referral_senders", "referral", own, "melder")
        self.coded("referral_grounds", "referral", own, "saksinnhold")
        return own

    def add_investigation(self, case: str) -> str:
        draw, end = self.draw, self.draw(st.none() | this_year)
        own = self.add(
            "investigations",
            case=case,
            start=draw(earlier),
            end=end,
            conclusion=self.code("undersokelse_konklusjon") if end else "",
            specified=bool(end) and draw(st.booleans()),
        )
        self.coded("investigation_grounds", "investigation", own, "saksinnhold")
        if self.fmt == "bvr" and draw(st.booleans()):
            self.add(
                "extensions", investigation=own, start=draw(earlier), granted=draw(st.booleans())
            )
            self.add(
                "participation",
                investigation=own,
                start=draw(earlier),
                code=self.code("medvirkning"),
            )
        return own

    def add_plan(self, case: str) -> None:
        draw = self.draw
        own = self.add(
            "plans",
            case=case,
            type=self.code("plantype"),
            start=draw(earlier),
            end=draw(st.none() | this_year),
        )
        for _ in range(draw(st.integers(0, 2))):
            self.add("evaluations", plan=own, date=draw(earlier))

    def add_legal_bases(self, of: str, kind: str) -> None:
        digits, draw = st.integers(0, 30).map(str), self.draw
        for order in range(draw(st.integers(1, 4))):
            self.add(
                "legal_bases",
                of=of,
                kind=kind,
                order=order,
                act=draw(st.sampled_from(["BVL", "BVL2021", "BL1981"])),
                chapter=draw(digits),
                section=draw(digits),
                subsection=draw(st.sampled_from(["", "1", "2", "1 2"])),
                letter=draw(st.sampled_from(["", "a", "g"])),
                sentence=draw(st.sampled_from(["", "1", "3"])),
            )

    def add_measure(self, case: str) -> None:
        draw = self.draw
        revoked = draw(st.booleans())
        own = self.add(
            "measures",
            case=case,
            start=draw(earlier),
            end=draw(this_year) if revoked else draw(st.none() | this_year),
            category=self.code("tiltak_kategori"),
            specified=draw(st.booleans()),
            revoked=self.code("opphevelse") if revoked else "",
            revoked_specified=revoked and draw(st.booleans()),
        )
        self.add_legal_bases(own, "measure")
        self.coded("measure_grounds", "measure", own, "saksinnhold")
        for kind in (
            ["supervision", "follow_up"] if self.fmt == "bvr" and draw(st.booleans()) else []
        ):
            for day in draw(st.lists(earlier, min_size=1, max_size=2, unique=True).map(sorted)):
                self.add(
                    "visit_duties",
                    measure=own,
                    kind=kind,
                    start=day,
                    per_year=draw(st.sampled_from([2, 4])),
                    municipality=draw(st.sampled_from(["3201", "0301"]))
                    if kind == "supervision"
                    else "",
                )
            for _ in range(draw(st.integers(0, 2))):
                self.add("visits", measure=own, kind=kind, date=draw(earlier))

    def add_move(self, case: str) -> None:
        draw = self.draw
        self.add(
            "moves",
            case=case,
            date=draw(this_year),
            cause=self.code("flytting_arsak_fra"),
            cause_specified=draw(st.booleans()),
            destination=self.code("flytting_til"),
            destination_specified=draw(st.booleans()),
        )

    def add_decision(self, case: str) -> str:
        draw = self.draw
        own = self.add("decisions", case=case, start=draw(earlier), end=draw(st.none() | this_year))
        self.add_legal_bases(own, "decision")
        for _ in range(draw(st.integers(1, 2))):
            self.add(
                "decision_statuses",
                decision=own,
                date=draw(earlier),
                code=self.code("vedtak_status"),
            )
        if draw(st.booleans()):
            end = draw(st.none() | this_year)
            self.add(
                "decision_demands",
                decision=own,
                start=draw(earlier),
                end=end,
                conclusion=self.code("krav_konklusjon") if end else "",
                specified=bool(end) and draw(st.booleans()),
            )
        return own

    def add_aftercare(self, case: str) -> None:
        end = self.draw(st.none() | this_year)
        self.add(
            "aftercare",
            case=case,
            offered=self.draw(earlier),
            end=end,
            conclusion=self.code("ettervern_konklusjon") if end else "",
        )
        own = self.add("board_applications", case=case, start=self.draw(earlier))
        self.add_legal_bases(own, "application")

    def relate(self, case: str, left_type: str, left: str, right_type: str, right: str) -> None:
        self.add(
            "relations",
            case=case,
            from_type=left_type,
            from_id=left,
            to_type=right_type,
            to_id=right,
        )


def comparable(cases: Cases) -> dict[str, pd.DataFrame]:
    """The tables with every id named after the place it first stands in, and rows in the order of
    cases: equal for equal cases.
    """
    names: dict[str, str] = {}
    for case in cases["cases"]["case"]:
        names[case] = f"case{len(names)}"
    for person in cases["cases"]["person"]:
        names.setdefault(
            person,
            f"person of {names[cases['cases'].set_index('person')['case'].loc[[person]].iloc[0]]}",
        )
    order = {case: place for place, case in enumerate(cases["cases"]["case"])}
    tables = {}
    for table, columns in SCHEMA.items():
        rows = cases[table]
        if table in KEYS:
            rows = rows.sort_values("case", key=lambda column: column.map(order), kind="stable")
            for number, own in enumerate(rows[KEYS[table]]):
                names[own] = f"{KEYS[table]}{number}"
        tables[table] = rows[list(columns)]
    for table, rows in tables.items():
        named = rows.assign(
            **{
                column: rows[column].map(names).astype("str")
                for column in rows.columns
                if column in ID_COLUMNS
            }
        )
        by = {"legal_bases": ["of", "order"], "relations": ["from_id", "to_id"]}.get(table) or (
            [PARTS[table][1]] if table in PARTS else None
        )
        by = [*(by or []), "kind"] if table in ("visits", "visit_duties") else by
        tables[table] = (named.sort_values(by, kind="stable") if by else named).reset_index(
            drop=True
        )
    return tables


def as_15f_has_it(cases: Cases) -> Cases:
    """What of the cases KOSTRA 15F can express."""
    tables = {name: table for name, table in cases.tables.items() if name not in BEYOND_15F}
    tables["evaluations"] = tables["evaluations"].groupby("plan", as_index=False)["date"].max()
    nested = tables["relations"]["from_type"].eq("referral") & tables["relations"]["to_type"].eq(
        "investigation"
    )
    tables["relations"] = tables["relations"][nested]
    tables["legal_bases"] = tables["legal_bases"][tables["legal_bases"]["kind"].eq("measure")]
    tables["cases"] = tables["cases"].assign(extracted=pd.NaT)
    tables["persons"] = tables["persons"].assign(start=pd.NaT)
    return Cases.of(tables)


def assert_same(found: Cases, expected: Cases) -> None:
    left, right = comparable(found), comparable(expected)
    for table in SCHEMA:
        pd.testing.assert_frame_equal(left[table], right[table], obj=table)
