"""Cases as a KOSTRA 15F file. Texts that the case tables do not keep are written as one fixed
word.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from barnevern.cases.as_of import as_of, of_these, with_parts
from barnevern.cases.tables import Cases
from barnevern.cases.xml_text import (
    CASE_WORKER,
    DETAIL,
    LEGAL_PARTS,
    NO_ORGANISATION,
    Identities,
    dates,
    element,
    grouped,
    parts_of,
    records,
    require_legal_bases,
    text_element,
)
from barnevern.observations import lookup

ENCODING = "iso-8859-1"
# The case tables of the file: those whose elements have an end, and those that happen on one day.
ENDING = ("referrals", "investigations", "plans", "measures", "decisions", "aftercare")
ON_A_DAY = ("board_applications", "moves")


def write(
    cases: Cases,
    journals: Mapping[str, str],
    municipality: str,
    year: int,
    path: Path,
    *,
    identity_of: Identities,
    organisation: str = NO_ORGANISATION,
) -> None:
    """Write the file of one municipality and reporting year.

    It holds the cases and elements that were active on a day of ``year``, as they stood on 31
    December; an investigation stands in the first referral it belongs to, and of the evaluations of
    a plan the last one is written: the format has room for no more. ``journals`` gives the journal
    number of a case, ``identity_of`` the numbers of a person. Raises ValueError where a measure has
    no legal basis, or an investigation no referral.
    """
    active = active_in(cases, municipality, year)
    require_legal_bases(active, {"measures": "measure"})
    sender = {
        "Organisasjonsnummer": organisation,
        "Versjon": str(year),
        "Kommunenummer": municipality,
        "Kommunenavn": _name(municipality, year),
    }
    individuals = _individuals(active, journals, identity_of)
    with path.open("w", encoding=ENCODING, errors="xmlcharrefreplace", newline="\n") as handle:
        handle.write(f'<?xml version="1.0" encoding="{ENCODING}"?>\n<Barnevern>\n')
        handle.write(element(1, "Avgiver", sender))
        handle.writelines(individuals)
        handle.write("</Barnevern>\n")


def _individuals(
    cases: Cases, journals: Mapping[str, str], identity_of: Identities
) -> Iterator[str]:
    """The element of each case, one after the other."""
    children = _children(cases)
    rows = cases["cases"].merge(
        cases["persons"].drop(columns=["person", "start"]), on="case", validate="one_to_one"
    )
    for row in records(rows):
        identity = identity_of(row.person)
        attributes = {
            "Id": row.case,
            "StartDato": row.start,
            "SluttDato": row.end,
            "Journalnummer": journals[row.case],
            "Fodselsnummer": identity.number,
            "DUFnummer": identity.duf,
            "Bydelsnummer": row.district,
            "Bydelsnavn": f"Bydel {row.district}" if row.district else "",
            "Saksbehandler": CASE_WORKER,
            "Avslutta3112": "1" if row.closed else "2",
        }
        yield element(1, "Individ", attributes, parts_of(row.case, children))


def active_in(cases: Cases, municipality: str, year: int) -> Cases:
    """The cases of one municipality and their elements that were active on at least one day of
    ``year``, as they stood on 31 December.
    """
    mine = cases["cases"][cases["cases"]["municipality"].eq(municipality)]
    known = as_of(Cases.of({**cases.tables, "cases": mine}), pd.Timestamp(year, 12, 31))
    first = pd.Timestamp(year, 1, 1)
    running = _not_over(known["cases"], first)
    tables = {
        table: of_these(known[table], "case", running["case"])
        for table in ("persons", *ENDING, *ON_A_DAY)
    }
    tables |= {table: _not_over(tables[table], first) for table in ENDING if table != "referrals"}
    tables["moves"] = tables["moves"][tables["moves"]["date"] >= first]
    tables["referrals"] = _referrals_in(tables, known["relations"], first)
    return Cases.of(with_parts(known, tables | {"cases": running}))


def _not_over(rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The rows that had not ended before the day."""
    return rows[~(rows["end"] < day)]


def _referrals_in(
    tables: Mapping[str, pd.DataFrame], relations: pd.DataFrame, first: pd.Timestamp
) -> pd.DataFrame:
    """The referrals that had not ended before ``first``, and those that an investigation among
    ``tables`` stands in.
    """
    rows, held = tables["referrals"], tables["investigations"]["investigation"]
    holding = relations.loc[relations["to_id"].isin(held), "from_id"]
    return rows[~(rows["end"] < first) | rows["referral"].isin(holding)]


def _name(municipality: str, year: int) -> str:
    return lookup.region(municipality, year).name


def _children(cases: Cases) -> list[dict[str, str]]:
    """The elements of each case as text, by kind, in the order of the format."""
    return [_referrals(cases), _plans(cases), _measures(cases), _moves(cases)]


