"""Why a page could not be made, in words that name no person and no place on a disk: for the
terminal, run.json and the page.
"""

import re
from dataclasses import dataclass

from barnevern.norwegian.messages import say
from barnevern.paths import ROOT
from barnevern.problems import masked

# Errors whose text is our own. Any other text may hold a line of a case file, so only the error's
# name is kept.
OWN_ERRORS = {"InputProblems", "ParameterProblems", "TooShort", "UnknownIndicator", "UnknownRegion"}


@dataclass(frozen=True)
class Reason:
    """Why one page failed: ``kind`` as the message file has it, ``detail`` a line in English."""

    kind: str
    detail: str

    @property
    def bokmaal(self) -> str:
        """A sentence for readers of the page."""
        return say("reasons-sentence", kind=self.kind)


def of_cell(number: int | None, name: str, text: str) -> Reason:
    """The reason when cell ``number`` raised the error ``name`` with ``text``."""
    if name == "MemoryError":
        return Reason("memory", f"cell {number}: more memory than a page may use")
    if name in OWN_ERRORS:
        return Reason("data", discreet(f"cell {number}: {text}"))
    return Reason(
        "cell",
        f"cell {number}: {name} (run the notebook to see its text, which may name persons and is"
        " not kept)",
    )


def discreet(text: str) -> str:
    """One line without local folders and without anything that looks like an identity number."""
    line = " ".join(text.split()).replace(str(ROOT) + "/", "")
    line = re.sub(r"(?<![\w<])/(?:[^\s/'\":]+/)+", "…/", line)
    return masked(line)[:600]
