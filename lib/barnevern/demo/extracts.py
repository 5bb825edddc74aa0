"""A made-up municipality's cases as files in the two real formats, with numbers that can be
nobody's.
"""

from pathlib import Path

from barnevern.cases import formats, write_15f, write_bvr
from barnevern.cases.formats import KOSTRA_15F, Format
from barnevern.cases.made_up import identities
from barnevern.cases.xml_text import Identities
from barnevern.demo import records, story
from barnevern.demo.country import YEARS
from barnevern.demo.country import cases as cases_of
from barnevern.demo.settings import DEFAULT_SEED, Settings

JOURNAL = "DEMO-"


def write_extracts(
    municipality: str,
    year: int,
    folder: Path,
    seed: int = DEFAULT_SEED,
    file_format: str = KOSTRA_15F.code,
    settings: Settings | None = None,
) -> list[Path]:
    """Write the extract of one municipality and reporting year to ``folder``: one file of 15F, or
    of BVR one for each case; gives the paths.

    Journal numbers are "DEMO-…", names and texts are one fixed word, and no identity number can be
    a real one (month + 80). The code of the municipality is today's. Raises ValueError for an
    unknown format, municipality or year, and for BVR before its first year: the codes of
    decisions are valid from then.
    """
    wanted = _format_of(file_format, year)
    made = cases_of(municipality, range(year, year + 1), seed, settings)
    journals = {case: f"{JOURNAL}{case}" for case in made["cases"]["case"]}
    identity_of = numbers(municipality, seed)
    folder.mkdir(parents=True, exist_ok=True)
    if wanted.one_case_a_file:
        return write_bvr.write(made, journals, municipality, year, folder, identity_of=identity_of)
    path = folder / f"{wanted.code}-{municipality}-{year}.xml"
    write_15f.write(made, journals, municipality, year, path, identity_of=identity_of)
    return [path]


def _format_of(code: str, year: int) -> Format:
    """The format with this code. Raises ValueError for one not known, or not of the year."""
    wanted = formats.of(code)
    if year < wanted.first_year:
        raise ValueError(
            f"{wanted.code} extracts are made from {wanted.first_year} on, not for {year}: the"
            " codes of decisions are valid from then"
        )
    return wanted


def numbers(municipality: str, seed: int = DEFAULT_SEED) -> Identities:
    """The identity and DUF numbers of every made-up child of a municipality, by its id in the case
    tables: the same in every year's files.
    """
    everyone = records.cases(story.of(municipality, seed), YEARS)["persons"]
    return identities(everyone.sort_values(["person", "start"])).__getitem__
