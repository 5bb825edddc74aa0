"""What was given to load: extracts and lists told apart, read, and counted."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from barnevern import controls, counting
from barnevern.cases import Extract
from barnevern.local import lists, remarks
from barnevern.local.lists import Understood
from barnevern.observations import regions
from barnevern.problems import InputProblems, Problem
from barnevern.sources import kostra_accounts
from barnevern.sources.export import PLAINLY, Reading
from barnevern.sources.extract import read_extract
from barnevern.sources.reading import format_of

DECEMBER = 12
EVERY_YEAR = [0]
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Part:
    """The observations of one year from one kind of source: what a later load of the same replaces.

    ``code`` is the municipality of the figures: today's, or that of the year where several were
    merged since. ``said`` are the sentences that whoever loads it must read.
    """

    kind: str
    code: str
    year: int
    table: pd.DataFrame
    controls: pd.DataFrame = field(default_factory=pd.DataFrame)
    said: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file name of the part in the data set."""
        return f"{self.kind}_{self.code}_{self.year}.csv"


def read(
    files: list[Path],
    region: regions.Region,
    key: bytes,
    years: list[int],
    *,
    synthetic: bool,
    leave_out: bool = False,
    reading: Reading = PLAINLY,
) -> list[Part]:
    """The parts that ``files`` give; ``years`` are those to count in BVR files, see ``load``.
    ``leave_out`` counts without the cases that are not as the format has them; ``reading`` is what
    was answered about the lists.

    Raises InputProblems with everything that is wrong in all of the files together.
    """
    extracts = [path for path in files if _is_xml(path)]
    readings, problems = _readings(extracts)
    parts: list[Part] = []
    for paths in readings:
        try:
            extract = read_extract(paths, key, synthetic=synthetic, keep_going=True)
            remarks.refuse_faults(extract, leave_out=leave_out)
            _check_whose(extract, paths[0].name, region, synthetic=synthetic)
            parts += _counted(extract, region, years)
        except InputProblems as error:
            problems += error.problems
    for path in files:
        if path not in extracts:
            try:
                parts += _listed(path, region, reading)
            except InputProblems as error:
                problems += error.problems
    problems += [] if problems else _twice(parts)
    if problems:
        raise InputProblems(problems)
    return parts


def _is_xml(path: Path) -> bool:
    if path.suffix.lower() == ".xml":
        return True
    if not path.is_file():
        return False
    with path.open("rb") as handle:
        return handle.read(64).removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"<")


def _readings(extracts: list[Path]) -> tuple[list[list[Path]], list[Problem]]:
    """The files that are read together: each 15F file is a whole extract, those of BVR are one. And
    what is wrong with the others.
    """
    readings: list[list[Path]] = []
    messages: list[Path] = []
    problems: list[Problem] = []
    for path in extracts:
        try:
            if format_of(path).one_case_a_file:
                messages.append(path)
            else:
                readings.append([path])
        except InputProblems as error:
            problems += error.problems
    return readings + ([messages] if messages else []), problems


def _check_whose(extract: Extract, file: str, region: regions.Region, *, synthetic: bool) -> None:
    """Raises InputProblems when the cases are another municipality's, or made up among real ones,
    or the other way round.
    """
    files = extract.about.get("files", {})
    problems = [
        *(
            problem
            for sender in _senders(extract)
            for name in files.get(sender, [file])
            for problem in _sender(sender, name, region)
        ),
        *_made_up(extract, file, synthetic=synthetic),
    ]
    if problems:
        raise InputProblems(problems)


def _sender(sender: str, file: str, region: regions.Region) -> list[Problem]:
    """What is wrong with a sender: another municipality, or one that has been divided since."""
    kinds = {
        period.kind
        for period in regions.code_periods()
        if period.code == sender and period.current_code == region.code
    }
    if not kinds:
        rule = f"the extract is not of {regions.name_of(region.code)} ({region.code})"
        remedy = "name the right municipality, or leave the file out"
    elif "split" in kinds:
        rule = "the municipality was divided later, and its figures cannot be told apart"
        remedy = "leave the file out"
    else:
        return []
    return [Problem(file, "", "Kommunenummer", sender, rule, remedy)]


def _senders(extract: Extract) -> list[str]:
    """The numbers of the municipalities that the cases are of, and of the one that sent them."""
    numbers = {*extract.cases["cases"]["municipality"].unique(), str(extract.about["municipality"])}
    return sorted(number for number in numbers if number)


def _made_up(extract: Extract, file: str, *, synthetic: bool) -> list[Problem]:
    """Made-up children among real ones, or the other way round."""
    persons = extract.cases["persons"]
    numbered = persons[persons["identity"].isin(["fnr", "dnr"]) | persons["synthetic"]]
    wrong = int(numbered["synthetic"].ne(synthetic).sum())
    if not wrong:
        return []
    if synthetic:
        kind = "identity numbers that can be real"
        remedy = "load them into a data set that is not marked synthetic"
    else:
        kind = "identity numbers of the made-up series (month + 80)"
        remedy = "made-up cases go into a data set of their own, marked synthetic"
    return [Problem(file, "", "Fodselsnummer", "", f"the extract has {wrong} {kind}", remedy)]


def _counted(extract: Extract, region: regions.Region, years: list[int]) -> list[Part]:
    """A part for each year that the extract is counted for; the counts of its controls go with the
    last.
    """
    file_format, counted = extract.file_format, years_of(extract, years)
    code = _code(extract, region, counted[-1])
    table = counting.observations(extract.cases, code, counted, file_format)
    table["place"] = file_format.name + ", " + table["year"].astype("str")
    checked = controls.counts(extract, controls.run(extract, counted[-1]), counted[-1])
    return [
        Part(
            "extract",
            code,
            year,
            table[table["year"].eq(year)],
            checked[checked["year"].eq(year)],
            tuple(remarks.sentences(extract)) if year == counted[-1] else (),
        )
        for year in counted
    ]


def _code(extract: Extract, region: regions.Region, year: int) -> str:
    """The municipality that the figures are of. A number that was only changed since is today's; of
    several that were merged each keeps its own, and the parts are summed.
    """
    whole = extract.file_format.whole_histories or len(regions.parts(region.code, year)) == 1
    return region.code if whole else _senders(extract)[0]


def years_of(extract: Extract, years: list[int]) -> list[int]:
    """The years an extract is counted for: of 15F its reporting year, of BVR ``years`` (EVERY_YEAR
    for all from the format's first on that were over), or else the last that was over.

    BVR goes on from day to day: of files taken out up to some day in December that year counts,
    else the one before.
    """
    if not extract.file_format.whole_histories:
        return [int(extract.about["year"])]
    newest = extract.cases["cases"]["extracted"].max()
    over = (
        int(extract.about["year"]) - int(newest.month < DECEMBER)
        if pd.notna(newest)
        else int(extract.about["year"])
    )
    if years == EVERY_YEAR:
        return list(range(extract.file_format.first_year, over + 1)) or [over]
    return sorted(set(years)) or [over]


def _listed(path: Path, region: regions.Region, reading: Reading) -> list[Part]:
    """The parts of one list. Raises InputProblems when there is no figure in it, or when the
    accounts in it are another municipality's.
    """
    if kostra_accounts.is_kostra(path):
        problems = _sender(kostra_accounts.sender(path), path.name, region)
        if problems:
            raise InputProblems(problems)
    kind, table = lists.read(path, region.code, reading)
    table = table.assign(place=table["year"].astype("str"))
    years, said = table["year"].unique().tolist(), lists.notes(path, kind, reading)
    return [
        Part(kind, region.code, year, table[table["year"].eq(year)], said=said * (year == years[0]))
        for year in years
    ]


def understood(files: list[Path], region: regions.Region, reading: Reading) -> list[Understood]:
    """What each list among ``files`` is understood as. Raises InputProblems with every file that is
    neither a list nor an extract.
    """
    found: list[Understood] = []
    problems: list[Problem] = []
    for path in (path for path in files if not _is_xml(path)):
        try:
            found.append(lists.understood(path, region.code, reading))
        except InputProblems as error:
            problems += error.problems
    if problems:
        raise InputProblems(problems)
    return found


def _twice(parts: list[Part]) -> list[Problem]:
    names = [part.name for part in parts]
    twice = dict.fromkeys(name for name in names if names.count(name) > 1)
    rule, remedy = "two of the files give the same year", "load one of them; the newest counts"
    return [
        Problem(name.removesuffix(".csv").replace("_", " "), "", "", "", rule, remedy)
        for name in twice
    ]
