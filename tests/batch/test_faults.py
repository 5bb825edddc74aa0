"""Ten faults, injected: no partial page is published, every other page is as in a run without the
fault, and a new run completes.
"""

import errno
import os
import shutil
import signal
from pathlib import Path

import pytest

from barnevern.batch.task import Limits
from barnevern.data.dataset import Dataset, open_dataset
from barnevern.problems import InputProblems
from making import SHOWN, Batch, make_pages
from patience import PATIENCE_SECONDS, wait_for

LITTLE_MEMORY = Limits(PATIENCE_SECONDS, PATIENCE_SECONDS, memory_mb=200)
# Every fault of a page's own: the cell, and the kind and words of the reason.
OWN_FAULTS = {
    "exits": ("import sys\nsys.exit(0)", "check", "was never run"),
    "dies": ("import os\nos._exit(0)", "died", "exit code 0"),
    "always_killed": ("import os\nos.kill(os.getpid(), 9)", "lost", "tried 3 times"),
    "memory": ("len(bytearray(2 << 30))", "memory", "more memory than a page may use"),
    "memory_of_a_library": (
        "import numpy\nnumpy.ones(1 << 28)",
        "memory",
        "more memory than a page may use",
    ),
    "closes": ("import os\nos.closerange(3, 100)\nimport time\ntime.sleep(60)", "died", "closed"),
}
# What takes too long, with the limit it breaks; made beside no other page, which a busy machine
# could make as late.
SLOW = {
    "loops": ("while True:\n    pass", Limits(2, PATIENCE_SECONDS), "a cell ran for more than 2"),
    "loops_in_c": ("sum(range(10 ** 12))", Limits(2, PATIENCE_SECONDS), "a cell ran for more than"),
    "slow": (
        ("import time\ntime.sleep(1.5)",) * 4,
        Limits(PATIENCE_SECONDS, 2),
        "the page ran for",
    ),
}


def without_fault(tmp_path: Path, batch: Batch) -> dict[str, bytes]:
    """The files of the pages good and other, made with no other page failing beside them."""
    clean = Batch(batch.folder, tmp_path / "clean")
    clean.run("good", "other", *OWN_FAULTS)
    return clean.files()


def test_a_pages_own_fault_harms_no_other_and_a_new_run_completes(batch, tmp_path):
    batch.write(good="x = 1", other="x = 2", **dict.fromkeys(OWN_FAULTS, "x = 3"))
    expected = without_fault(tmp_path, batch)
    batch.write(
        **{
            name: (*((cell,) if isinstance(cell, str) else cell), SHOWN)
            for name, (cell, _, _) in OWN_FAULTS.items()
        }
    )
    results = batch.run("good", "other", *OWN_FAULTS, limits=LITTLE_MEMORY)
    assert {name: results[name].made.reason.kind for name in OWN_FAULTS} == {
        name: kind for name, (_, kind, _) in OWN_FAULTS.items()
    }
    assert {
        name: words in results[name].error for name, (_, _, words) in OWN_FAULTS.items()
    } == dict.fromkeys(OWN_FAULTS, True)
    assert {
        name: entry["tries"] for name, entry in batch.entries().items() if entry["tries"] > 1
    } == {"always_killed": 3}
    files = batch.files()
    for name in ("good", "other"):
        page = f"2024/3201-baerum/{name}"
        assert (files[f"{page}.html"], files[f"{page}.csv"]) == (
            expected[f"{page}.html"],
            expected[f"{page}.csv"],
        )
    assert sum(name.endswith(".csv") for name in files) == 2
    batch.write(**dict.fromkeys(OWN_FAULTS, "x = 3"))
    assert len(batch.run("good", "other", *OWN_FAULTS)) == len(OWN_FAULTS)
    assert batch.files() == expected


@pytest.mark.parametrize("name", SLOW)
def test_a_page_that_takes_too_long_is_ended_and_a_new_run_completes(batch, name):
    cells, limits, words = SLOW[name]
    batch.write(good="x = 1")
    batch.run("good")
    before = batch.files()
    batch.write(**{name: (*((cells,) if isinstance(cells, str) else cells), SHOWN)})
    result = batch.run("good", name, limits=limits)[name]
    assert (result.made.reason.kind, words in result.error, result.tries) == ("slow", True, 1)
    tables = {path: table for path, table in batch.files().items() if path.endswith(".csv")}
    assert tables == {path: table for path, table in before.items() if path.endswith(".csv")}
    batch.write(**{name: "x = 3"})
    assert batch.run("good", name)[name].published


def test_a_page_that_was_killed_once_is_made_again(batch, tmp_path, monkeypatch):
    monkeypatch.setenv("FLAG", str(tmp_path / "flag"))
    cell = (
        "import os, pathlib\nflag = pathlib.Path(os.environ['FLAG'])\nif not flag.exists():\n   "
        " flag.touch()\n    os.kill(os.getpid(), 9)"
    )
    batch.write(killed=cell, good="x = 1")
    results = batch.run("killed", "good")
    assert (results["killed"].published, results["killed"].tries) == (True, 2)
    assert results["good"].tries == 1


