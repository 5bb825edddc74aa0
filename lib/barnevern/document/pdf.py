"""A document as PDF: printed by the Chromium of this machine, with bookmarks, tags and alternative
texts, and the same bytes each time.
"""

import io
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from barnevern.problems import InputProblems, Problem

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
LONGEST_SECONDS = 120
DRAWN = re.compile(r"(<svg\b[^>]*>).*?(</svg>)", re.DOTALL)
ENTRY, HEADING = "nav.toc a", "/kapittel-"
TIME = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}[^)]*\)")
NODE = re.compile(rb"\(node(\d{8})\)")  # how Chromium calls a cell of a table


class NotPrinted(RuntimeError):
    """Chromium gave no whole PDF; the text says why in one line."""


def program() -> str:
    """The Chromium that prints. Raises InputProblems when there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        remedy = (
            "install it (Debian: apt-get install chromium), or leave out --pdf and print the HTML"
            " from a browser"
        )
        raise InputProblems(
            [Problem("", "", "--pdf", "", "there is no Chromium on this machine", remedy)]
        )
    return found


def printed(html: str) -> bytes:
    """The HTML as PDF with page numbers in its contents, without the time it was made. Raises
    NotPrinted, and InputProblems without a Chromium.

    It is printed twice: Chromium tells on which sheet a heading lands only when it has printed it.
    The first time, drawings have their place and nothing in it, which is sooner done.
    """
    first = _printed(_numbered(DRAWN.sub(r"\1\2", html), {}))
    sheets = _sheets(first)
    content = _printed(_numbered(html, sheets)) if sheets else first
    if sheets and _sheets(content) != sheets:
        raise NotPrinted("the contents moved the sheets that it numbers")
    # A time of the same length, so that every place the PDF points at stays where it is.
    return _renumbered(TIME.sub(lambda found: found[1] + b"20000101000000+00'00')", content))


def _renumbered(content: bytes) -> bytes:
    """The PDF with its nodes numbered from 1 on: Chromium's own numbers go on from those of
    whatever it loaded before the page, which is now and then one more.
    """
    order = {number: n for n, number in enumerate(sorted(set(NODE.findall(content))), start=1)}
    return NODE.sub(lambda found: b"(node%08d)" % order[found[1]], content)


def _numbered(html: str, sheets: dict[str, int]) -> str:
    """The HTML with the number of its sheet behind every entry of the contents; room for one where
    the number is not known.
    """
    rules = [f'{ENTRY}[href="#{name}"]::after {{ content: "{n}" }}' for name, n in sheets.items()]
    style = " ".join(rules) or f'{ENTRY}::after {{ content: "00" }}'
    return html.replace("</style>", f"{style}</style>", 1)


def _sheets(content: bytes) -> dict[str, int]:
    """The number of the sheet that each heading of the contents stands on, by its id."""
    from pypdf import PdfReader  # only here: no other command needs it

    reader = PdfReader(io.BytesIO(content))
    return {
        name[1:]: int(reader.get_destination_page_number(place) or 0) + 1
        for name, place in sorted(reader.named_destinations.items())
        if name.startswith(HEADING)
    }


def _printed(html: str) -> bytes:
    """What Chromium prints. Raises NotPrinted."""
    with tempfile.TemporaryDirectory(prefix="barnevern-pdf-") as folder:
        page, out = Path(folder) / "tilstandsrapport.html", Path(folder) / "tilstandsrapport.pdf"
        page.write_text(html, encoding="utf-8")
        # Chromium's sandbox cannot be had by root; what is printed is our own page, whose content
        # policy lets nothing run.
        sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [
            program(),
            *OPTIONS,
            *sandbox,
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={out}",
            page.as_uri(),
        ]
        try:
            ended = subprocess.run(  # noqa: S603 (our own command, of fixed parts)
                command, capture_output=True, timeout=LONGEST_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotPrinted(f"Chromium could not print: {type(error).__name__}") from None
        content = out.read_bytes() if out.is_file() else b""
    if not content.rstrip().endswith(b"%%EOF"):
        raise NotPrinted(f"Chromium ended with code {ended.returncode} and no whole PDF")
    return content
