"""What the elements of a BVR file share: their ids, codes, conclusions and legal bases as text."""

import uuid
from collections.abc import Iterable, Mapping

import pandas as pd

from barnevern.cases.tables import Cases
from barnevern.cases.xml_text import DETAIL, LEGAL_PARTS, element, grouped, records, text_element

NAMESPACE = uuid.UUID(
    "6d1f3c9a-0b52-4f0e-9d3a-2f6d6c1f7b10"
)  # of this project: the same element has the same UUID in every file
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


def uuid_of(*parts: str) -> str:
    """The id of an element, from its tag and what tells it from its likes."""
    return str(uuid.uuid5(NAMESPACE, " ".join(parts)))


def code(name: str, code: str, *, specified: bool, indent: int = 3, end: str = "") -> str:
    """An element that holds a code; ``end`` is the day of a conclusion."""
    detail = DETAIL if specified else ""
    return element(indent, name, {"SluttDato": end, "Kode": code, DETAIL: detail})


def codes(rows: pd.DataFrame, owner: str, name: str) -> dict[str, str]:
    """The codes of each owner: ``rows`` with the column ``owner``, code and specified."""
    texts = (code(name, row.code, specified=row.specified) for row in records(rows))
    return grouped(rows[owner], texts)


def ended(rows: pd.DataFrame) -> list[str]:
    """The element Konklusjon of rows that end without a code, "" where they are open."""
    return [
        element(3, "Konklusjon", {"SluttDato": row.end}) if row.end else "" for row in records(rows)
    ]


def concluded(rows: pd.DataFrame, *, indent: int = 3) -> list[str]:
    """The element Konklusjon of rows that end with a code; the format has none for an end without
    one.
    """
    return [
        code(
            "Konklusjon",
            row.conclusion,
            specified=getattr(row, "specified", False),
            indent=indent,
            end=row.end,
        )
        if row.end and row.conclusion
        else ""
        for row in records(rows)
    ]


def elements(
    rows: pd.DataFrame, kind: str, contents: Iterable[str], attributes: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """The elements of one kind by case; ``attributes`` has a value for each row beside the Id."""
    tag = TAGS[kind]
    texts = (
        element(
            2, tag, {"Id": uuid_of(tag, own), **dict(zip(attributes, values, strict=True))}, content
        )
        for own, content, *values in zip(rows[kind], contents, *attributes.values(), strict=True)
    )
    return grouped(rows["case"], texts)


def joined(rows: pd.DataFrame, kind: str, *parts: Mapping[str, str] | list[str]) -> list[str]:
    """For each row its parts in a row: those of a mapping by the id of the element, those of a list
    by place.
    """
    columns = [
        part if isinstance(part, list) else [part.get(own, "") for own in rows[kind]]
        for part in parts
    ]
    return ["".join(texts) for texts in zip(*columns, strict=True)]


def legal_bases(cases: Cases, kind: str) -> dict[str, str]:
    """Legal bases by the element they belong to; of several values of a part ("1 2") each is an
    element.
    """
    rows = cases["legal_bases"]
    rows = rows[rows["kind"].eq(kind)].sort_values("order", kind="stable")
    texts = []
    for row in records(rows):
        content = "".join(
            text_element(4, tag, value)
            for part, tag in LEGAL_PARTS.items()
            for value in getattr(row, part).split()
        )
        texts.append(element(3, "JmfrLovhjemmel" if row.order else "Lovhjemmel", {}, content))
    return grouped(rows["of"], texts)