@pytest.fixture
def damaged(tmp_path: Path) -> str:
    """A copy of the data set whose table of editions is cut off."""
    copy = tmp_path / "damaged"
    shutil.copytree(open_dataset("published").folder, copy)
    whole = (copy / "editions.parquet").read_bytes()
    (copy / "editions.parquet").write_bytes(whole[: len(whole) // 2])
    return str(copy)


def test_a_data_file_that_cannot_be_read_fails_the_pages_that_read_it(batch, damaged):
    opened = (
        "from barnevern.page import Page\npage = Page.open('x', municipality, year, dataset,"
        " peers)\n"
    )
    batch.write(
        reads=(opened + "page.dataset.editions([municipality])", SHOWN),
        good=opened + "assert len(page.read) > 100",
    )
    expected = batch.run("good") and batch.files()
    results = {
        r.job.notebook: r
        for r in make_pages(batch.jobs("reads", "good", dataset=damaged), batch.out, force=True)
    }
    assert results["good"].published
    assert (
        "editions.parquet" in results["reads"].error
        and "not a whole Parquet file" in results["reads"].error
    )
    assert {name: batch.files()[name] for name in expected if name.endswith(".csv")} == {
        n: b for n, b in expected.items() if n.endswith(".csv")
    }


def test_a_table_that_the_plan_needs_and_cannot_read_is_told_in_words(damaged):
    (Path(damaged) / "latest_years.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputProblems, match=r"latest_years\.parquet"):
        Dataset(Path(damaged)).latest_years()


def test_a_year_without_figures_is_refused_in_words(home):
    shutil.copytree(
        Path(__file__).parents[2] / "notebooks", home.path / "notebooks", dirs_exist_ok=True
    )
    code, said = home.run("run", "-m", "Hvaler", "--year", "2035", "--notebook", "staffing")
    assert (code, "2035" in said, "Hvaler" in said) == (1, True, True), said
    assert not (home.batch.out / "2035").exists()


class Full:
    """A disk that is full once ``room`` bytes more have been written."""

    def __init__(self, room: int, write) -> None:
        self.room, self.write = room, write

    def __call__(self, path: Path, content: bytes) -> int:
        if len(content) > self.room:
            self.write(path, content[: self.room])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.room -= len(content)
        return self.write(path, content)


@pytest.mark.parametrize("room", [0, 15_000, 30_000])
def test_a_full_disk_leaves_the_last_edition_and_a_new_run_completes(
    batch, tmp_path, monkeypatch, room
):
    names = ["one", "two", "three"]
    batch.write(**dict.fromkeys(names, "x = 1"))
    batch.run(*names)
    before = {
        **batch.files(),
        "run": (batch.out / "run.json").read_bytes(),
        "index": (batch.out / "index.html").read_bytes(),
    }
    batch.write(**dict.fromkeys(names, "x = 2"))
    clean = Batch(batch.folder, tmp_path / "clean")
    clean.run(*names)
    disk = Full(room, Path.write_bytes)
    with (
        monkeypatch.context() as patch,
        pytest.raises(InputProblems, match="No space left on device"),
    ):
        patch.setattr(Path, "write_bytes", lambda path, content: disk(path, content))
        batch.run(*names)
    after = {
        **batch.files(),
        "run": (batch.out / "run.json").read_bytes(),
        "index": (batch.out / "index.html").read_bytes(),
    }
    assert after == before
    assert all(result.published for result in batch.run(*names).values())
    assert batch.files() == clean.files()
    assert not (batch.out / ".staging").exists()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
)
def test_a_runner_that_is_stopped_leaves_whole_pages_and_no_process_and_a_new_run_completes(
    home, processes, number, code
):
    names = [f"page{n}" for n in range(6)]
    home.batch.write(**dict.fromkeys(names, "x = 1"))
    assert home.run("run")[0] == 0
    before = home.batch.files()
    slow = "import os, time\ntime.sleep(600 * (os.environ.get('SLOW', '') == 'yes'))"
    home.batch.write(**dict.fromkeys(names[:3], "x = 2"), **dict.fromkeys(names[3:], slow))
    process = home.start("run", "--jobs", "2", SLOW="yes")
    journal = home.batch.out / ".staging" / "journal.jsonl"
    assert wait_for(
        lambda: journal.is_file() and len(journal.read_text(encoding="utf-8").splitlines()) == 3
    )
    process.send_signal(number)
    said = "".join(process.communicate(timeout=PATIENCE_SECONDS))
    assert process.returncode == code
    assert "Traceback" not in said
    assert wait_for(lambda: processes(f"BARNEVERN_HOME={home.path}") == [])
    kept = home.batch.files()
    changed = {name for name in kept if kept[name] != before[name]}
    if number == signal.SIGKILL:
        assert not changed
    else:
        assert "Interrupted" in said and changed == {
            f"2024/3201-baerum/{name}.html" for name in names[:3]
        }
        assert not journal.exists()
    code, said = home.run("run")
    assert (code, "3 of 3 pages published, 3 unchanged" in said) == (0, True)
    resumed = home.batch.files()
    assert home.run("run", "--force")[0] == 0
    assert home.batch.files() == resumed and len(resumed) == 18
    assert not (home.batch.out / ".staging").exists()


def test_four_times_more_workers_than_cores_make_every_page_at_the_first_try(batch, tmp_path):
    names = [f"page{n}" for n in range(24)]
    batch.write(**dict.fromkeys(names, "sum(n * n for n in range(200_000))"))
    results = batch.run(*names, workers=4 * (os.cpu_count() or 1))
    assert [result.tries for result in results.values() if result.published] == [1] * 24
    one = Batch(batch.folder, tmp_path / "one")
    one.run(*names, workers=1)
    assert batch.files() == one.files()
