"""What is said reaches consoles of every encoding; a reader or a terminal that goes away ends
nothing.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from barnevern import __version__
from barnevern.commands.console import Sturdy, encodable
from patience import PATIENCE_SECONDS, wait_for

COMMAND = [sys.executable, "-m", "barnevern"]
RUN = ["run", "-m", "Bærum", "--year", "2024", "--notebook", "intake", "--jobs", "1", "--out"]
SHOW = ["data", "show", "Bærum", "--indicator", "gross_f252_per_child_placed_nok"]


def done(*arguments: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        env=os.environ | settings,
        check=False,
    )


def page(out: Path) -> Path:
    return out / "published" / "2024" / "3201-baerum" / "intake.html"


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("1\u202f234,5\u00a0%", "cp1252", "1 234,5\u00a0%"),
        ("\N{MINUS SIGN}5 «Bærum»", "cp1252", "-5 «Bærum»"),
        ("\N{MINUS SIGN}5 – «Bærum» Ålesund", "ascii", '-5 - "Baerum" Alesund'),
        ("Kárášjohka Unjárga Porsáŋgu", "latin-1", "Kárásjohka Unjárga Porsángu"),
        ("ÆØÅ ☃", "ascii", "AEOA ?"),
        ("Bærum", "utf-8", "Bærum"),
    ],
)
def test_a_sign_that_a_console_has_not_is_said_plainer(text, encoding, said):
    assert encodable(text, encoding) == said


@pytest.mark.parametrize(
    "settings",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "LANG": "C"},
    ],
)
def test_figures_are_shown_on_a_console_of_any_encoding(settings):
    shown = done(*SHOW, **settings)
    assert (shown.returncode, shown.stderr) == (0, b"")
    encoding = settings.get("PYTHONIOENCODING", "utf-8")
    assert re.search(r"2024\W+1.078.632", shown.stdout.decode(encoding))


def test_the_version_is_said():
    assert done("--version").stdout.decode().strip() == __version__


def test_a_reader_that_went_away_is_no_error(tmp_path):
    with (tmp_path / "gone").open("w", encoding="utf-8") as stream:
        read, write = os.pipe()
        os.close(read)
        os.dup2(write, stream.fileno())
        os.close(write)
        sturdy = Sturdy(stream)
        for _ in range(3):
            sturdy.write("x" * 100_000)
            sturdy.flush()


def test_a_batch_goes_on_when_nobody_reads_what_it_says(tmp_path):
    process = subprocess.Popen(
        [*COMMAND, *RUN, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout
    process.stdout.close()
    assert process.wait(PATIENCE_SECONDS) == 0
    assert page(tmp_path).is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no terminals that hang up")
def test_a_batch_outlives_its_terminal_and_logs_with_the_time(tmp_path):
    ours, terminal = os.openpty()
    log = tmp_path / "log.txt"
    # a session of its own, whose terminal this is; the log tells that the work has begun
    code = "import os, sys, fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
    arguments = [*COMMAND, *RUN, str(tmp_path), "-m", "3203", "-m", "Utsira", "--log", str(log)]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    assert wait_for(lambda: log.is_file() and "Utsira" in log.read_text(encoding="utf-8"))
    os.close(ours)
    assert process.wait(PATIENCE_SECONDS) == 0
    assert page(tmp_path).is_file()
    lines = log.read_text(encoding="utf-8").splitlines()
    assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d ", line) for line in lines)
    assert lines[0].endswith("No figures of 2024 in this data set, so no pages: Utsira")
    assert "2 of 2 pages published" in lines[-1]


def test_an_error_stands_in_the_log_and_is_said(tmp_path):
    log = tmp_path / "log.txt"
    failed = done("run", "-m", "Bærom", "--log", str(log))
    assert failed.returncode == 1
    assert 'did you mean "Bærum"?' in log.read_text(encoding="utf-8")
    assert 'did you mean "Bærum"?' in failed.stderr.decode()


def test_a_log_that_cannot_be_written_is_refused(tmp_path):
    failed = done("run", "-m", "Bærum", "--log", str(tmp_path / "ingen" / "log.txt"))
    assert failed.returncode == 1 and "the log cannot be written" in failed.stderr.decode()