def _coded(rows: pd.DataFrame, owner: str, name: str, indent: int) -> dict[str, str]:
    detail = text_element(indent + 1, DETAIL, DETAIL)
    texts = (
        element(indent, name, {"Kode": code}, detail if specified else "")
        for code, specified in zip(rows["code"], rows["specified"], strict=True)
    )
    return grouped(rows[owner], texts)


def _spell(row: Any, key: str) -> dict[str, str]:
    """The attributes that say which element it is and how long it lasted."""
    return {"Id": getattr(row, key), "StartDato": row.start, "SluttDato": row.end}


def _referrals(cases: Cases) -> dict[str, str]:
    rows = cases["referrals"]
    parts = [
        _coded(cases["referral_senders"], "referral", "Melder", 3),
        _coded(cases["referral_grounds"], "referral", "Saksinnhold", 3),
        _investigations(cases),
    ]
    texts = (
        element(
            2,
            "Melding",
            {**_spell(row, "referral"), "Konklusjon": row.conclusion},
            parts_of(row.referral, parts),
        )
        for row in records(rows)
    )
    return grouped(rows["case"], texts)


def _investigations(cases: Cases) -> dict[str, str]:
    """The element of each investigation, by the referral it stands in."""
    referral_of, detail = _places(cases), text_element(4, DETAIL, DETAIL)
    grounds = _coded(cases["investigation_grounds"], "investigation", "Vedtaksgrunnlag", 4)
    return {
        referral_of[row.investigation]: element(
            3,
            "Undersokelse",
            {**_spell(row, "investigation"), "Konklusjon": row.conclusion},
            (detail if row.specified else "") + grounds.get(row.investigation, ""),
        )
        for row in records(cases["investigations"])
    }


def _places(cases: Cases) -> dict[str, str]:
    """The referral each investigation stands in: the first one it belongs to that holds no other.
    Raises ValueError where one has none.
    """
    links, count = cases["relations"], len(cases["investigations"])
    links = links[links["from_type"].eq("referral") & links["to_type"].eq("investigation")]
    started = cases["referrals"][["referral", "start"]].rename(columns={"referral": "from_id"})
    links = links.merge(started, on="from_id").sort_values("start", kind="stable")
    place: dict[str, str] = {}
    taken: set[str] = set()
    for referral, investigation in zip(links["from_id"], links["to_id"], strict=True):
        if investigation not in place and referral not in taken:
            place[investigation] = referral
            taken.add(referral)
    if len(place) < count:
        raise ValueError(
            f"{count - len(place)} of {count} investigations have no referral of their own"
            " to stand in, as the format demands"
        )
    return place


def _plans(cases: Cases) -> dict[str, str]:
    rows = cases["plans"]
    last = cases["evaluations"].sort_values("date").drop_duplicates("plan", keep="last")
    evaluated = dict(zip(last["plan"], dates(last["date"]), strict=True))
    texts = (
        element(
            2,
            "Plan",
            {
                **_spell(row, "plan"),
                "EvaluertDato": evaluated.get(row.plan, ""),
                "Plantype": row.type,
            },
        )
        for row in records(rows)
    )
    return grouped(rows["case"], texts)


def _detailed(tag: str, code: str, *, detailed: bool) -> str:
    """An element of a code, with a made-up detail where the code asks for one."""
    return element(3, tag, {"Kode": code}, text_element(4, DETAIL, DETAIL) if detailed else "")


def _measures(cases: Cases) -> dict[str, str]:
    rows = cases["measures"]
    legal = _legal_bases(cases)
    grounds = _coded(cases["measure_grounds"], "measure", "Tiltaksgrunnlag", 3)
    texts = []
    for row in records(rows):
        kind = _detailed("Kategori", row.category, detailed=row.specified)
        revoked = _detailed("Opphevelse", row.revoked, detailed=row.revoked_specified)
        before, after = legal.get(row.measure, ""), grounds.get(row.measure, "")
        content = before + kind + after + (revoked if row.revoked else "")
        texts.append(element(2, "Tiltak", _spell(row, "measure"), content))
    return grouped(rows["case"], texts)


def _legal_bases(cases: Cases) -> dict[str, str]:
    """The legal bases of each measure: the first one, then those it is read with."""
    bases = cases["legal_bases"].sort_values("order", kind="stable")
    texts = (
        element(
            3,
            "JmfrLovhjemmel" if row.order else "Lovhjemmel",
            {tag: getattr(row, part) for part, tag in LEGAL_PARTS.items()},
        )
        for row in records(bases)
    )
    return grouped(bases["of"], texts)


def _moves(cases: Cases) -> dict[str, str]:
    rows = cases["moves"]
    texts = (
        element(
            2,
            "Flytting",
            {"Id": row.move, "SluttDato": row.date},
            _end_of_move("ArsakFra", row.cause, specified=row.cause_specified)
            + _end_of_move("FlyttingTil", row.destination, specified=row.destination_specified),
        )
        for row in records(rows)
    )
    return grouped(rows["case"], texts)


def _end_of_move(name: str, code: str, *, specified: bool) -> str:
    return element(3, name, {"Kode": code, DETAIL: DETAIL if specified else ""})
