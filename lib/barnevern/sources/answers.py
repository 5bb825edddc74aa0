"""What a service has answered about its own exports: a small YAML mapping, kept with its data set.

``columns`` says what the columns of a file hold, by their heads; ``digits`` which digits of long
account numbers are the KOSTRA art; ``functions``, ``arts``, ``positions`` and ``measures`` what
words in them mean. "-" leaves something out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from barnevern.norwegian.spelling import alike
from barnevern.problems import InputProblems, Problem, nearest

LEFT_OUT = "-"
PARTS = ("columns", "digits", "functions", "arts", "positions", "measures")
LONGEST_WORD = 200
MOST_BYTES = 100_000
Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Answers:
    """The answers by part of the mapping and by word."""

    words: Words = field(default_factory=dict)

    def get(self, part: str, word: str) -> str:
        """The answer about a word, however it is spelt; "" where there is none."""
        given = {alike(known): answer for known, answer in self.words.get(part, {}).items()}
        return given.get(alike(word), "")

    def joined(self, newer: "Answers") -> "Answers":
        """These answers and newer ones, which go before them."""
        parts = [part for part in PARTS if part in self.words or part in newer.words]
        return Answers(
            {part: {**self.words.get(part, {}), **newer.words.get(part, {})} for part in parts}
        )

    def text(self) -> str:
        """The mapping as YAML; read gives the same again."""
        quoted = {part: dict(words) for part, words in self.words.items() if words}
        return str(yaml.safe_dump(quoted, allow_unicode=True, sort_keys=True)) if quoted else ""


NONE = Answers()


@dataclass(frozen=True)
class Question:
    """Something in a file that its own words do not tell: ``about`` says what, and ``word`` of
    ``part`` of the mapping answers it with one of ``choices``. ``likely`` is what it may be.
    """

    part: str
    word: str
    about: str
    choices: tuple[str, ...]
    likely: str = ""

    def problem(self, file: str) -> Problem:
        """The question as something that is wrong with the file."""
        answer = f"{self.part}: {{{_quoted(self.word)}: {self.likely or self.choices[0]}}}"
        remedy = f"give --mapping a file with {answer} ({', '.join(self.choices)})"
        return Problem(file, "", self.part, self.word, self.about, remedy)


def form(questions: Sequence[Question]) -> str:
    """The questions as a mapping to fill in: what is likely stands there."""
    lines: list[str] = []
    for part in PARTS:
        asked = list(dict.fromkeys(one for one in questions if one.part == part))
        lines += [f"{part}:"] if asked else []
        for one in asked:
            lines.append(f"  # {one.about}: {', '.join(one.choices)}")
            lines.append(f"  {_quoted(one.word)}: {_quoted(one.likely) if one.likely else '?'}")
    return "\n".join([*lines, ""])


def read(path: Path) -> Answers:
    """The answers in a file. Raises InputProblems with everything that is wrong in it."""
    try:
        text = path.read_bytes()[:MOST_BYTES].decode("utf-8")
        # every word is text: 010 is an art, not the number eight
        found = yaml.load(text, Loader=yaml.BaseLoader) or {}  # noqa: S506 (makes text alone)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        rule, remedy = "the mapping cannot be read", "give a YAML file, see docs/data.md"
        raise InputProblems([Problem(path.name, "", "--mapping", "", rule, remedy)]) from None
    problems = _problems(found, path.name)
    if problems:
        raise InputProblems(problems)
    return Answers(found)


def _problems(found: Any, file: str) -> list[Problem]:
    if not isinstance(found, dict):
        remedy = f"write the parts {', '.join(PARTS)}"
        return [Problem(file, "", "", "", "the mapping has no parts", remedy)]
    problems = []
    for part, words in found.items():
        if part not in PARTS:
            remedy = nearest(str(part), PARTS) or f"use one of: {', '.join(PARTS)}"
            problems.append(Problem(file, "", str(part), "", "the part is not known", remedy))
        elif not isinstance(words, dict):
            remedy = 'write "word": answer below it'
            problems.append(Problem(file, "", part, "", "the part has no words", remedy))
        else:
            rule, remedy = "the word has no answer", "write one, or - to leave it out"
            problems += [
                Problem(file, "", part, word, rule, remedy)
                for word, answer in words.items()
                if not isinstance(answer, str) or answer in ("", "?") or len(word) > LONGEST_WORD
            ]
    return problems


def _quoted(word: str) -> str:
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
