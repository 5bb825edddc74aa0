"""What `barnevern extract load --preview` says."""

from barnevern.commands.console import output
from barnevern.local.lists import Understood
from barnevern.sources.answers import form

NAMES = {"accounts": "accounts", "staff": "staff and sick leave", "other": "counts"}


def say(found: list[Understood]) -> bool:
    """Print what each list is understood as, what is wrong with it, and the questions as a mapping
    to fill in; gives whether all of it can be loaded.
    """
    for one in found:
        for words in (NAMES[one.kind], *one.export.notes):
            output.print(f"{one.file}: {words}.", markup=False)
        if one.wrong:
            output.print(one.wrong, markup=False)
    questions = [question for one in found for question in one.export.questions]
    if questions:
        output.print(
            "Answer this in a file, and give it with --mapping; it is kept with the data set:\n",
            markup=False,
        )
        output.print(form(questions), markup=False)
    return not questions and not any(one.wrong for one in found)
