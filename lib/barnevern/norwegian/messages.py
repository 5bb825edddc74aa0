"""The sentences that a reader meets: message files under ``data/language``, in Project Fluent's
format (https://projectfluent.org), one folder a language and one file a subject.
"""

from functools import cache

from fluent.runtime import FluentBundle, FluentResource

from barnevern.paths import LANGUAGES

BOKMAL = "nb"


class UnknownMessage(LookupError):
    """A message that no file of the language has, or that lacks one of its values."""


def say(message: str, /, **values: str | int | float) -> str:
    """The sentence of that name in the message files, with the values set in.

    A name is the file's, a hyphen, and what it is about: ``findings-may-be-chance`` stands in
    ``findings.ftl``. Numbers come written ("13,8"); a whole number beside them chooses between
    singular and plural.
    """
    file, _, _ = message.partition("-")
    bundle = _bundle(BOKMAL, file)
    if not bundle.has_message(message) or (pattern := bundle.get_message(message).value) is None:
        raise UnknownMessage(f"{file}.ftl has no message {message}")
    text, faults = bundle.format_pattern(pattern, values)
    if faults:
        raise UnknownMessage(f"{message}: {'; '.join(map(str, faults))}")
    return str(text).replace("\n", " ")  # a message may run over lines


@cache
def _bundle(language: str, file: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    path = LANGUAGES / language / f"{file}.ftl"
    if not path.is_file():
        raise UnknownMessage(f"there is no file {language}/{file}.ftl")
    bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle
