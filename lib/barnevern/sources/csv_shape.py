"""What every CSV file must keep to: the columns of its header, and as many cells in each row."""

from collections.abc import Collection, Iterable, Sequence

from barnevern.problems import Problem, nearest


def header_problems(
    file: str, names: Sequence[str], required: Iterable[str], known: Collection[str], add: str
) -> list[Problem]:
    """Columns that stand twice, are missing (``add`` is what to do then) or are not known."""

    def at(column: str, rule: str, remedy: str) -> Problem:
        return Problem(file, 1, column, "", rule, remedy)

    once = list(dict.fromkeys(names))
    twice = [name for name in once if names.count(name) > 1]
    missing = [column for column in required if column not in names]
    unknown = [name for name in once if name not in known]
    return [
        *(at(name, "column stands more than once", "keep one of them") for name in twice),
        *(at(column, "column is missing", add) for column in missing),
        *(at(name, "column is not known", nearest(name, known) or "remove it") for name in unknown),
    ]


def length_problems(
    file: str, names: Sequence[str], body: Iterable[tuple[int, Sequence[str]]], marks: str
) -> list[Problem]:
    """Rows (line, cells) that have not a cell for each name; ``marks`` are the separators to
    check.
    """
    rule, remedy = f"a row has {len(names)} cells", f"check {marks} and quotation marks"
    return [
        Problem(file, line, "", f"{len(cells)} cells", rule, remedy)
        for line, cells in body
        if len(cells) != len(names)
    ]
