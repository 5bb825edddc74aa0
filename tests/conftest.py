"""What the page tests share: made pages and a browser."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect, sync_playwright

import making
import nation
from barnevern.batch import plan
from barnevern.data import dataset
from patience import EXAMPLES, PATIENCE_SECONDS
from shared import once

# Bærum in two years, Hvaler in its latest year (its figures end early), and Drammen before it was
# merged.
CHOSEN = [("3201", 2024), ("3201", 2023), ("3110", None), ("3301", 2018)]

CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome"]
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# How fast a property is tried says nothing of the property: a busy machine is slow.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("patient", PATIENT, max_examples=EXAMPLES)
settings.register_profile("thorough", PATIENT, max_examples=1_000)  # --hypothesis-profile thorough
settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Playwright keeps an event loop running in the main thread until the session ends; tests that
    # run a notebook there come before it.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the data set with every page of the chosen municipalities and years, and the
    index of them.
    """
    return once(tmp_path_factory, "reports", _make_reports) / "published"


def _make_reports(folder: Path) -> None:
    asked = [
        plan.Request(
            [code], year=year, dataset="published", notebooks=list(plan.report_notebooks())
        )
        for code, year in CHOSEN
    ]
    asked.append(plan.Request(networks=["asss"], year=2024, dataset="published"))
    jobs = [job for request in asked for job in plan.plan(plan.DEFAULT, request)]
    make(jobs, folder / "published")


def make(jobs: list[plan.Job], folder: Path) -> Path:
    """The pages and their index in ``folder``; every one of them must have been published."""
    results = making.make_pages(jobs, folder, drawings=True)
    assert [
        f"{result.job.name}: {result.error}" for result in results if not result.published
    ] == []
    return folder


@pytest.fixture(scope="session")
def make_pages() -> Callable[[list[plan.Job], Path], Path]:
    """The function make(), for tests that have a data set of their own."""
    return make


@pytest.fixture(scope="session")
def nation_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up nation, which has the counts that groups, production and resource use are made
    from, built as a data set.
    """
    made = once(
        tmp_path_factory,
        "nation",
        lambda folder: dataset.build(nation.write(folder / "raw"), folder / "built"),
    )
    (built,) = (made / "built").iterdir()
    return built


@pytest.fixture(scope="session")
def nation_reports(tmp_path_factory: pytest.TempPathFactory, nation_folder: Path) -> Path:
    """Pages of the made-up nation."""
    request = plan.Request(
        ["3201", "1101"],
        year=2024,
        dataset=str(nation_folder),
        notebooks=["overview", "costs", "network"],
        networks=["asss"],
    )
    jobs = plan.plan(plan.DEFAULT, request)
    made = once(tmp_path_factory, "nation-reports", lambda folder: make(jobs, folder / "nation"))
    return made / "nation"


def chromium_path() -> str | None:
    """Where this machine has a Chromium; None where it has none."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser on this machine, without a network of its own accord. Its event loop runs until it
    closes, so it is not kept for other files.
    """
    executable = chromium_path()
    if executable is None:
        pytest.skip("no Chromium on this machine: the browser checks were not run")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        expect.set_options(timeout=PATIENCE_SECONDS * 1000)
        yield browser
        browser.close()
