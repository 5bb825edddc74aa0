"""What the writers of both formats share: XML as text, identity numbers, and the parts of one owner
together.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import pandas as pd

from barnevern.cases.tables import Cases

DETAIL = "Presisering"  # the word that stands where the case system had a text
CASE_WORKER = "Saksbehandler"
NO_ORGANISATION = "000000000"
# What both formats call the parts of a legal basis.
LEGAL_PARTS = {
    "act": "Lov",
    "chapter": "Kapittel",
    "section": "Paragraf",
    "subsection": "Ledd",
    "letter": "Bokstav",
    "sentence": "Punktum",
}


class Identity(NamedTuple):
    """The numbers a child is written with: eleven digits and a DUF number, each "" where the child
    has none.
    """

    number: str
    duf: str


Identities = Callable[[str], Identity]


def element(indent: int, name: str, attributes: Mapping[str, str], content: str = "") -> str:
    """One element on lines of its own; attributes that are "" are left out, ``content`` is made of
    elements like it.
    """
    shown = "".join(
        f' {key}="{escape(value, QUOTED)}"' for key, value in attributes.items() if value
    )
    space = "    " * indent
    return (
        f"{space}<{name}{shown}>\n{content}{space}</{name}>\n"
        if content
        else f"{space}<{name}{shown}/>\n"
    )


def text_element(indent: int, name: str, text: str) -> str:
    """An element that holds nothing but a text."""
    return f"{'    ' * indent}<{name}>{escape(text)}</{name}>\n"


QUOTED = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def dates(column: pd.Series) -> list[str]:
    """Dates as XML has them, "" where missing."""
    texts: list[str] = column.dt.strftime("%Y-%m-%d").fillna("").tolist()
    return texts


def records(rows: pd.DataFrame) -> Iterator[Any]:
    """The rows one by one, their columns as attributes; dates as XML has them."""
    days = {
        str(name): dates(column)
        for name, column in rows.items()
        if pd.api.types.is_datetime64_any_dtype(column)
    }
    return iter(rows.assign(**days).itertuples(index=False))


def grouped(owners: Iterable[str], texts: Iterable[str]) -> dict[str, str]:
    """All texts of each owner in a row."""
    lists: dict[str, list[str]] = {}
    for owner, text in zip(owners, texts, strict=True):
        lists.setdefault(owner, []).append(text)
    return {owner: "".join(own) for owner, own in lists.items()}


def parts_of(owner: str, parts: Iterable[Mapping[str, str]]) -> str:
    """What each of ``parts`` has for the owner, in their order."""
    return "".join(part.get(owner, "") for part in parts)


def require_legal_bases(cases: Cases, tables: Mapping[str, str]) -> None:
    """Raise ValueError where an element of ``tables`` (table: its id column) has not exactly one
    legal basis of order 0; both formats demand it.
    """
    first = cases["legal_bases"][cases["legal_bases"]["order"].eq(0)]["of"].value_counts()
    for table, key in tables.items():
        wrong = int((first.reindex(cases[table][key]) != 1).sum())
        if wrong:
            raise ValueError(
                f"{wrong} of {len(cases[table])} {table} have not exactly one legal basis of order"
                " 0, as the format demands"
            )
