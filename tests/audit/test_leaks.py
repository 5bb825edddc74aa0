"""Planted leaks: a hidden count is let out in one way at a time, in every kind of file that leaves
the house, and each is found.
"""

import json
from collections.abc import Callable
from pathlib import Path

import finished
import house
import pytest

from barnevern.audit import audit

CARE, OWN = house.CARE, house.OWN
Plant = Callable[[Path], None]
ITEM, END = "<p>Tallet vises ikke.</p>", "</body>"


def said(old: str, new: str, file: str = "page.html") -> Plant:
    """Put ``new`` for ``old`` in a file of the page."""

    def plant(page: Path) -> None:
        path = page / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


def care(html: str) -> Plant:
    """Put ``html`` into the item about children in care."""
    return said(ITEM, ITEM + html)


def after(html: str) -> Plant:
    """Put ``html`` at the end of the page, in no item."""
    return said(END, html + END)


def told(*row: object, **options: object) -> Plant:
    """One more row in the page's CSV."""
    line = ",".join(map(str, finished.row(CARE, OWN, *row, **options)))

    def plant(page: Path) -> None:
        path = page / "page.csv"
        path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")

    return plant


def file(name: str, content: bytes) -> Plant:
    """One more file beside the page, or another one in its place."""
    return lambda page: (page / name).write_bytes(content) and None


def page_of(code: str, year: int, *rows: list) -> Plant:
    """Another page of the batch."""
    return lambda page: finished.write(page.parents[2], code, list(rows), year=year) and None


def record(change: Callable[[dict], None], file_of: str = "page.json") -> Plant:
    """A change in a JSON of the page, or of the batch."""

    def plant(page: Path) -> None:
        path = page / file_of
        found = json.loads(path.read_text(encoding="utf-8"))
        change(found)
        path.write_text(json.dumps(found), encoding="utf-8")

    return plant


def drawn(change: Callable[[dict], None]) -> Plant:
    """A change in the numbers that the drawing of the page is drawn from."""
    return record(lambda found: change(found["items"][0]["blocks"][1]))


