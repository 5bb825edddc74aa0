"""The parts of finished pages: each item of a page as its HTML, its figures and tables numbered
through the document.
"""

import re
from dataclasses import dataclass, field
from html import escape

ITEM = re.compile(
    r"<section class='item' data-item='([^']*)' data-state='([^']*)'>\n(.*?)\n</section>", re.DOTALL
)
ABOUT = re.compile(r"<details class='about'>.*?</details>", re.DOTALL)
BASIS = re.compile(r"<details class='basis'>.*?</details>|<p class='csv'>.*?</p>", re.DOTALL)
DEFINITION = re.compile(r"<p><strong>(.*?)</strong></p>(<dl>.*?</dl>)", re.DOTALL)
DRAWING = re.compile(r"<figure>(.*?)<figcaption>(.*?)</figcaption></figure>", re.DOTALL)
BEHIND = re.compile(
    r"<details(?: open)?><summary>(Tallene bak (?:figuren|prognosen))</summary>(.*?)</details>",
    re.DOTALL,
)
TABLE = re.compile(
    r"<div class='table' role='region' tabindex='0'"
    r" aria-label='[^']*'><table><caption>(.*?)</caption>(.*?)</table></div>",
    re.DOTALL,
)
SOURCE_ROW = re.compile(r'<tr><th scope="row">.*?</tr>', re.DOTALL)
SUBHEADING = re.compile(r"<h3>(.*?)</h3>")
WIDEST_ROW = 100  # letters and digits of a row that still fits on A4 in the size of other tables
SENTENCES = re.compile(r"<li>.*?</li>", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """One item of a page: ``name`` is "intake/referrals", ``state`` "shown" or "missing", ``html``
    what stands in its section.
    """

    name: str
    state: str
    html: str


@dataclass
class Lists:
    """What has been numbered so far: captions in order, and what each indicator means by its
    name.
    """

    figures: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    definitions: dict[str, str] = field(default_factory=dict)


def of_page(notebook: str, html: str) -> dict[str, Part]:
    """The items of a finished page by name."""
    return {
        f"{notebook}/{name}": Part(f"{notebook}/{name}", state, inner)
        for name, state, inner in ITEM.findall(html)
    }


def numbered(part: Part, lists: Lists) -> str:
    """The part's HTML with numbers on its figures and tables; ``lists`` grows by them and by what
    its indicators mean.
    """
    for about in ABOUT.findall(part.html):
        for name, meaning in DEFINITION.findall(about):
            lists.definitions.setdefault(name, meaning)
    html = SUBHEADING.sub(r"<p class='minor'>\1</p>", BASIS.sub("", ABOUT.sub("", part.html)))
    html = re.sub(
        r"(?s)<figure>.*?</figure>|<details(?: open)?>.*?</details>|" + TABLE.pattern,
        lambda found: _one(found[0], lists),
        html,
    )
    return (
        f"<section class='item' data-item='{part.name}'"
        f" data-state='{part.state}'>\n{html.strip()}\n</section>"
    )


def _one(html: str, lists: Lists) -> str:
    """A figure, a fold with tables, or a table, with its number."""
    if html.startswith("<figure>"):
        return DRAWING.sub(lambda found: _figure(found[1], found[2], lists), html)
    behind = BEHIND.fullmatch(html)
    if behind and lists.figures:
        title = f"Tallene bak figur {len(lists.figures)}"
        shown = TABLE.sub(lambda found: _region(f"{title}. {found[1]}", found[2]), behind[2])
        return f"<details class='behind'><summary>{title}</summary>{shown}</details>"
    return TABLE.sub(lambda found: _table(found[1], found[2], lists), html)


def _figure(drawing: str, caption: str, lists: Lists) -> str:
    lists.figures.append(caption.partition(" Kilde: ")[0].removesuffix("."))
    number = len(lists.figures)
    drawing = re.sub(r"aria-label='", f"aria-label='Figur {number}: ", drawing, count=1)
    return (
        f"<figure id='figur-{number}'>{drawing}<figcaption><strong>Figur {number}:</strong>"
        f" {caption}</figcaption></figure>"
    )


def _table(caption: str, rows: str, lists: Lists) -> str:
    lists.tables.append(caption)
    number = len(lists.tables)
    return _region(f"Tabell {number}: {caption}", rows, f" id='tabell-{number}'")


def _region(caption: str, rows: str, place: str = "") -> str:
    """A table; its ``caption`` is HTML, and the name of the region it scrolls in."""
    widest = max((len(re.sub("<[^>]*>", "", row)) for row in rows.splitlines()), default=0)
    kind = "table wide" if widest > WIDEST_ROW else "table"
    return (
        f"<div class='{kind}'{place} role='region' tabindex='0'"
        f" aria-label='{caption}'><table><caption>{caption}</caption>{rows}</table></div>"
    )


def shortened(part: Part, most: int, title: str) -> Part:
    """The findings of a page as a part of a summary: a title over the first ``most`` sentences."""
    kept = iter([*SENTENCES.findall(part.html)[:most], *[""] * len(SENTENCES.findall(part.html))])
    return titled(
        Part(part.name, part.state, SENTENCES.sub(lambda _: next(kept), part.html)), title
    )


def titled(part: Part, title: str) -> Part:
    """The part with a title over it."""
    return Part(part.name, part.state, f"<p class='minor'>{escape(title)}</p>\n{part.html}")


def sources(pages: list[dict[str, Part]]) -> list[str]:
    """The rows of the pages' tables of sources, each once, in the order of their titles."""
    rows = {
        row
        for parts in pages
        for name, part in parts.items()
        if name.endswith("/sources")
        for row in SOURCE_ROW.findall(part.html)
    }
    return sorted(rows)
