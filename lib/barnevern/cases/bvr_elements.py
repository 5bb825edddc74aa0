"""The elements of a case in a BVR file as text, each kind by case; its measures are in
bvr_measures.
"""

from barnevern.cases.bvr_text import (
    TAGS,
    code,
    codes,
    concluded,
    elements,
    ended,
    joined,
    legal_bases,
    uuid_of,
)
from barnevern.cases.identity import date_digits
from barnevern.cases.tables import Cases
from barnevern.cases.xml_text import (
    Identities,
    Identity,
    dates,
    element,
    grouped,
    records,
    text_element,
)

YES, NO = "1", "2"


def particulars(cases: Cases, identity_of: Identities) -> dict[str, str]:
    """Who each case is about; a child without a birth date has no particulars."""
    rows = cases["persons"][cases["persons"]["born"].notna()]
    opened = cases["cases"][["case", "start"]].rename(columns={"start": "opened"})
    rows = rows.merge(opened, on="case")
    digits = date_digits(rows["born"].to_numpy())
    rows = rows.assign(start=rows["start"].fillna(rows["opened"]))
    texts = []
    for row, date in zip(records(rows), digits, strict=True):
        identity = _with_number(identity_of(row.person), date, row.sex)
        attributes = {
            "Id": uuid_of("Personalia", row.case),
            "StartDato": row.start,
            "Fodselsnummer": identity.number,
            "Fodseldato": row.born,
            "Kjonn": row.sex or "0",
            "DUFnummer": identity.duf,
        }
        texts.append(element(2, "Personalia", attributes))
    return grouped(rows["case"], texts)


def _with_number(identity: Identity, date: str, sex: str) -> Identity:
    """The format demands eleven digits of every child: the birth date with 00100 or 00200 where it
    has no number.
    """
    return (
        identity
        if identity.number
        else Identity(f"{date}00{'2' if sex == '2' else '1'}00", identity.duf)
    )


def referrals(cases: Cases) -> dict[str, str]:
    """The elements Melding."""
    rows = cases["referrals"]
    senders = codes(cases["referral_senders"], "referral", "Melder")
    grounds = codes(cases["referral_grounds"], "referral", "Saksinnhold")
    contents = joined(rows, "referral", senders, grounds, concluded(rows))
    return elements(rows, "referral", contents, {"StartDato": dates(rows["start"])})


def investigations(cases: Cases) -> dict[str, str]:
    """The elements Undersokelse."""
    rows = cases["investigations"]
    grounds = codes(cases["investigation_grounds"], "investigation", "Vedtaksgrunnlag")
    parts = (grounds, _participation(cases), _extensions(cases), concluded(rows))
    contents = joined(rows, "investigation", *parts)
    return elements(rows, "investigation", contents, {"StartDato": dates(rows["start"])})


def _participation(cases: Cases) -> dict[str, str]:
    """How the child took part, by investigation: the last that is known of each."""
    return {
        row.investigation: element(
            3,
            "BarnetsMedvirkning",
            {},
            text_element(4, "StartDato", row.start) + text_element(4, "MedvirkningType", row.code),
        )
        for row in records(cases["participation"])
    }


def _extensions(cases: Cases) -> dict[str, str]:
    """Whether a longer deadline was granted, by investigation: the last answer of each."""
    return {
        row.investigation: element(
            3, "UtvidetFrist", {"StartDato": row.start, "Innvilget": YES if row.granted else NO}
        )
        for row in records(cases["extensions"])
    }


def plans(cases: Cases) -> dict[str, str]:
    """The elements Plan."""
    rows, evaluations = cases["plans"], cases["evaluations"]
    made = (element(3, "Evaluering", {"UtfortDato": day}) for day in dates(evaluations["date"]))
    contents = joined(rows, "plan", grouped(evaluations["plan"], made), ended(rows))
    return elements(
        rows, "plan", contents, {"StartDato": dates(rows["start"]), "Plantype": rows["type"]}
    )


def decisions(cases: Cases) -> dict[str, str]:
    """The elements Vedtak."""
    rows = cases["decisions"]
    parts = (legal_bases(cases, "decision"), _demands(cases), _statuses(cases), ended(rows))
    contents = joined(rows, "decision", *parts)
    return elements(rows, "decision", contents, {"StartDato": dates(rows["start"])})


def _demands(cases: Cases) -> dict[str, str]:
    """The demands of private parties, by decision."""
    rows = cases["decision_demands"]
    texts = (
        element(
            3,
            "Krav",
            {"Id": uuid_of("Krav", row.decision, str(number)), "StartDato": row.start},
            end,
        )
        for number, (row, end) in enumerate(
            zip(records(rows), concluded(rows, indent=4), strict=True)
        )
    )
    return grouped(rows["decision"], texts)


def _statuses(cases: Cases) -> dict[str, str]:
    """What became of a decision from which day on, by decision."""
    rows = cases["decision_statuses"]
    texts = (
        element(
            3,
            "Status",
            {
                "Id": uuid_of("Status", row.decision, str(number)),
                "EndretDato": row.date,
                "Kode": row.code,
            },
        )
        for number, row in enumerate(records(rows))
    )
    return grouped(rows["decision"], texts)


def aftercare(cases: Cases) -> dict[str, str]:
    """The elements Ettervern."""
    rows = cases["aftercare"]
    return elements(rows, "aftercare", concluded(rows), {"TilbudSendtDato": dates(rows["offered"])})


def applications(cases: Cases) -> dict[str, str]:
    """The elements OversendelseFylkesnemnd."""
    rows = cases["board_applications"]
    contents = joined(rows, "application", legal_bases(cases, "application"))
    return elements(rows, "application", contents, {"StartDato": dates(rows["start"])})


def moves(cases: Cases) -> dict[str, str]:
    """The elements Flytting."""
    rows = cases["moves"]
    contents = [
        code("ArsakFra", row.cause, specified=row.cause_specified)
        + code("FlyttingTil", row.destination, specified=row.destination_specified)
        for row in records(rows)
    ]
    return elements(rows, "move", contents, {"SluttDato": dates(rows["date"])})


def relations(cases: Cases) -> dict[str, str]:
    """The elements Relasjon: which element led to which."""
    rows = cases["relations"]
    texts = []
    for row in records(rows):
        start, end = TAGS[row.from_type], TAGS[row.to_type]
        attributes = {
            "Id": uuid_of("Relasjon", row.from_id, row.to_id),
            "FraId": uuid_of(start, row.from_id),
            "FraType": start,
            "TilId": uuid_of(end, row.to_id),
            "TilType": end,
        }
        texts.append(element(2, "Relasjon", attributes))
    return grouped(rows["case"], texts)
