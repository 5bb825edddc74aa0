"""Long work is told of: a bar in a terminal, lines with the time left elsewhere."""

import io

import pytest
from rich.console import Console

from barnevern.commands import progress


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time as the progress sees it, in seconds."""
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_without_a_terminal_there_is_a_line_now_and_then_with_the_time_left(clock):
    told = io.StringIO()
    with progress.progress("Making the nation", Console(file=told)) as tell:
        for done in range(1, 101):
            clock[0] += 6
            tell(done * 7, 700)
    lines = told.getvalue().splitlines()
    assert lines[0] == "Making the nation: 3%, about 10 min left"
    assert lines[-1] == "Making the nation: 99%, about 6 s left"
    assert len(lines) == 33


def test_what_takes_no_time_says_nothing(clock):
    told = io.StringIO()
    with progress.progress("Making the nation", Console(file=told)) as tell:
        tell(1, 2)
        clock[0] += 60
        tell(2, 2)
    assert told.getvalue() == ""


def test_in_a_terminal_there_is_a_bar():
    told = io.StringIO()
    with progress.progress("Making the nation", Console(file=told, force_terminal=True)) as tell:
        tell(1, 4)
    assert "Making the nation" in told.getvalue()
    assert "25%" in told.getvalue()
