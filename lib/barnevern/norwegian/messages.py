"""The sentences that a reader meets: message files under ``data/language``, in Project Fluent's
format (https://projectfluent.org), one folder a language and one file a subject.
"""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from barnevern.paths import LANGUAGES

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

BOKMAL = "nb"
LONGEST = 100_000  # letters of a value
KEPT = 2_000  # sentences; a page says many of them again and again


class UnknownMessage(LookupError):
    """A message that no file of the language has, or that lacks one of its values."""


def say(message: str, /, **values: str | int) -> str:
    """The sentence of that name in the message files, with the values set in.

    A name is the file's, a hyphen, and what it is about: ``findings-not-clear`` stands in
    ``findings.ftl``. Numbers come written ("13,8"), but for years and counts under a thousand; a
    whole number chooses between singular and plural.
    """
    return _said(BOKMAL, message, **values)


@lru_cache(KEPT)
def _said(language: str, message: str, **values: str | int) -> str:
    file, _, _ = message.partition("-")
    bundle = _bundle(language, file)
    if not bundle.has_message(message) or (pattern := bundle.get_message(message).value) is None:
        raise UnknownMessage(f"{file}.ftl has no message {message}")
    text, faults = bundle.format_pattern(pattern, values)
    if faults:
        raise UnknownMessage(f"{message}: {'; '.join(map(str, faults))}")
    return str(text).replace("\n", " ")  # a message may run over lines


def warm() -> None:
    """Read every message file, for processes that are forked after it."""
    for path in sorted((LANGUAGES / BOKMAL).glob("*.ftl")):
        _bundle(BOKMAL, path.stem)


@cache
def _bundle(language: str, file: str) -> "FluentBundle":
    """The messages of one file. Raises UnknownMessage where there is no such file."""
    # Fluent is loaded by the first sentence: a command that says none starts faster.
    from fluent.runtime import FluentBundle, FluentResource, resolver
    from fluent.runtime.types import FluentInt, NumberFormatOptions

    # Its limit is against messages of strangers; ours may name every municipality of the country.
    resolver.MAX_PART_LENGTH = LONGEST
    # A year has no space in it; whatever else may reach a thousand comes written.
    FluentInt.default_number_format_options = NumberFormatOptions(useGrouping=False)
    bundle = FluentBundle([language], use_isolating=False)
    path = LANGUAGES / language / f"{file}.ftl"
    if not path.is_file():
        raise UnknownMessage(f"there is no file {language}/{file}.ftl")
    bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle
