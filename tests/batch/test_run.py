"""A page is published whole or not at all; one that fails says why, and the others go on."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from barnevern import regions
from barnevern.batch import index, plan, run
from barnevern.dataset import open_dataset
from barnevern.item import MIME

SHOWN = f'''from IPython.display import display
display({{"text/html": "<p>x</p>", "text/plain": "x", "{MIME}": {{"id": "heading", "title": "", "state": "shown", "rows": []}}}}, raw=True)'''
PARAMETERS = 'municipality: str = "3201"\nyear: int = 2024\ndataset: str = "published"\npeers: str = "auto"'

BAD = {
    "raises": ('raise ValueError("01019912345 was in " + __import__("os").path.expanduser("~/secret"))', "cell 3: ValueError"),
    "exits": ("import sys\nsys.exit(0)", "was never run"),
    "dies": ("import os\nos._exit(1)", "the kernel died"),
    "shows_less": ("x = 1", 'the item "heading" is declared but not shown'),
    "too_large": (SHOWN.replace("<p>x</p>", "<p>" + "x" * 400_000 + "</p>"), "the limit is 300,000"),
}


def notebook_with(source: str) -> nbformat.NotebookNode:
    parameters = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    cells = [parameters, nbformat.v4.new_code_cell(source), nbformat.v4.new_code_cell("y = 2")]
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about = {"title": "Prøve", "items": ["heading"]}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec, "barnevern": about})


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """Five bad notebooks and one good, run together; gives the results by notebook and the folder."""
    folder, out = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("reports")
    for name, (source, _) in (BAD | {"good": (SHOWN, "")}).items():
        nbformat.write(notebook_with(source), folder / f"{name}.ipynb")
    patch = pytest.MonkeyPatch()
    patch.setattr(run, "NOTEBOOKS", folder)
    patch.setattr(plan, "NOTEBOOKS", folder)
    plan.declared.cache_clear()
    jobs = [plan.Job(name, regions.region("3201"), 2024, "published", "auto") for name in (*BAD, "good")]
    try:
        results = run.run(jobs, out, 2, lambda _: None)
        index.record(out, open_dataset("published"), results, datetime.now(UTC), 2)
    finally:
        patch.undo()
        plan.declared.cache_clear()
    return {result.job.notebook: result for result in results}, out


@pytest.mark.parametrize("name", BAD)
def test_a_bad_page_fails_loudly_and_is_not_published(outcome, name):
    results, out = outcome
    assert not results[name].published
    assert BAD[name][1] in results[name].error
    assert not list(out.rglob(f"{name}.*"))


def test_the_good_page_is_published_and_links_to_no_bad_one(outcome):
    results, out = outcome
    assert results["good"].published
    page = (out / "2024" / "3201-baerum" / "good.html").read_text(encoding="utf-8")
    assert not [name for name in BAD if f"{name}.html" in page]


def test_errors_name_no_person_and_no_local_path(outcome):
    results, out = outcome
    texts = [results["raises"].error, (out / "index.html").read_text(encoding="utf-8"), (out / "run.json").read_text(encoding="utf-8")]
    for text in texts:
        assert "01019912345" not in text
        assert str(Path.home()) + "/" not in text
        assert "(eleven digits) was in …/secret" in text


def test_index_and_run_json_tell_the_state_of_every_page(outcome):
    _, out = outcome
    pages = json.loads((out / "run.json").read_text(encoding="utf-8"))["pages"]
    assert {page["notebook"]: page["state"] for page in pages} == dict.fromkeys(BAD, "failed") | {"good": "published"}
    assert index.failed_before(out) == {("3201", 2024, name) for name in BAD}
    assert (out / "index.html").read_text(encoding="utf-8").count("Feilet:") == len(BAD)


def test_nothing_half_written_is_left(outcome):
    _, out = outcome
    assert not list(out.rglob("*.part"))


def test_a_failed_page_leaves_its_earlier_edition(tmp_path):
    job = plan.Job("costs", regions.region("3201"), 2024, "published", "auto")
    earlier = tmp_path / job.folder / "costs.html"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("earlier", encoding="utf-8")
    results = run.publish([run.Executed(job, 0.0, None, "the kernel died")], tmp_path)
    assert (results[0].published, earlier.read_text(encoding="utf-8")) == (False, "earlier")


def test_a_folder_that_cannot_be_written_is_told_before_any_page_is_made(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = command("run", "-m", "Bærum", "--notebook", "intake", "--out", "file", cwd=tmp_path)
    assert done.returncode == 1
    assert "pages cannot be written there" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupted_run_keeps_what_it_finished(tmp_path):
    program = str(Path(sys.executable).parent / "barnevern")
    arguments = ["run", "-m", "Hvaler", "-m", "Loppa", "--notebook", "staffing", "--jobs", "1", "--out", "out"]
    process = subprocess.Popen([program, *arguments], cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 120
    while not list(tmp_path.rglob("staffing.html")) and time.monotonic() < deadline:
        time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Interrupted" in said and "Traceback" not in said
    pages = json.loads((tmp_path / "out" / "published" / "run.json").read_text(encoding="utf-8"))["pages"]
    assert [page["state"] for page in pages][:1] == ["published"]
    assert not list(tmp_path.rglob("*.part"))


def command(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).parent / "barnevern")
    return subprocess.run(
        [program, *arguments], cwd=cwd, capture_output=True, text=True, timeout=240, env=os.environ | {"COLUMNS": "200"}, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "-m", "0301", "--notebook", "cost"], 'did you mean "costs"?'),
        (["run", "-m", "301"], "did you mean '0301' Oslo?"),
        (["run", "nothere.yml"], "nothere.yml is not there"),
        (["run", "--municipalty", "3201"], "--municipality"),
    ],
)
def test_wrong_input_gives_a_sentence_and_exit_code(tmp_path, arguments, words):
    done = command(*arguments, "--out", str(tmp_path / "out"), cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_two_runs_give_the_same_bytes(tmp_path, monkeypatch):
    made = []
    for zone in ("Europe/Oslo", "America/Lima"):
        monkeypatch.setenv("TZ", zone)
        done = command("run", "-m", "Hvaler", "--notebook", "intake", "--out", str(tmp_path / zone), cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        folder = tmp_path / zone / "published" / "2018" / "3110-hvaler"
        made.append([(folder / name).read_bytes() for name in ("intake.html", "intake.csv")])
    assert made[0] == made[1]


def test_codes_survive_from_yaml_to_csv_file_names_and_index(tmp_path):
    batch = 'dataset: published\nnotebooks: [placements]\npages:\n  - municipalities: ["0301", "0219"]\n    years: [2019]\n'
    (tmp_path / "batch.yml").write_text(batch, encoding="utf-8")
    done = command("run", "batch.yml", "--out", "out", "--jobs", "2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    year = tmp_path / "out" / "published" / "2019"
    table = pd.read_csv(year / "0301-oslo" / "placements.csv", dtype=str)
    assert set(table.loc[table["indicator"].eq("children_with_measures_31dec_per_1000_0_22"), "region"]) >= {"0301"}
    assert (year / "3201-baerum" / "placements.html").is_file()
    index_page = (year / "index.html").read_text(encoding="utf-8")
    assert ">0301 Oslo<" in index_page
    assert "0301-oslo/placements.html" in index_page
    assert [page["municipality"] for page in json.loads((year / "run.json").read_text(encoding="utf-8"))["pages"]] == ["0301", "3201"]
