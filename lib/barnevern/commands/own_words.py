"""``barnevern report import``: the service's own words from Word files into params/texts."""

from pathlib import Path

from barnevern.commands.console import output
from barnevern.document import own_words
from barnevern.problems import InputProblems, Problem


def take_in(files: list[Path]) -> None:
    """Write the own words of each file where the report takes them from, and say what else was
    changed and is left as it was. Raises InputProblems before anything is written.
    """
    from barnevern.document import word_said  # only here: no other command reads Word files

    if not files:
        rule, remedy = "no Word file is given", "write barnevern report import FILE.docx"
        raise InputProblems([Problem("", "", "import", "", rule, remedy)])
    for path, back in [(path, word_said.returned(path)) for path in files]:
        written = own_words.put(back.code, back.year, back.outline, back.words)
        chapters = f"{len(back.words)} chapters" if len(back.words) != 1 else "1 chapter"
        output.print(f"{chapters} of {path.name} written to {written.name}", markup=False)
        for line in back.changed:
            output.print(f"Not taken in, {line}", markup=False)
