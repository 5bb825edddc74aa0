"""The measures of a BVR file as text, with the visits that are owed and made."""

from collections.abc import Mapping

import pandas as pd

from barnevern.cases.bvr_text import code, codes, elements, ended, joined, legal_bases, uuid_of
from barnevern.cases.tables import Cases
from barnevern.cases.xml_text import dates, element, grouped, parts_of, records


def measures(cases: Cases) -> dict[str, str]:
    """The elements Tiltak of each case. Raises ValueError for visits that nothing demands."""
    rows = cases["measures"]
    contents = joined(
        rows,
        "measure",
        legal_bases(cases, "measure"),
        [code("Kategori", row.category, specified=row.specified) for row in records(rows)],
        codes(cases["measure_grounds"], "measure", "Tiltaksgrunnlag"),
        supervision(cases),
        follow_up(cases),
        _revoked(rows),
        ended(rows),
    )
    return elements(rows, "measure", contents, {"StartDato": dates(rows["start"])})


def _revoked(rows: pd.DataFrame) -> list[str]:
    return [
        code("Opphevelse", row.revoked, specified=row.revoked_specified) if row.revoked else ""
        for row in records(rows)
    ]


def supervision(cases: Cases) -> dict[str, str]:
    """Tilsyn of each measure that owes it; the municipality of the case supervises where no other
    is named.
    """
    duties, visits = _of_kind(cases, "supervision")
    owners = cases["measures"][["measure", "case"]].merge(
        cases["cases"][["case", "municipality"]], on="case"
    )
    own = dict(zip(owners["measure"], owners["municipality"], strict=True))
    responsible = (
        element(
            4,
            "Ansvarlig",
            {
                "Id": uuid_of("Ansvarlig", row.measure, row.start),
                "StartDato": row.start,
                "Kommunenummer": row.municipality or own[row.measure],
            },
        )
        for row in records(duties)
    )
    parts = [
        grouped(duties["measure"], responsible),
        _rates(duties, "supervision"),
        _made(visits, "supervision"),
    ]
    return _by_measure("Tilsyn", duties, parts)


def follow_up(cases: Cases) -> dict[str, str]:
    """Oppfolging of each measure that owes it."""
    duties, visits = _of_kind(cases, "follow_up")
    parts = [_rates(duties, "follow_up"), _made(visits, "follow_up")]
    return _by_measure("Oppfolging", duties, parts)


def _of_kind(cases: Cases, kind: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The duties and the visits of a kind."""
    duties, visits = (
        cases[table][cases[table]["kind"].eq(kind)] for table in ("visit_duties", "visits")
    )
    if not visits["measure"].isin(duties["measure"]).all():
        raise ValueError(
            f"a measure has visits ({kind}) and owes none; the format has no room for them"
        )
    return duties, visits


def _rates(duties: pd.DataFrame, kind: str) -> dict[str, str]:
    """How many visits a year each measure owes, from which day on."""
    texts = (
        element(
            4,
            "Hyppighet",
            {
                "Id": uuid_of("Hyppighet", kind, row.measure, row.start),
                "StartDato": row.start,
                "Kode": str(row.per_year),
            },
        )
        for row in records(duties)
    )
    return grouped(duties["measure"], texts)


def _made(visits: pd.DataFrame, kind: str) -> dict[str, str]:
    """The visits that each measure got."""
    texts = (
        element(
            4,
            "Utfort",
            {"Id": uuid_of("Utfort", kind, row.measure, str(number)), "UtfortDato": row.date},
        )
        for number, row in enumerate(records(visits))
    )
    return grouped(visits["measure"], texts)


def _by_measure(
    tag: str, duties: pd.DataFrame, parts: list[Mapping[str, str]] | list[dict[str, str]]
) -> dict[str, str]:
    return {
        measure: element(3, tag, {}, parts_of(measure, parts))
        for measure in duties["measure"].unique()
    }
