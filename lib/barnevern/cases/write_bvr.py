"""Cases as BVR files, structure v4: one file per case. Texts that the case tables do not keep are
written as one fixed word.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from barnevern.cases import bvr_elements
from barnevern.cases.as_of import as_of
from barnevern.cases.bvr_measures import measures
from barnevern.cases.bvr_text import uuid_of
from barnevern.cases.tables import Cases
from barnevern.cases.xml_text import (
    NO_ORGANISATION,
    Identities,
    element,
    parts_of,
    records,
    require_legal_bases,
)
from barnevern.observations import lookup

SYSTEM = {"Leverandor": "barnevern", "Navn": "barnevern", "Versjon": "4"}


def write(
    cases: Cases,
    journals: Mapping[str, str],
    municipality: str,
    year: int,
    folder: Path,
    *,
    identity_of: Identities,
    organisation: str = NO_ORGANISATION,
) -> list[Path]:
    """Write a file for each case of one municipality into ``folder``, as it stood on 31 December of
    ``year``; gives the paths.

    A case has its whole history, ended or not. ``journals`` gives the journal number of a case,
    ``identity_of`` the numbers of a person; a child without a birth date has no particulars. Where
    the format demands a code with an end, an element that ended without one is written as open.
    Raises ValueError where an element has no legal basis.
    """
    mine = cases["cases"][cases["cases"]["municipality"].eq(municipality)]
    known = as_of(Cases.of({**cases.tables, "cases": mine}), pd.Timestamp(year, 12, 31))
    require_legal_bases(
        known, {"measures": "measure", "decisions": "decision", "board_applications": "application"}
    )
    children = _children(known, identity_of)
    name = lookup.region(municipality, year).name
    numbers = {"Organisasjonsnummer": organisation, "Kommunenummer": municipality}
    sender = numbers | {"Kommunenavn": name}
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for row in records(known["cases"]):
        content = _content(row, journals[row.case], sender, parts_of(row.case, children))
        paths.append(folder / f"{uuid_of('Sak', row.case)}.xml")
        paths[-1].write_text(_file(row.case, year, content), encoding="utf-8", newline="\n")
    return paths


def _children(cases: Cases, identity_of: Identities) -> list[dict[str, str]]:
    """The elements of each case as text, by kind, in the order of the format."""
    return [
        bvr_elements.particulars(cases, identity_of),
        bvr_elements.referrals(cases),
        bvr_elements.investigations(cases),
        bvr_elements.plans(cases),
        measures(cases),
        bvr_elements.decisions(cases),
        bvr_elements.aftercare(cases),
        bvr_elements.applications(cases),
        bvr_elements.moves(cases),
        bvr_elements.relations(cases),
    ]


def _content(row: Any, journal: str, sender: Mapping[str, str], children: str) -> str:
    """What stands in the root of the file of one case: who sends it, from which system, and the
    case itself.
    """
    district = {"Bydelsnummer": row.district, "Bydelsnavn": f"Bydel {row.district}"}
    case = {
        "Id": uuid_of("Sak", row.case),
        "StartDato": row.start,
        "SluttDato": row.end,
        "Journalnummer": journal,
        "Avsluttet": "true" if row.closed else "false",
    }
    return (
        element(1, "Fagsystem", SYSTEM)
        + element(1, "Avgiver", {**sender, **(district if row.district else {})})
        + element(1, "Sak", case, children)
    )


def _file(case: str, year: int, content: str) -> str:
    attributes = {
        "Id": uuid_of("message", case, str(year)),
        "DatoUttrekk": f"{year}-12-31T23:59:59+01:00",
    }
    root = element(0, "Barnevern", attributes, content)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'
