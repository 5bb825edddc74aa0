"""A made-up municipality's cases as files in the two real formats, with numbers that can be
nobody's.
"""

from pathlib import Path

from barnevern.cases import write_15f, write_bvr
from barnevern.cases.made_up import identities
from barnevern.cases.xml_text import Identities
from barnevern.demo import records, story
from barnevern.demo.country import YEARS
from barnevern.demo.country import cases as cases_of
from barnevern.demo.settings import DEFAULT_SEED, Settings

JOURNAL = "DEMO-"
FORMATS = ("15F", "BVR")
FIRST_BVR = 2022


def write_extracts(
    municipality: str,
    year: int,
    folder: Path,
    seed: int = DEFAULT_SEED,
    format: str = "15F",  # noqa: A002 (the name of the file format)
    settings: Settings | None = None,
) -> list[Path]:
    """Write the extract of one municipality and reporting year to ``folder``: one file of 15F, or
    of BVR one for each case; gives the paths.

    Journal numbers are "DEMO-…", names and texts are one fixed word, and no identity number can be
    a real one (month + 80). The code of the municipality is today's. Raises ValueError for an
    unknown format, municipality or year, and for BVR before FIRST_BVR: the codes of decisions are
    valid from that year.
    """
    _check(format, year)
    made = cases_of(municipality, range(year, year + 1), seed, settings)
    journals = {case: f"{JOURNAL}{case}" for case in made["cases"]["case"]}
    identity_of = numbers(municipality, seed)
    folder.mkdir(parents=True, exist_ok=True)
    if format == "BVR":
        return write_bvr.write(made, journals, municipality, year, folder, identity_of=identity_of)
    path = folder / f"15F-{municipality}-{year}.xml"
    write_15f.write(made, journals, municipality, year, path, identity_of=identity_of)
    return [path]


def _check(file_format: str, year: int) -> None:
    """Raises ValueError for a format that is not known, or not of the year."""
    if file_format not in FORMATS:
        raise ValueError(f'format "{file_format}" is not known: write {" or ".join(FORMATS)}')
    if file_format == "BVR" and year < FIRST_BVR:
        raise ValueError(
            f"BVR extracts are made from {FIRST_BVR} on, not for {year}: the codes of decisions are"
            " valid from then"
        )


def numbers(municipality: str, seed: int = DEFAULT_SEED) -> Identities:
    """The identity and DUF numbers of every made-up child of a municipality, by its id in the case
    tables: the same in every year's files.
    """
    everyone = records.cases(story.of(municipality, seed), YEARS)["persons"]
    return identities(everyone.sort_values(["person", "start"])).__getitem__
