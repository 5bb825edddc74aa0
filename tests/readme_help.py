"""The page docs/commands.md: what --help says of each command, without the frames. ``make docs``
writes it there.

Runs with TYPER_USE_RICH=0, which must be set before Typer is imported; --print prints the list
instead.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command
from typer.testing import CliRunner

from barnevern.commands.app import app

COMMANDS = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
BEGIN, END = "<!-- commands: made by make docs -->\n", "<!-- end of commands -->\n"
FRAME = {"TERM": "dumb", "COLUMNS": "140", "TERMINAL_WIDTH": "140"}


def text() -> str:
    """What --help says of every command, one after the other."""
    runner = CliRunner()
    helps = (
        runner.invoke(app, [*words, "--help"], env=FRAME, prog_name="barnevern").output
        for words in commands(get_command(app))
    )
    return "\n".join(_without_help(said) for said in helps)


def _without_help(said: str) -> str:
    """The text of one command without the option that shows it."""
    lines = [line.rstrip() for line in said.strip().splitlines() if "--help" not in line]
    return "\n".join(lines).removesuffix("\n\nOptions:") + "\n"


def commands(command: Any, *words: str) -> Iterator[tuple[str, ...]]:
    """The words of every command that does something itself."""
    below = getattr(command, "commands", None)
    if below is None:
        yield words
    for name, inner in (below or {}).items():
        yield from commands(inner, *words, name)


def listed() -> str:
    """The list of commands that the page has now."""
    return COMMANDS.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]


def block(written: str) -> str:
    """``written`` as it stands on the page."""
    return f"\n```text\n{written}```\n\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["--print"]:
        sys.stdout.write(text())
    else:
        before, _, rest = COMMANDS.read_text(encoding="utf-8").partition(BEGIN)
        COMMANDS.write_text(
            before + BEGIN + block(text()) + END + rest.partition(END)[2], encoding="utf-8"
        )
