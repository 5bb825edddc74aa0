"""``barnevern words``: every sentence that a reader may meet, for whoever edits the language."""

from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from barnevern.commands.console import output
from barnevern.norwegian.message_files import Message, examples, messages
from barnevern.norwegian.messages import BOKMAL, say
from barnevern.paths import shown
from barnevern.problems import refused
from barnevern.render.html import render

TEMPLATE = "words.html.j2"
FOLDER = f"data/language/{BOKMAL}"


def words(
    text: Annotated[
        str, typer.Argument(help="Only messages with this in their name or in what they say.")
    ] = "",
    page: Annotated[
        Path | None, typer.Option(help="Write a page of them to this file instead.")
    ] = None,
) -> None:
    """List every sentence that a reader of the pages may meet, with where it stands and an example
    of each thing it can say. They are edited in data/language.
    """
    every = ((message, examples(message)) for message in messages())
    found = [one for one in every if _has(*one, text)]
    if not found:
        raise refused("text", text, "no message has it", "give another word, or none for all")
    if page is None:
        for message, said in found:
            _print(message, said)
        return
    try:
        page.write_text(_html(found), encoding="utf-8")
    except OSError as error:
        rule = f"the page cannot be written there: {error.strerror}"
        raise refused("--page", page.name, rule, "give another file") from None
    output.print(f"{len(found)} messages in {shown(page)}", markup=False)


def _has(message: Message, said: list[str], text: str) -> bool:
    return text.lower() in "\n".join([message.name, message.place, *said]).lower()


def _print(message: Message, said: list[str]) -> None:
    output.print(f"{message.name} ({message.place})", markup=False)
    if message.comment:
        output.print(f"  # {message.comment}", markup=False)
    for text in said:
        output.print(f"  {text}", markup=False)


def _html(found: list[tuple[Message, list[str]]]) -> str:
    """The page: a section for each place, a row for each message."""
    places = groupby(found, key=lambda one: (one[0].file, one[0].place))
    sections = [(f"{FOLDER}/{file}.ftl", place, list(rows)) for (file, place), rows in places]
    return render(TEMPLATE, title=say("words-title"), sections=sections)
