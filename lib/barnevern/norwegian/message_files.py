"""The message files as they stand, for who edits them: each message with where it stands and
examples of what it says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import yaml
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from barnevern.norwegian.messages import BOKMAL, say
from barnevern.paths import LANGUAGES

EXAMPLES = "examples.yml"
MANY = 3  # a whole number for the plural
PLURALS = {"one": 1, "other": MANY}


@dataclass(frozen=True)
class Message:
    """A message: its ``file`` and the ``place`` in it (the comment over a group), its name, the
    ``comment`` of its own, its text as written, the names of its values, and of these what it
    chooses between.
    """

    file: str
    place: str
    name: str
    comment: str
    text: str
    values: frozenset[str]
    choices: dict[str, tuple[str | int, ...]]


def messages(language: str = BOKMAL) -> list[Message]:
    """Every message of a language, in the order of the files and in them. Raises ValueError for
    what cannot be read as a message.
    """
    found = []
    for path in sorted((LANGUAGES / language).glob("*.ftl")):
        text, place = path.read_text(encoding="utf-8"), ""
        for entry in FluentParser().parse(text).body:
            if isinstance(entry, ast.Junk):
                raise ValueError(f"{path.name}: no message: {(entry.content or '').strip()[:60]}")
            if isinstance(entry, ast.GroupComment):
                place = _one_line(entry.content or "")
            if isinstance(entry, ast.Message):
                found.append(_message(path.stem, place, entry, text))
    return found


def examples(message: Message, language: str = BOKMAL) -> list[str]:
    """What the message says with the values of examples.yml, once for each choice in it. Raises
    KeyError where a value has no example.
    """
    known = example_values(language)
    plain = {name: known[name] for name in message.values - message.choices.keys()}
    names = sorted(message.choices)
    every = product(*(message.choices[name] for name in names))
    said = (say(message.name, **plain, **dict(zip(names, one, strict=True))) for one in every)
    return list(dict.fromkeys(said))


@cache
def example_values(language: str = BOKMAL) -> dict[str, str]:
    """An example of each value, by its name."""
    text = (LANGUAGES / language / EXAMPLES).read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def _message(file: str, place: str, entry: Any, text: str) -> Message:
    seen = _Seen()
    seen.visit(entry)
    written = text[entry.value.span.start : entry.value.span.end]
    return Message(
        file,
        place,
        entry.id.name,
        _one_line(entry.comment.content) if entry.comment else "",
        written,
        frozenset(seen.values),
        {name: _to_choose(keys) for name, keys in seen.choices.items()},
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _to_choose(keys: Iterable[str]) -> tuple[str | int, ...]:
    """What a value may be for each of the keys of a choice: numbers where one of them is a number,
    or singular and plural.
    """
    known = list(dict.fromkeys(keys))
    if all(key in PLURALS or key.isdigit() for key in known):
        return tuple(PLURALS[key] if key in PLURALS else int(key) for key in known)
    return tuple(known)


class _Seen(Visitor):
    """The values of a message, and the keys of its choices by the value chosen by."""

    def __init__(self) -> None:
        self.values: set[str] = set()
        self.choices: dict[str, list[str]] = {}

    def visit_VariableReference(self, node: Any) -> None:  # noqa: N802 (Fluent's name)
        """A value."""
        self.values.add(node.id.name)

    def visit_SelectExpression(self, node: Any) -> None:  # noqa: N802 (Fluent's name)
        """A choice."""
        keys = [getattr(one.key, "name", "") or one.key.value for one in node.variants]
        self.choices.setdefault(node.selector.id.name, []).extend(keys)
        self.generic_visit(node)
