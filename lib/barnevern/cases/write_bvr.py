"""Cases as BVR files, structure v4: one file per case. Texts that the case tables do not keep are
written as one fixed word.
"""

import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from barnevern.cases.as_of import as_of
from barnevern.cases.identity import date_digits
from barnevern.cases.tables import Cases
from barnevern.cases.xml_text import (
    DETAIL,
    NO_ORGANISATION,
    Identities,
    Identity,
    dates,
    element,
    grouped,
    require_legal_bases,
    text_element,
)
from barnevern.observations import regions

NAMESPACE = uuid.UUID(
    "6d1f3c9a-0b52-4f0e-9d3a-2f6d6c1f7b10"
)  # of this project: the same element has the same UUID in every file
SYSTEM = {"Leverandor": "barnevern", "Navn": "barnevern", "Versjon": "4"}
TAGS = {
    "referral": "Melding",
    "investigation": "Undersokelse",
    "plan": "Plan",
    "measure": "Tiltak",
    "decision": "Vedtak",
    "aftercare": "Ettervern",
    "application": "OversendelseFylkesnemnd",
    "move": "Flytting",
}
ACT = {
    "act": "Lov",
    "chapter": "Kapittel",
    "section": "Paragraf",
    "subsection": "Ledd",
    "letter": "Bokstav",
    "sentence": "Punktum",
}
YES, NO = "1", "2"


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
    children = [
        _particulars(known, identity_of),
        _referrals(known),
        _investigations(known),
        _plans(known),
        _measures(known),
        _decisions(known),
        _aftercare(known),
        _applications(known),
        _moves(known),
        _relations(known),
    ]
    about, paths = known["cases"], []
    folder.mkdir(parents=True, exist_ok=True)
    name = regions.region(municipality, year).name
    for case, district, start, end, closed in zip(
        about["case"],
        about["district"],
        dates(about["start"]),
        dates(about["end"]),
        about["closed"].map({True: "true", False: "false"}),
        strict=True,
    ):
        sender = {
            "Organisasjonsnummer": organisation,
            "Kommunenummer": municipality,
            "Kommunenavn": name,
        }
        sender |= {"Bydelsnummer": district, "Bydelsnavn": f"Bydel {district}"} if district else {}
        attributes = {
            "Id": _uuid("Sak", case),
            "StartDato": start,
            "SluttDato": end,
            "Journalnummer": journals[case],
            "Avsluttet": closed,
        }
        content = element(1, "Fagsystem", SYSTEM) + element(1, "Avgiver", sender)
        content += element(1, "Sak", attributes, "".join(kind.get(case, "") for kind in children))
        root = element(
            0,
            "Barnevern",
            {
                "Id": _uuid("message", case, str(year)),
                "DatoUttrekk": f"{year}-12-31T23:59:59+01:00",
            },
            content,
        )
        paths.append(folder / f"{_uuid('Sak', case)}.xml")
        paths[-1].write_text(
            f'<?xml version="1.0" encoding="UTF-8"?>\n{root}', encoding="utf-8", newline="\n"
        )
    return paths


def _uuid(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, " ".join(parts)))


def _specified(flag: bool) -> str:  # noqa: FBT001
    return DETAIL if flag else ""


def _ended(rows: pd.DataFrame, *, indent: int = 3) -> list[str]:
    """The element Konklusjon of rows that end without a code, "" where they are open."""
    return [
        element(indent, "Konklusjon", {"SluttDato": day}) if day else ""
        for day in dates(rows["end"])
    ]


def _concluded(rows: pd.DataFrame, *, indent: int = 3) -> list[str]:
    """The element Konklusjon of rows that end with a code; the format has none for an end without
    one.
    """
    details = rows["specified"] if "specified" in rows else pd.Series(data=False, index=rows.index)
    return [
        (
            element(
                indent, "Konklusjon", {"SluttDato": day, "Kode": code, DETAIL: _specified(detail)}
            )
            if day and code
            else ""
        )
        for day, code, detail in zip(dates(rows["end"]), rows["conclusion"], details, strict=True)
    ]


def _coded(rows: pd.DataFrame, owner: str, name: str) -> dict[str, str]:
    texts = (
        element(3, name, {"Kode": code, DETAIL: _specified(flag)})
        for code, flag in zip(rows["code"], rows["specified"], strict=True)
    )
    return grouped(rows[owner], texts)


