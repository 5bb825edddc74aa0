"""A document as PDF: printed by the Chromium of this machine, with bookmarks, tags and alternative
texts, and the same bytes each time.
"""

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
TIME = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}[^)]*\)")


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
    """The HTML as PDF, without the time it was made. Raises NotPrinted, and InputProblems without a
    Chromium.
    """
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
    # A time of the same length, so that every place the PDF points at stays where it is.
    return TIME.sub(lambda found: found[1] + b"20000101000000+00'00')", content)
