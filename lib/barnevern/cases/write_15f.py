"""Cases as a KOSTRA 15F file. Texts that the case tables do not keep are written as one fixed
word.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from barnevern.cases.as_of import as_of, of_these, with_parts
from barnevern.cases.tables import Cases
from barnevern.cases.xml_text import (
    CASE_WORKER,
    DETAIL,
    NO_ORGANISATION,
    Identities,
    dates,
    element,
    grouped,
    require_legal_bases,
    text_element,
)
from barnevern.observations import regions

ENCODING = "iso-8859-1"
ACT = {
    "act": "Lov",
    "chapter": "Kapittel",
    "section": "Paragraf",
    "subsection": "Ledd",
    "letter": "Bokstav",
    "sentence": "Punktum",
}


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
    columns = (
        rows["case"],
        rows["person"],
        rows["district"],
        dates(rows["start"]),
        dates(rows["end"]),
        rows["closed"],
    )
    for case, person, district, start, end, closed in zip(*columns, strict=True):
        identity = identity_of(person)
        attributes = {
            "Id": case,
            "StartDato": start,
            "SluttDato": end,
            "Journalnummer": journals[case],
            "Fodselsnummer": identity.number,
            "DUFnummer": identity.duf,
            "Bydelsnummer": district,
            "Bydelsnavn": f"Bydel {district}" if district else "",
            "Saksbehandler": CASE_WORKER,
            "Avslutta3112": "1" if closed else "2",
        }
        yield element(1, "Individ", attributes, "".join(kind.get(case, "") for kind in children))


def active_in(cases: Cases, municipality: str, year: int) -> Cases:
    """The cases of one municipality and their elements that were active on at least one day of
    ``year``, as they stood on 31 December.
    """
    mine = cases["cases"][cases["cases"]["municipality"].eq(municipality)]
    known = as_of(Cases.of({**cases.tables, "cases": mine}), pd.Timestamp(year, 12, 31))
    first = pd.Timestamp(year, 1, 1)
    tables = {"cases": known["cases"][~(known["cases"]["end"] < first)]}
    tables["persons"] = of_these(known["persons"], "case", tables["cases"]["case"])
    for table in (
        "investigations",
        "referrals",
        "plans",
        "measures",
        "decisions",
        "aftercare",
        "board_applications",
        "moves",
    ):
        tables[table] = of_these(known[table], "case", tables["cases"]["case"])
    for table in ("investigations", "plans", "measures", "decisions", "aftercare"):
        tables[table] = tables[table][~(tables[table]["end"] < first)]
    tables["moves"] = tables["moves"][tables["moves"]["date"] >= first]
    begun = known["relations"][
        known["relations"]["to_id"].isin(tables["investigations"]["investigation"])
    ]["from_id"]
    referrals = tables["referrals"]
    tables["referrals"] = referrals[~(referrals["end"] < first) | referrals["referral"].isin(begun)]
    return Cases.of(with_parts(known, tables))


def _name(municipality: str, year: int) -> str:
    return regions.region(municipality, year).name


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


def _referrals(cases: Cases) -> dict[str, str]:
    rows, investigations = cases["referrals"], _investigations(cases)
    senders = _coded(cases["referral_senders"], "referral", "Melder", 3)
    grounds = _coded(cases["referral_grounds"], "referral", "Saksinnhold", 3)
    texts = (
        element(
            2,
            "Melding",
            {"Id": one, "StartDato": start, "SluttDato": end, "Konklusjon": conclusion},
            senders.get(one, "") + grounds.get(one, "") + investigations.get(one, ""),
        )
        for one, start, end, conclusion in zip(
            rows["referral"],
            dates(rows["start"]),
            dates(rows["end"]),
            rows["conclusion"],
            strict=True,
        )
    )
    return grouped(rows["case"], texts)


def _investigations(cases: Cases) -> dict[str, str]:
    """Each investigation by the referral it stands in: the first one it belongs to that holds no
    other.
    """
    rows = cases["investigations"]
    links = cases["relations"][
        cases["relations"]["from_type"].eq("referral")
        & cases["relations"]["to_type"].eq("investigation")
    ]
    started = cases["referrals"][["referral", "start"]].rename(columns={"referral": "from_id"})
    links = links.merge(started, on="from_id").sort_values("start", kind="stable")
    taken: dict[str, str] = {}
    used: set[str] = set()
    for referral, investigation in zip(links["from_id"], links["to_id"], strict=True):
        if investigation not in taken and referral not in used:
            taken[investigation] = referral
            used.add(referral)
    if len(taken) < len(rows):
        raise ValueError(
            f"{len(rows) - len(taken)} of {len(rows)} investigations have no referral of their own"
            " to stand in, as the format demands"
        )
    grounds, detail = (
        _coded(cases["investigation_grounds"], "investigation", "Vedtaksgrunnlag", 4),
        text_element(4, DETAIL, DETAIL),
    )
    found = {}
    for one, start, end, conclusion, specified in zip(
        rows["investigation"],
        dates(rows["start"]),
        dates(rows["end"]),
        rows["conclusion"],
        rows["specified"],
        strict=True,
    ):
        attributes = {"Id": one, "StartDato": start, "SluttDato": end, "Konklusjon": conclusion}
        found[taken[one]] = element(
            3, "Undersokelse", attributes, (detail if specified else "") + grounds.get(one, "")
        )
    return found


def _plans(cases: Cases) -> dict[str, str]:
    rows = cases["plans"]
    last = cases["evaluations"].sort_values("date").drop_duplicates("plan", keep="last")
    evaluated = dict(zip(last["plan"], dates(last["date"]), strict=True))
    texts = (
        element(
            2,
            "Plan",
            {
                "Id": one,
                "StartDato": start,
                "SluttDato": end,
                "EvaluertDato": evaluated.get(one, ""),
                "Plantype": kind,
            },
        )
        for one, start, end, kind in zip(
            rows["plan"], dates(rows["start"]), dates(rows["end"]), rows["type"], strict=True
        )
    )
    return grouped(rows["case"], texts)


def _measures(cases: Cases) -> dict[str, str]:
    rows, detail = cases["measures"], text_element(4, DETAIL, DETAIL)
    bases = cases["legal_bases"].sort_values("order", kind="stable")
    parts = (
        dict(zip(ACT.values(), values, strict=True))
        for values in bases[list(ACT)].itertuples(index=False)
    )
    names = ("JmfrLovhjemmel" if order else "Lovhjemmel" for order in bases["order"])
    legal = grouped(
        bases["of"], (element(3, name, part) for name, part in zip(names, parts, strict=True))
    )
    grounds = _coded(cases["measure_grounds"], "measure", "Tiltaksgrunnlag", 3)
    texts = []
    for one, start, end, category, specified, revoked, revoked_specified in zip(
        rows["measure"],
        dates(rows["start"]),
        dates(rows["end"]),
        rows["category"],
        rows["specified"],
        rows["revoked"],
        rows["revoked_specified"],
        strict=True,
    ):
        kind = element(3, "Kategori", {"Kode": category}, detail if specified else "")
        ended = (
            element(3, "Opphevelse", {"Kode": revoked}, detail if revoked_specified else "")
            if revoked
            else ""
        )
        content = legal.get(one, "") + kind + grounds.get(one, "") + ended
        texts.append(
            element(2, "Tiltak", {"Id": one, "StartDato": start, "SluttDato": end}, content)
        )
    return grouped(rows["case"], texts)


def _moves(cases: Cases) -> dict[str, str]:
    rows = cases["moves"]
    texts = []
    for one, date, cause, cause_specified, to, to_specified in zip(
        rows["move"],
        dates(rows["date"]),
        rows["cause"],
        rows["cause_specified"],
        rows["destination"],
        rows["destination_specified"],
        strict=True,
    ):
        content = element(3, "ArsakFra", {"Kode": cause, DETAIL: DETAIL if cause_specified else ""})
        content += element(3, "FlyttingTil", {"Kode": to, DETAIL: DETAIL if to_specified else ""})
        texts.append(element(2, "Flytting", {"Id": one, "SluttDato": date}, content))
    return grouped(rows["case"], texts)