def _elements(
    rows: pd.DataFrame, kind: str, contents: Iterable[str], attributes: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """The elements of one kind by case; ``attributes`` has a value for each row beside the Id."""
    names = list(attributes)
    texts = (
        element(
            2,
            TAGS[kind],
            {"Id": _uuid(TAGS[kind], one), **dict(zip(names, values, strict=True))},
            content,
        )
        for one, content, *values in zip(rows[kind], contents, *attributes.values(), strict=True)
    )
    return grouped(rows["case"], texts)


def _joined(rows: pd.DataFrame, kind: str, *parts: Mapping[str, str] | list[str]) -> list[str]:
    """For each row its parts in a row: those of a mapping by the id of the element, those of a list
    by place.
    """
    columns = [
        part if isinstance(part, list) else [part.get(one, "") for one in rows[kind]]
        for part in parts
    ]
    return ["".join(each) for each in zip(*columns, strict=True)]


def _particulars(cases: Cases, identity_of: Identities) -> dict[str, str]:
    rows = cases["persons"][cases["persons"]["born"].notna()]
    opened = cases["cases"][["case", "start"]].rename(columns={"start": "opened"})
    rows = rows.merge(opened, on="case")
    begun = rows["start"].fillna(rows["opened"])
    texts = []
    for case, person, digits, start, born, sex in zip(
        rows["case"],
        rows["person"],
        date_digits(rows["born"].to_numpy()),
        dates(begun),
        dates(rows["born"]),
        rows["sex"],
        strict=True,
    ):
        identity = _with_number(identity_of(person), digits, sex)
        attributes = {
            "Id": _uuid("Personalia", case),
            "StartDato": start,
            "Fodselsnummer": identity.number,
            "Fodseldato": born,
        }
        texts.append(
            element(2, "Personalia", {**attributes, "Kjonn": sex or "0", "DUFnummer": identity.duf})
        )
    return grouped(rows["case"], texts)


def _with_number(identity: Identity, digits: str, sex: str) -> Identity:
    """The format demands eleven digits of every child: the birth date with 00100 or 00200 where it
    has no number.
    """
    return (
        identity
        if identity.number
        else Identity(f"{digits}00{'2' if sex == '2' else '1'}00", identity.duf)
    )


def _referrals(cases: Cases) -> dict[str, str]:
    rows = cases["referrals"]
    senders, grounds = (
        _coded(cases["referral_senders"], "referral", "Melder"),
        _coded(cases["referral_grounds"], "referral", "Saksinnhold"),
    )
    return _elements(
        rows,
        "referral",
        _joined(rows, "referral", senders, grounds, _concluded(rows)),
        {"StartDato": dates(rows["start"])},
    )


def _investigations(cases: Cases) -> dict[str, str]:
    rows, heard, extended = cases["investigations"], cases["participation"], cases["extensions"]
    grounds = _coded(cases["investigation_grounds"], "investigation", "Vedtaksgrunnlag")
    participation = {
        one: element(
            3,
            "BarnetsMedvirkning",
            {},
            text_element(4, "StartDato", day) + text_element(4, "MedvirkningType", code),
        )
        for one, day, code in zip(
            heard["investigation"], dates(heard["start"]), heard["code"], strict=True
        )
    }
    extensions = {
        one: element(3, "UtvidetFrist", {"StartDato": day, "Innvilget": YES if granted else NO})
        for one, day, granted in zip(
            extended["investigation"], dates(extended["start"]), extended["granted"], strict=True
        )
    }
    contents = _joined(rows, "investigation", grounds, participation, extensions, _concluded(rows))
    return _elements(rows, "investigation", contents, {"StartDato": dates(rows["start"])})


def _plans(cases: Cases) -> dict[str, str]:
    rows, evaluations = cases["plans"], cases["evaluations"]
    done = grouped(
        evaluations["plan"],
        (element(3, "Evaluering", {"UtfortDato": day}) for day in dates(evaluations["date"])),
    )
    return _elements(
        rows,
        "plan",
        _joined(rows, "plan", done, _ended(rows)),
        {"StartDato": dates(rows["start"]), "Plantype": rows["type"]},
    )


def _legal(cases: Cases, kind: str) -> dict[str, str]:
    """Legal bases by the element they belong to; of several values of a part ("1 2") each is an
    element.
    """
    rows = cases["legal_bases"]
    rows = rows[rows["kind"].eq(kind)].sort_values("order", kind="stable")
    texts = []
    for order, *values in rows[["order", *ACT]].itertuples(index=False):
        parts = (
            (tag, part)
            for tag, value in zip(ACT.values(), values, strict=True)
            for part in value.split()
        )
        content = "".join(text_element(4, tag, part) for tag, part in parts)
        texts.append(element(3, "JmfrLovhjemmel" if order else "Lovhjemmel", {}, content))
    return grouped(rows["of"], texts)


def _measures(cases: Cases) -> dict[str, str]:
    rows = cases["measures"]
    kinds = [
        element(3, "Kategori", {"Kode": code, DETAIL: _specified(flag)})
        for code, flag in zip(rows["category"], rows["specified"], strict=True)
    ]
    revoked = [
        element(3, "Opphevelse", {"Kode": code, DETAIL: _specified(flag)}) if code else ""
        for code, flag in zip(rows["revoked"], rows["revoked_specified"], strict=True)
    ]
    owners = rows[["measure", "case"]].merge(cases["cases"][["case", "municipality"]], on="case")
    owner = dict(zip(owners["measure"], owners["municipality"], strict=True))
    visits = (
        _visits(cases, "supervision", "Tilsyn", owner),
        _visits(cases, "follow_up", "Oppfolging", owner),
    )
    contents = _joined(
        rows,
        "measure",
        _legal(cases, "measure"),
        kinds,
        _coded(cases["measure_grounds"], "measure", "Tiltaksgrunnlag"),
        *visits,
        revoked,
        _ended(rows),
    )
    return _elements(rows, "measure", contents, {"StartDato": dates(rows["start"])})


def _visits(cases: Cases, kind: str, tag: str, owner: Mapping[str, str]) -> dict[str, str]:
    """Tilsyn or Oppfolging of each measure that owes visits; ``owner`` is the municipality of a
    measure, which supervises where no other is named.
    """
    duties, visits = (
        cases[table][cases[table]["kind"].eq(kind)] for table in ("visit_duties", "visits")
    )
    if not visits["measure"].isin(duties["measure"]).all():
        raise ValueError(
            f"a measure has visits ({kind}) and owes none; the format has no room for them"
        )
    days = dates(duties["start"])
    responsible = [
        said or owner[one]
        for said, one in zip(duties["municipality"], duties["measure"], strict=True)
    ]
    owners = [
        element(
            4,
            "Ansvarlig",
            {"Id": _uuid("Ansvarlig", one, day), "StartDato": day, "Kommunenummer": code},
        )
        for one, day, code in zip(duties["measure"], days, responsible, strict=True)
    ]
    rates = [
        element(
            4,
            "Hyppighet",
            {"Id": _uuid("Hyppighet", kind, one, day), "StartDato": day, "Kode": str(rate)},
        )
        for one, day, rate in zip(duties["measure"], days, duties["per_year"], strict=True)
    ]
    done = [
        element(4, "Utfort", {"Id": _uuid("Utfort", kind, one, str(number)), "UtfortDato": day})
        for number, (one, day) in enumerate(
            zip(visits["measure"], dates(visits["date"]), strict=True)
        )
    ]
    parts = [grouped(duties["measure"], rates), grouped(visits["measure"], done)]
    parts = [grouped(duties["measure"], owners), *parts] if kind == "supervision" else parts
    return {
        one: element(3, tag, {}, "".join(part.get(one, "") for part in parts))
        for one in duties["measure"].unique()
    }


def _decisions(cases: Cases) -> dict[str, str]:
    rows, statuses, demands = (
        cases["decisions"],
        cases["decision_statuses"],
        cases["decision_demands"],
    )
    asked = [
        element(3, "Krav", {"Id": _uuid("Krav", one, str(number)), "StartDato": day}, end)
        for number, (one, day, end) in enumerate(
            zip(
                demands["decision"],
                dates(demands["start"]),
                _concluded(demands, indent=4),
                strict=True,
            )
        )
    ]
    changed = [
        element(
            3, "Status", {"Id": _uuid("Status", one, str(number)), "EndretDato": day, "Kode": code}
        )
        for number, (one, day, code) in enumerate(
            zip(statuses["decision"], dates(statuses["date"]), statuses["code"], strict=True)
        )
    ]
    parts = (
        _legal(cases, "decision"),
        grouped(demands["decision"], asked),
        grouped(statuses["decision"], changed),
        _ended(rows),
    )
    return _elements(
        rows, "decision", _joined(rows, "decision", *parts), {"StartDato": dates(rows["start"])}
    )


def _aftercare(cases: Cases) -> dict[str, str]:
    rows = cases["aftercare"]
    return _elements(
        rows, "aftercare", _concluded(rows), {"TilbudSendtDato": dates(rows["offered"])}
    )


def _applications(cases: Cases) -> dict[str, str]:
    rows = cases["board_applications"]
    return _elements(
        rows,
        "application",
        _joined(rows, "application", _legal(cases, "application")),
        {"StartDato": dates(rows["start"])},
    )


def _moves(cases: Cases) -> dict[str, str]:
    rows = cases["moves"]
    contents = [
        element(3, "ArsakFra", {"Kode": cause, DETAIL: _specified(cause_specified)})
        + element(3, "FlyttingTil", {"Kode": to, DETAIL: _specified(to_specified)})
        for cause, cause_specified, to, to_specified in zip(
            rows["cause"],
            rows["cause_specified"],
            rows["destination"],
            rows["destination_specified"],
            strict=True,
        )
    ]
    return _elements(rows, "move", contents, {"SluttDato": dates(rows["date"])})


def _relations(cases: Cases) -> dict[str, str]:
    rows = cases["relations"]
    texts = []
    for left_type, left, right_type, right in zip(
        rows["from_type"], rows["from_id"], rows["to_type"], rows["to_id"], strict=True
    ):
        ends = {
            "FraId": _uuid(TAGS[left_type], left),
            "FraType": TAGS[left_type],
            "TilId": _uuid(TAGS[right_type], right),
            "TilType": TAGS[right_type],
        }
        texts.append(element(2, "Relasjon", {"Id": _uuid("Relasjon", left, right), **ends}))
    return grouped(rows["case"], texts)
