"""What a service has answered about its own exports: kept with its data set, used the next time."""

from pathlib import Path

from barnevern.local.place import MAPPING
from barnevern.local.rule import Asked
from barnevern.sources import answers
from barnevern.sources.export import Reading


def reading(folder: Path, asked: Asked, years: list[int]) -> Reading:
    """How lists are to be read into the data set in ``folder``: by its own answers, and by those of
    the file that was given, which go before them; ``years`` names the year of a list that does not
    tell it, where it is one. Raises InputProblems with everything that is wrong in either.
    """
    kept = answers.read(folder / MAPPING) if (folder / MAPPING).is_file() else answers.NONE
    given = answers.read(asked.mapping) if asked.mapping else answers.NONE
    year = str(years[0]) if len(years) == 1 and years[0] else ""
    return Reading(kept.joined(given), year)


def write(folder: Path, found: Reading) -> None:
    """Keep the answers, where there are any."""
    if text := found.answers.text():
        (folder / MAPPING).write_text(text, encoding="utf-8")
