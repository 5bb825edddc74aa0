"""Small extracts in XML for the tests of the readers, and a text planted in every field."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from barnevern.cases import Extract
from patience import thorough

KEY = bytes(range(32))
EXTRACTS = Path(__file__).parents[1] / "extracts"
KOSTRA = [
    "Testfil_21_OK_2020_15F_for_3401.xml",
    "Testfil_11_ADVARSEL_2020_15F_for_3401.xml",
    "testfile_all_fields_set.xml",
]
BVR = "bvr_v4_example.xml"


def counts_by_xpath(path: Path) -> dict[str, int]:
    """How often each tag stands in a file, counted another way than the readers do."""
    root = etree.parse(str(path))
    return {
        tag: int(root.xpath(f"count(//{tag})"))
        for tag in {element.tag for element in root.iter("*")}
    }


def lines_by_lxml(path: Path, tags: set[str]) -> list[int]:
    """The line of each element that has one of the tags, in document order."""
    return [
        element.sourceline for element in etree.parse(str(path)).iter("*") if element.tag in tags
    ]


def everything_said(extract: Extract) -> str:
    """All that an extract would leave behind: tables and what is told of the files."""
    tables = [table.to_csv() for table in extract.cases.tables.values()]
    return "\n".join(
        [
            *tables,
            str({name: value for name, value in extract.about.items() if name != "remarks"}),
            extract.about["remarks"].to_csv(),
        ]
    )


def planted(source: bytes, canary: str) -> Iterator[tuple[str, bytes]]:
    """The file with a text in place of each value in turn, one field at a time; the name of the
    field and the bytes. Of all the values of one field of a kind of element, which the readers take
    as one column, the first and the last; every one with --hypothesis-profile thorough.
    """
    places: dict[bytes, list[tuple[int, int]]] = {}
    for found in re.finditer(rb'(?<= )(\w+)="([^"]*)"|<(\w+)>([^<]+)</', source):
        tag = source[source.rfind(b"<", 0, found.start() + 1) + 1 : found.end()].split()[0]
        field = b" ".join([tag.partition(b">")[0], found[1] or b"text"])
        places.setdefault(field, []).append(found.span(2) if found[1] else found.span(4))
    for field, spans in places.items():
        for start, end in spans if thorough() else sorted({spans[0], spans[-1]}):
            yield field.decode(), source[:start] + canary.encode() + source[end:]


def kostra(individuals: str, *, municipality: str = "3201", year: int = 2024) -> str:
    """A 15F file with these elements Individ."""
    sender = (
        f'<Avgiver Organisasjonsnummer="944117784" Versjon="{year}" Kommunenummer="{municipality}"'
        ' Kommunenavn="X"/>'
    )
    return (
        '<?xml version="1.0"'
        f' encoding="ISO-8859-1"?>\n<Barnevern>\n{sender}\n{individuals}\n</Barnevern>\n'
    )


def individual(content: str = "", journal: str = "J1", **attributes: str) -> str:
    """An element Individ on a line of its own, with its content on the lines after it."""
    given = {
        "Id": "1",
        "StartDato": "2024-01-01",
        "Journalnummer": journal,
        "Saksbehandler": "S",
        "Avslutta3112": "2",
        **attributes,
    }
    shown = " ".join(f'{name}="{value}"' for name, value in given.items())
    return f"<Individ {shown}>\n{content}\n</Individ>"
