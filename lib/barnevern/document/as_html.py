"""The document as one self-contained HTML file."""

from collections.abc import Iterable

from barnevern.document.assemble import Report
from barnevern.render import html as rendering
from barnevern.render.export import Link


def html(report: Report, links: Iterable[Link]) -> str:
    """The HTML of the document; ``links`` lead to the pages of the municipality."""
    parts = [entry.chapter for entry in report.entries if entry.chapter.level == 1]
    return rendering.render(
        "document.html.j2",
        report=report,
        footer=_css_string(report.footer),
        running=[{"id": one.part, "text": _css_string(one.heading)} for one in parts],
        links=list(links),
    )


def _css_string(text: str) -> str:
    """Text for a string in a style sheet: everything but letters and digits of ASCII is written as
    its number.
    """
    return "".join(
        mark if mark.isascii() and mark.isalnum() else f"\\{ord(mark):x} " for mark in text
    )
