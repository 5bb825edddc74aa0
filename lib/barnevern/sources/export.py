"""How a service's own files are to be read, and what each was understood as."""

from dataclasses import dataclass, field

import pandas as pd

from barnevern.problems import InputProblems, Problem
from barnevern.sources.answers import NONE, Answers, Question


@dataclass(frozen=True)
class Reading:
    """What a service has ``answered`` about its files, and the ``year`` of one that does not tell
    ("" for none).
    """

    answers: Answers = NONE
    year: str = ""


PLAINLY = Reading()


@dataclass
class Export:
    """What a file was understood as: text cells like those of the template, and what was
    understood, in words; what must be asked, and what is wrong or missing.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def rows(self, file: str) -> pd.DataFrame:
        """The table. Raises InputProblems with everything that is wrong or asked."""
        asked = [question.problem(file) for question in self.questions]
        if self.problems or asked:
            raise InputProblems([*self.problems, *asked])
        return self.table
