"""The batch on a Dask cluster of two workers on this machine."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from barnevern.batch import cluster, fingerprint
from barnevern.paths import PARAMS
from barnevern.problems import InputProblems
from making import Batch
from patience import wait_for

distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")


@pytest.fixture(scope="module")
def scheduler() -> Iterator["distributed.LocalCluster"]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as made:
        yield made


def descendants(pid: int) -> set[int]:
    found, waiting = set(), [pid]
    while waiting:
        for path in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            children = {int(child) for child in path.read_text().split()}
            waiting += children - found
            found |= children
    return found


def test_pages_are_those_of_this_machine_and_the_workers_warm_parents_end_with_the_run(
    batch, tmp_path, scheduler
):
    names = [f"page{n}" for n in range(6)]
    batch.write(
        **dict.fromkeys(names, "x = 1"),
        bad="raise ValueError",
        killed="import os\nos.kill(os.getpid(), 9)",
    )
    before = descendants(os.getpid())
    results = batch.run(*names, "bad", "killed", scheduler=scheduler.scheduler_address)
    assert {name for name, result in results.items() if result.published} == set(names)
    assert (
        results["bad"].made.reason.kind,
        results["killed"].made.reason.kind,
        results["killed"].tries,
    ) == ("cell", "lost", 3)
    assert descendants(os.getpid()) == before
    local = Batch(batch.folder, tmp_path / "local")
    local.run(*names, "bad", "killed")
    assert batch.files() == local.files()


def test_a_worker_that_is_killed_loses_no_page(batch, scheduler):
    names = [f"page{n}" for n in range(8)]
    batch.write(**dict.fromkeys(names, "import time\ntime.sleep(0.5)"))
    victim = next(iter(scheduler.workers.values())).pid
    journal = batch.out / ".staging" / "journal.jsonl"

    def kill() -> None:
        wait_for(journal.is_file)
        os.kill(victim, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    results = batch.run(*names, scheduler=scheduler.scheduler_address)
    killer.join()
    assert [name for name, result in results.items() if not result.published] == []


def test_a_worker_with_another_version_is_refused_in_words(batch, scheduler, monkeypatch):
    batch.write(one="x = 1")
    ours = fingerprint.surroundings()
    monkeypatch.setattr(fingerprint, "surroundings", lambda: ours | {"code": "other"})
    with pytest.raises(InputProblems, match="on a worker, the library has changed"):
        batch.run("one", scheduler=scheduler.scheduler_address)


def test_a_scheduler_that_does_not_answer_is_told_in_words(batch, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 1)
    batch.write(one="x = 1")
    with pytest.raises(InputProblems, match="no Dask scheduler answers there"):
        batch.run("one", scheduler="tcp://127.0.0.1:9")
    assert not (batch.out / "run.json").exists()


def test_the_settings_for_dask_are_ones_that_it_has():
    import dask

    own, its_own = (
        dask.config.collect([str(PARAMS / "dask")], env={}),
        dask.config.merge(*dask.config.defaults),
    )
    changed = {
        "distributed.worker.profile.enabled": (True, False),
        "distributed.admin.tick.interval": ("20ms", "1s"),
    }
    assert {
        name: (dask.config.get(name, config=its_own), dask.config.get(name, config=own))
        for name in changed
    } == changed
