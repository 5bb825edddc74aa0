"""The parameters that a notebook takes: those its parameters cell declares, and no others."""

import json
import re
from collections.abc import Mapping

from barnevern.page.parameters import ParameterProblems
from barnevern.problems import nearest

DECLARATION = re.compile(r"^(\w+) *(?::[^=\n]*)?=(?!=)", re.MULTILINE)
MAY_BE_LEFT_OUT = {"peers"}  # by a page that compares with nobody
Value = str | int


def declared(notebook: str) -> list[str] | None:
    """The names that the parameters cell of a notebook (the text of the file) gives values to, in
    its order; None when it has no such cell.
    """
    for cell in json.loads(notebook)["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            return DECLARATION.findall("".join(cell["source"]))
    return None


def given(
    name: str, declared: list[str] | None, values: Mapping[str, Value]
) -> Mapping[str, Value]:
    """Those of ``values`` that the notebook called ``name`` declares; all of them when it has no
    parameters cell, for papermill then puts one first.

    Raises ParameterProblems when it lacks one that it must have, or has it misspelt: the page would
    be made of the cell's own value.
    """
    if declared is None:
        return values
    strangers = [parameter for parameter in declared if parameter not in values]
    instead = f"; it has {', '.join(strangers)}" if strangers else ""
    wrong = [
        f'the parameters cell of notebook "{name}" lacks "{parameter}"{instead}'
        for parameter in values
        if parameter not in declared
        and (parameter not in MAY_BE_LEFT_OUT or nearest(parameter, strangers))
    ]
    if wrong:
        raise ParameterProblems(wrong)
    return {parameter: value for parameter, value in values.items() if parameter in declared}
