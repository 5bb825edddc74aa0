"""The controls as data: what each is called, how serious it is and what it says, from
data/reference/controls.csv.

Sources of the rules: 15F by statisticsnorway/kostra-kontrollprogram (MIT, commit c1f58486), BVR by
statisticsnorway/barn-barnevern-xsd (MIT, commit f84ad0cd). Titles, messages and notes are our own.
"""

from dataclasses import dataclass
from functools import lru_cache
from string import Formatter

from barnevern import reference
from barnevern.cases.formats import FORMATS

SEVERITIES = ("FATAL", "ERROR", "WARNING", "INFO")  # the most serious first
STOPPING = ("FATAL", "ERROR")  # an extract with one of these is not ready to be sent in


@dataclass(frozen=True)
class Control:
    """One control of one format. ``severity_migrated`` counts for elements moved from an older
    system ("" for the same).
    """

    format: str
    control: str
    severity: str
    severity_migrated: str
    title: str
    message: str
    note: str

    @property
    def fields(self) -> list[str]:
        """Names of what the message tells of a finding."""
        return list(
            dict.fromkeys(name for _, name, _, _ in Formatter().parse(self.message) if name)
        )

    @property
    def answerable(self) -> bool:
        """Whether the cases of a file can answer it; ``note`` says why not. Controls without a
        message have nothing to say.
        """
        return bool(self.message)


@lru_cache
def controls(file_format: str) -> dict[str, Control]:
    """The controls of a format (by its code) by name, in the order of its specification. Raises
    KeyError on another format.
    """
    if file_format not in FORMATS:
        raise KeyError(f"not a format of case extracts: {file_format}")
    return {
        row["control"]: Control(**row)
        for row in reference.rows("controls.csv")
        if row["format"] == file_format
    }


@lru_cache
def every_control() -> dict[str, Control]:
    """The controls of both formats by name; no name is used twice."""
    return {
        name: control for file_format in FORMATS for name, control in controls(file_format).items()
    }
