"""The two file formats of case extracts, and what each can hold: code asks for what it needs to
know, never for the name of a format.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """A file format of case extracts.

    ``code``: what tables, options and reference data call it. ``one_case_a_file``: a file is one
    case and an extract any number of files; else one file is the whole extract of one year.
    ``whole_histories``: everything that ever happened in a case stands in it, so that any year up
    to the extract can be counted; else what was active in the reporting year, and of the
    evaluations of a plan the last one. ``case_element``: the element of a case, as the controls
    name it. ``first_year``: from when on its codes are valid, 0 where that is not known.
    ``read_freely``: the authority's program reads a case as objects before it holds it against the
    file description, so that attributes it does not know, the order of elements, and optional
    attributes that are empty do not matter; else the file is held against it as it stands.
    ``lacks``: the case tables that the format has nothing for.
    """

    code: str
    name: str
    case_element: str
    one_case_a_file: bool
    whole_histories: bool
    first_year: int = 0
    read_freely: bool = False
    lacks: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """Its name with its code, for messages about files."""
        return self.name if self.code in self.name else f"{self.name} ({self.code})"

    @property
    def structure(self) -> str:
        """What its structure is called in data/reference/extract_structure_*.csv."""
        return self.code.lower()

    def has(self, table: str) -> bool:
        """Whether the format has anything for the case table."""
        return table not in self.lacks


KOSTRA_15F = Format(
    code="15F",
    name="KOSTRA 15F",
    case_element="Individ",
    one_case_a_file=False,
    whole_histories=False,
    read_freely=True,
    lacks=frozenset(
        {
            "extensions",
            "participation",
            "visit_duties",
            "visits",
            "decisions",
            "decision_statuses",
            "decision_demands",
            "aftercare",
            "board_applications",
        }
    ),
)
BVR = Format(
    code="BVR",
    name="Barnevernsregisteret",
    case_element="Sak",
    one_case_a_file=True,
    whole_histories=True,
    first_year=2022,  # the codes of decisions, extended deadlines, aftercare offers and moves
)
FORMATS = {file_format.code: file_format for file_format in (KOSTRA_15F, BVR)}


def of(code: str) -> Format:
    """The format with the code. Raises ValueError for a code that is none."""
    if code not in FORMATS:
        codes = " or ".join(f'"{known}"' for known in FORMATS)
        raise ValueError(f'format "{code}" is not known: write {codes}')
    return FORMATS[code]
