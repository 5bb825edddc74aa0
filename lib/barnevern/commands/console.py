"""What the commands say, to a console of any encoding, to one that is gone, or to a log."""

import errno
import io
import os
import signal
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO, cast

from rich.console import Console

from barnevern.norwegian.text import LETTERS
from barnevern.page.parameters import ParameterProblems
from barnevern.problems import InputProblems, refused

errors = Console(stderr=True, highlight=False, soft_wrap=True)
output = Console(highlight=False, soft_wrap=True)
# What a reader that stopped reading, and a terminal that was closed, answer with.
GONE = {errno.EPIPE, errno.EIO, errno.ENXIO, errno.EINVAL}
PLAIN = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "–": "-",
        "—": "-",
        "«": '"',
        "»": '"',
        "…": "...",
        "≥": ">=",
        "≤": "<=",
    }
)


def encodable(text: str, encoding: str) -> str:
    """``text`` with what ``encoding`` does not have in plainer signs: a space for a narrow one."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_plainer(sign, encoding) for sign in text)
    return text


def _plainer(sign: str, encoding: str) -> str:
    letter = str(LETTERS.get(sign.lower(), sign))
    plainer = sign.translate(PLAIN), letter.upper() if sign.isupper() else letter
    for candidate in (sign, *plainer, unicodedata.normalize("NFKD", sign)):
        known = candidate.encode(encoding, "ignore").decode(encoding)
        if known and (known == candidate or candidate.startswith(known)):
            return known
    return " " if sign.isspace() else "?"


class Sturdy:
    """A stream that is written to whatever its encoding, and also when nobody reads it any more:
    the work goes on.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text, in the signs that the stream has."""
        try:
            self._stream.write(encodable(text, self._stream.encoding or "utf-8"))
        except OSError as error:
            self._let_go(error)
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        try:
            self._stream.flush()
        except OSError as error:
            self._let_go(error)

    def _let_go(self, error: OSError) -> None:
        """Write to nowhere from now on, if it is the reader who went; what was not sent yet goes
        the same way.
        """
        if error.errno not in GONE:
            raise error
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def make_sturdy() -> None:
    """Have all that this process says go through Sturdy streams."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            setattr(sys, name, cast(TextIO, Sturdy(stream)))


class _Stamped(io.TextIOBase):
    """A log: each line begins with the time it was written."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._begun = file, False

    def write(self, text: str) -> int:
        for line in text.splitlines(keepends=True):
            stamp = (
                "" if self._begun else f"{datetime.now().astimezone().isoformat('T', 'seconds')} "
            )
            self._file.write(stamp + line)
            self._begun = not line.endswith("\n")
        self._file.flush()
        return len(text)


@contextmanager
def logged(path: Path | None) -> Iterator[None]:
    """Have all that is said go to the end of the log ``path`` instead, with the time of each line;
    an error goes to both. Raises InputProblems when the log cannot be written.
    """
    if path is None:
        yield
        return
    try:
        file = path.open("a", encoding="utf-8")
    except OSError as error:
        rule, remedy = f"the log cannot be written: {error.strerror}", "give another file"
        raise refused("--log", path.name, rule, remedy) from None
    with file:
        stamped = cast(TextIO, _Stamped(file))
        errors.file, output.file = stamped, stamped
        try:
            yield
        except (ParameterProblems, InputProblems) as error:
            say(error)
            raise
        finally:
            errors.file, output.file = None, None  # type: ignore[assignment]  # those of the process


@contextmanager
def outliving() -> Iterator[None]:
    """A terminal that is closed (SIGHUP) ends neither the work nor what it starts."""
    closed = getattr(signal, "SIGHUP", None)  # Windows has none
    before = signal.signal(closed, signal.SIG_IGN) if closed else None
    try:
        yield
    finally:
        if closed:
            signal.signal(closed, before)


def say(error: ParameterProblems | InputProblems) -> None:
    """Everything that is wrong, in words."""
    for line in error.sentences if isinstance(error, ParameterProblems) else [str(error)]:
        errors.print(line, markup=False)
