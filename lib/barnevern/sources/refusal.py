"""A file that cannot be read at all: one problem, to be raised."""

from barnevern.problems import InputProblems, Problem


def refused(file: str, line: int | str, rule: str, remedy: str) -> InputProblems:
    """What is wrong with a file as a whole, or from a line on ("" where no line is meant)."""
    return InputProblems([Problem(file, line, "", "", rule, remedy)])
