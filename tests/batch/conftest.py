"""A batch of tiny notebooks, and a home for the command."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import tasks
from barnevern.batch import plan, run
from barnevern.paths import DATA
from making import Batch, Home


@pytest.fixture
def tasks_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A warm parent finds the tasks of the tests."""
    monkeypatch.setenv(
        "PYTHONPATH",
        os.pathsep.join([str(Path(tasks.__file__).parent), os.environ.get("PYTHONPATH", "")]),
    )


@pytest.fixture
def batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Batch]:
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setattr(run, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(plan, "NOTEBOOKS", tmp_path / "notebooks")
    plan.declared.cache_clear()
    yield Batch(tmp_path / "notebooks", tmp_path / "reports")
    monkeypatch.undo()
    plan.declared.cache_clear()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "data").symlink_to(DATA)
    for name in ("notebooks", "params", "reports"):
        (tmp_path / name).mkdir()
    (tmp_path / "params" / "published.yml").write_text(
        'pages:\n  - municipalities: ["3201"]\n    years: [2024]\n', encoding="utf-8"
    )
    return Home(tmp_path, Batch(tmp_path / "notebooks", tmp_path / "reports" / "published"))


@pytest.fixture
def processes() -> Callable[[str], list[int]]:
    """A function giving the processes that hold a word in their environment, such as the path of a
    test's folder.
    """

    def holding(word: str) -> list[int]:
        found = []
        for path in Path("/proc").glob("[0-9]*/environ"):
            try:
                if word.encode() in path.read_bytes():
                    found.append(int(path.parent.name))
            except OSError:
                continue
        return [pid for pid in found if pid != os.getpid()]

    return holding