KNOWN_KINDS = {
    "a cell of a table": said("<th>Kautokeino</th><td>:</td>", "<th>Kautokeino</th><td>3</td>"),
    "an alternative text": said("Meldinger over to år.", "Kautokeino: 3 barn under omsorg i 2023."),
    "a sentence": care("<p>Barn under omsorg: 3 i Kautokeino i 2023.</p>"),
    "a sentence in another order": care("<p>Kautokeino hadde 3 barn under omsorg.</p>"),
    "a sentence in words": care("<p>Kommunen hadde omsorgen for tre barn.</p>"),
    "a comment": after("<!-- omsorg 3 -->"),
    "a comment in words": after("<!-- tre barn -->"),
    "an address with text": care("<a href='data:text/plain,omsorg%203'>fil</a>"),
    "a title": care("<span title='3 under omsorg'>Omsorg</span>"),
    "a value for machines": care("<span data-value='3'>Omsorg</span>"),
    "the text of a drawing": said("</svg>", "<text x='9' y='9'>3</text></svg>"),
    "a circle in a drawing": said("</svg>", "<circle cx='9' cy='9' r='3'/></svg>"),
    "an interval of the hidden figure": told(2023, CARE, "", 1.2, derived=("interval_low", "")),
    "a change from a shown figure": told(2023, CARE, "", -5, derived=("change", "2022")),
    "a second name of the same count": told(2023, "children_placed_31dec", "care", 3),
    "an indicator that nobody declared": told(2023, "children_under_care_order", "", 3),
    "a derived kind that nobody declared": told(2023, CARE, "", 3, derived=("half", "")),
    "a sentence on another page": lambda page: said(
        END,
        f"<p>I Kautokeino var det 3 barn under omsorg.</p>{END}",
        "../5603-hammerfest/page.html",
    )(page),
}
FURTHER = {
    "a heading": said("<h2>Omsorg</h2>", "<h2>Omsorg 3</h2>"),
    "a caption": said("<caption>Barn under omsorg", "<caption>Barn under omsorg: 3"),
    "the head of a column": said("<th>2023</th>", "<th>2023 (3)</th>"),
    "a footer": said("Laget i 2024.", "Laget i 2024 av 3."),
    "a note under a table": care("<p class='note'>Medregnet 3 som flyttet.</p>"),
    "what is said of an indicator": care(
        "<details><summary>Om indikatoren</summary><dl><dt>Tall</dt><dd>Er 3.</dd></dl></details>"
    ),
    "a list of methods": after("<section data-item='method'><li>Regnet av 3.</li></section>"),
    "a term": care("<dl><dt>Omsorg 3</dt></dl>"),
    "a number in words after what is counted": care("<p>Barn: tre.</p>"),
    "a larger number in words": care("<p>Det var fjorten barn.</p>"),
    "text beside a block": care("Omsorg 3"),
    "the title of the page": said("<body>", "<title>Omsorg 3</title><body>"),
    "a description for machines": said("<body>", "<meta name='description' content='3'><body>"),
    "the name of a file to take along": care("<a download='omsorg-3.csv' href='#a'>fil</a>"),
    "the query of an address": care("<a href='kart.html?omsorg=3'>kart</a>"),
    "rows in an address": care(
        "<a href='data:text/csv;charset=utf-8,region,year,indicator,category,kind,against,of,value"
        "%0A5612,2023,children_in_care,,,,,3'>fil</a>"
    ),
    "a picture in an address": care("<img alt='' src='data:image/png;base64,iVBORw0KGgo='>"),
    "a name for screen readers": care("<nav aria-label='Omsorg, 3 barn'></nav>"),
    "a hint in a field": care("<input placeholder='3'>"),
    "a style of its own": care("<span style='--omsorg: 3'>Omsorg</span>"),
    "what a style writes": said("<body>", "<style>p::after { content: '3'; }</style><body>"),
    "a comment in a style": said("<body>", "<style>/* omsorg 3 */</style><body>"),
    "a script": after("<script>const omsorg = 3;</script>"),
    "code": after("<pre><code>omsorg = 3</code></pre>"),
    "a picture in a drawing": said("</svg>", "<image href='a.png'/></svg>"),
    "a title in a drawing": said("</svg>", "<title>3</title></svg>"),
    "one more point in a drawing": said("</svg>", "<use x='9' y='9'/></svg>"),
    "a drawing that is not in its record": care("<svg aria-label='Omsorg'><path d='M 0 3'/></svg>"),
    "a number that a drawing is drawn from": drawn(lambda block: block["table"]["value"].append(3)),
    "a drawing that is not on its page": drawn(lambda block: block.update(svg="<svg></svg>")),
    "a sentence in a record": record(
        lambda found: found["items"][0]["blocks"][0].update(text="Omsorg for 3.")
    ),
    "one more number in a record": record(lambda found: found["items"][0].update(care=3)),
    "an entry of a run": record(lambda found: found.update(omsorg="tre"), "../run.json"),
    "a reason in a run": record(
        lambda found: found.update(pages=[{"reason": "bare 3 barn under omsorg"}]), "../run.json"
    ),
    "what a page was made from": record(
        lambda found: found["2023/5612-kautokeino/page"]["inputs"].update(code="3"),
        "../../fingerprints.json",
    ),
    "an index": said("Kautokeino 2023", "Kautokeino 2023, 3 under omsorg", "../../index.html"),
    "a title in an index": said("<p>", "<p title='tre barn'>", "../../index.html"),
    "a sentence in a PDF": file("page.pdf", house.printed(house.SAID, "Omsorg for 3 barn")),
    "a number alone in a PDF": file("page.pdf", house.printed(house.SAID, "9", "9")),
    "a title in a PDF": file(
        "page.pdf", house.printed("9") + b"5 0 obj <</Title (3 barn)>> endobj"
    ),
    "a file in a PDF": file(
        "page.pdf", house.printed("9") + b"5 0 obj <</Type /EmbeddedFile>> endobj"
    ),
    "a PDF that nobody can read": file(
        "page.pdf", house.printed("9") + b"trailer <</Encrypt 9 0 R>>"
    ),
    "a PDF without its page": file("omsorg.pdf", house.printed("Omsorg for 3")),
    "a cell of a workbook": lambda page: house.workbook(page / "figures.xlsx", ["30", "3"]),
    "a comment in a workbook": lambda page: house.workbook(
        page / "figures.xlsx", ["30"], "xl/comments1.xml"
    ),
    "a drawing to take along": said("</svg>", "<text>3</text></svg>", "figures.svg"),
    "the title of a row": lambda page: said(f"{CARE},{CARE},", f"{CARE},3 barn,", "page.csv")(page),
    "a picture": file("omsorg.png", b"\x89PNG"),
    "a text": file("omsorg.txt", b"3"),
    "a hidden file": file(".omsorg", b"3"),
    "a second status on another page": page_of(
        "5612", 2024, finished.row(CARE, OWN, 2023, CARE, "", 3)
    ),
    "a change on the page of the next year": page_of(
        "5612",
        2024,
        finished.row(CARE, OWN, 2024, CARE, "", 8),
        finished.row(CARE, OWN, 2024, CARE, "", 5, derived=("change", "2023")),
    ),
    "a whole and its other part": page_of(
        "5612",
        2024,
        finished.row("a", OWN, 2023, "children_with_measures_31dec", "", 12),
        finished.row("a", OWN, 2023, "children_with_assistance", "", 9),
        finished.row("b", OWN, 2023, "children_with_measures_31dec_per_1000_0_22", "", 14.3),
    ),
    "an index against another municipality": page_of(
        "5612",
        2024,
        finished.row(CARE, "5603", 2023, CARE, "", 12),
        finished.row(CARE, OWN, 2023, CARE, "", 25, "indeks", derived=("index", "5603")),
    ),
}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return house.write(tmp_path_factory.mktemp("house"))


def found(reports: Path) -> list:
    return [one for one in audit(reports) if one.failed]


def test_the_clean_batch_has_no_finding(clean: Path) -> None:
    assert found(clean) == []


@pytest.mark.parametrize(
    "plant", [*KNOWN_KINDS.values(), *FURTHER.values()], ids=[*KNOWN_KINDS, *FURTHER]
)
def test_a_planted_leak_is_found(plant: Plant, tmp_path: Path) -> None:
    reports = house.write(tmp_path)
    plant(next(reports.glob(f"demo/2023/{OWN}-*")))
    assert found(reports) != []


def test_there_are_as_many_kinds_as_were_asked_for() -> None:
    assert len(KNOWN_KINDS) >= 15
    assert len(FURTHER) >= 25
