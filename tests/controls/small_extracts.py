"""Small extracts for the tests of the controls: one clean child in each format, and changes to
it.
"""

import copy
from functools import cache
from typing import Any

import pandas as pd

from barnevern.cases import SCHEMA, Cases, Extract
from barnevern.cases.tables import FAULTS, _typed

Tables = dict[str, list[dict[str, Any]]]

# A boy of twelve: a referral gone through in time, an investigation, a plan, help at home. Nothing
# in it is wrong in either format.
CHILD: Tables = {
    "cases": [
        {
            "case": "c1",
            "person": "p1",
            "municipality": "3201",
            "year": 2024,
            "start": "2024-01-10",
            "closed": False,
        }
    ],
    "persons": [
        {
            "person": "p1",
            "case": "c1",
            "sex": "1",
            "born": "2012-05-01",
            "identity": "fnr",
            "synthetic": True,
        }
    ],
    "referrals": [
        {
            "referral": "r1",
            "case": "c1",
            "start": "2024-01-10",
            "end": "2024-01-17",
            "conclusion": "2",
        }
    ],
    "referral_senders": [{"referral": "r1", "code": "11"}],
    "referral_grounds": [{"referral": "r1", "code": "20"}],
    "investigations": [
        {
            "investigation": "i1",
            "case": "c1",
            "start": "2024-01-17",
            "end": "2024-04-10",
            "conclusion": "1",
        }
    ],
    "investigation_grounds": [{"investigation": "i1", "code": "20"}],
    "plans": [{"plan": "l1", "case": "c1", "type": "1", "start": "2024-04-10"}],
    "measures": [{"measure": "m1", "case": "c1", "start": "2024-04-10", "category": "3.6"}],
    "legal_bases": [
        {
            "of": "m1",
            "kind": "measure",
            "order": 0,
            "act": "BVL2021",
            "chapter": "3",
            "section": "1",
        }
    ],
}
# What BVR knows beyond that: the decision between investigation and measure, and what leads to
# what.
MORE: Tables = {
    "decisions": [{"decision": "d1", "case": "c1", "start": "2024-04-10"}],
    "decision_statuses": [{"decision": "d1", "date": "2024-04-10", "code": "1"}],
    "relations": [
        {
            "case": "c1",
            "from_type": "referral",
            "from_id": "r1",
            "to_type": "investigation",
            "to_id": "i1",
        },
        {
            "case": "c1",
            "from_type": "investigation",
            "from_id": "i1",
            "to_type": "decision",
            "to_id": "d1",
        },
        {
            "case": "c1",
            "from_type": "decision",
            "from_id": "d1",
            "to_type": "measure",
            "to_id": "m1",
        },
    ],
}
# A case that is not as the format has it: id, journal number, file, line, column, rule and remedy.
FAULT = ("c9", "J9", "x.xml", 7, "Individ/@StartDato", "the attribute is missing", "fill it in")
ABOUT = {
    "municipality": "3201",
    "municipality_name": "Bærum",
    "organisation": "974553686",
    "year": 2024,
}


def kostra(**changes: Any) -> Extract:
    """The child as KOSTRA 15F for 2024, with changes."""
    return _extract("15F", changes)


def bvr(**changes: Any) -> Extract:
    """The child as BVR, extracted on 31 December 2024, with changes."""
    return _extract("BVR", changes)


@cache
def rows_of(file_format: str) -> Tables:
    """The child's rows as a format has them."""
    if file_format == "15F":
        return CHILD
    tables = copy.deepcopy(CHILD | MORE)
    tables["cases"][0]["extracted"] = "2024-12-31"
    tables["persons"][0]["start"] = "2024-01-10"
    tables["legal_bases"].append(
        {
            "of": "d1",
            "kind": "decision",
            "order": 0,
            "act": "BVL2021",
            "chapter": "3",
            "section": "1",
        }
    )
    return tables


@cache
def cases_of(file_format: str) -> Cases:
    """The child's case tables; made once, for making them takes longer than most controls."""
    return Cases.of(dict(rows_of(file_format)))


def _extract(file_format: str, changes: dict[str, Any]) -> Extract:
    """``changes`` per table: a dict changes its first row (or makes one), a list replaces its rows,
    a tuple is added to them.
    """
    about = {"format": file_format, **ABOUT, **changes.pop("about", {})}
    about["remarks"] = pd.DataFrame(changes.pop("remarks", []), columns=["of", "remark"])
    journals = changes.pop("journals", {"c1": "J1", "c2": "J2", "c3": "J3"})
    lines = changes.pop("lines", {"c1": 4, "r1": 5})
    faults = pd.DataFrame(changes.pop("faults", []), columns=FAULTS)
    tables = dict(cases_of(file_format).tables)
    for table, change in changes.items():
        rows = rows_of(file_format).get(table, [])
        if isinstance(change, dict):
            rows = [{**(rows[0] if rows else {}), **change}, *rows[1:]]
        else:
            rows = list(change) if isinstance(change, list) else [*rows, *change]
        tables[table] = _typed(pd.DataFrame(rows), SCHEMA[table])
    return Extract(Cases(tables), about, journals, lines, faults)
