"""A page is published whole or not at all; one that fails says why, and the others go on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from lxml.html import fromstring

from barnevern.batch import plan, run
from barnevern.problems import InputProblems
from making import SHOWN, Batch, notebook_with
from patience import PATIENCE_SECONDS

BAD = {
    "raises": (
        (
            'raise ValueError("01019912345 is Kari Nordmann in " +'
            ' __import__("os").path.expanduser("~/secret"))'
        ),
        "cell 3: ValueError",
    ),
    "exits": ("import sys\nsys.exit(0)", "was never run"),
    "dies": ("import os\nos._exit(1)", "its process ended with exit code 1"),
    "shows_less": ("x = 1", 'the item "heading" is declared but not shown'),
    "too_large": ("large", "the limit is 400,000"),
    "tells_a_path": ("path", "the page shows a path on this machine"),
}


def cells(name: str) -> tuple[str, ...]:
    """The cells of a bad notebook; each but the one that shows less would show all it declares."""
    if name == "too_large":
        return (SHOWN.replace("{municipality}", "x" * 500_000),)
    if name == "tells_a_path":
        return (SHOWN.replace("{municipality}", "/home/kari/secret"),)
    return (BAD[name][0], "y = 2" if name == "shows_less" else SHOWN)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """The bad notebooks and one good, run together; gives the results by notebook and the batch."""
    folder, out = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("reports")
    patch = pytest.MonkeyPatch()
    for module in (run, plan):
        patch.setattr(module, "NOTEBOOKS", folder)
    batch = Batch(folder, out)
    for name in BAD:
        nbformat.write(notebook_with(*cells(name)), folder / f"{name}.ipynb")
    batch.write(good=SHOWN)
    try:
        yield batch.run(*BAD, "good"), batch
    finally:
        patch.undo()
        plan.declared.cache_clear()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_page_fails_loudly_and_in_its_place_stands_why(outcome, name):
    results, batch = outcome
    assert not results[name].published
    assert BAD[name][1] in results[name].error
    assert [path.name for path in batch.out.rglob(f"{name}.*")] == [f"{name}.html"]
    page = fromstring(
        (batch.out / "2024" / "3201-baerum" / f"{name}.html").read_text(encoding="utf-8")
    )
    assert page.findtext(".//h1") == "Siden kunne ikke lages"
    assert page.get("lang") == "nb" and not page.xpath("//*[@data-item]")


def test_the_good_page_is_published_and_its_links_hold(outcome):
    results, batch = outcome
    assert results["good"].published
    folder = batch.out / "2024" / "3201-baerum"
    links = fromstring((folder / "good.html").read_text(encoding="utf-8")).xpath("//nav//a/@href")
    assert len(set(links)) == len(BAD) + 1
    assert [link for link in links if not (folder / link).is_file()] == []


def test_no_error_names_a_person_or_a_local_path(outcome):
    results, batch = outcome
    names = [
        "index.html",
        "run.json",
        "2024/3201-baerum/raises.html",
        "2024/3201-baerum/tells_a_path.html",
    ]
    texts = [result.error for result in results.values()] + [
        (batch.out / name).read_text(encoding="utf-8") for name in names
    ]
    for text in texts:
        assert not [
            word
            for word in (
                "01019912345",
                "Kari",
                "Nordmann",
                "secret",
                "Traceback",
                str(Path.home()) + "/",
            )
            if word in text
        ]


def test_index_and_run_json_tell_the_state_of_every_page(outcome):
    _, batch = outcome
    entries = batch.entries()
    assert {name: entry["state"] for name, entry in entries.items()} == dict.fromkeys(
        BAD, "failed"
    ) | {"good": "published"}
    assert (
        entries["good"]["tries"] == 1
        and entries["good"]["seconds"] > 0
        and 50 < entries["good"]["memory_mb"] < 400
    )
    assert (batch.out / "index.html").read_text(encoding="utf-8").count("Feilet:") == len(BAD)


def test_nothing_half_written_is_left(outcome):
    assert not list(outcome[1].out.rglob(".staging"))


def test_a_failed_page_leaves_its_earlier_edition(batch):
    batch.write(turns="x = 1")
    batch.run("turns")
    before = batch.files()
    batch.write(turns="raise ValueError")
    assert not batch.run("turns")["turns"].published
    assert batch.files() == before
    assert batch.entries()["turns"]["shows"] == "earlier"
    assert "Vis forrige utgave" in (batch.out / "index.html").read_text(encoding="utf-8")


def test_only_the_failed_pages_are_made_again(home):
    home.batch.write(good="x = 1", turns="raise ValueError")
    code, said = home.run("run")
    assert (code, "1 of 2 pages published" in said) == (1, True)
    home.batch.write(turns="x = 1")
    code, said = home.run("run", "--only-failed")
    assert (code, "1 of 1 pages published" in said) == (0, True)
    assert home.run("run", "--only-failed")[1].endswith("0 of 0 pages would be made\n")


def test_a_folder_that_cannot_be_written_is_told_before_any_page_is_made(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = command("run", "-m", "Bærum", "--notebook", "intake", "--out", "file", cwd=tmp_path)
    assert done.returncode == 1
    assert "pages cannot be written there" in done.stderr
    assert "Traceback" not in done.stderr


def command(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).parent / "barnevern")
    return subprocess.run(
        [program, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        env=os.environ | {"COLUMNS": "200"},
        check=False,
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
        done = command(
            "run",
            "-m",
            "Hvaler",
            "--notebook",
            "intake",
            "--out",
            str(tmp_path / zone),
            cwd=tmp_path,
        )
        assert done.returncode == 0, done.stderr
        folder = tmp_path / zone / "published" / "2018" / "3110-hvaler"
        made.append([(folder / name).read_bytes() for name in ("intake.html", "intake.csv")])
    assert made[0] == made[1]


def test_codes_survive_from_yaml_to_csv_file_names_and_index(tmp_path):
    batch = (
        'dataset: published\nnotebooks: [placements]\npages:\n  - municipalities: ["0301",'
        ' "0219"]\n    years: [2019]\n'
    )
    (tmp_path / "batch.yml").write_text(batch, encoding="utf-8")
    done = command("run", "batch.yml", "--out", "out", "--jobs", "2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    year = tmp_path / "out" / "published" / "2019"
    table = pd.read_csv(year / "0301-oslo" / "placements.csv", dtype=str)
    assert set(
        table.loc[table["indicator"].eq("children_with_measures_31dec_per_1000_0_22"), "region"]
    ) >= {"0301"}
    assert (year / "3201-baerum" / "placements.html").is_file()
    index_page = (year / "index.html").read_text(encoding="utf-8")
    assert ">0301 Oslo<" in index_page
    assert "0301-oslo/placements.html" in index_page
    assert [
        page["municipality"]
        for page in json.loads((year / "run.json").read_text(encoding="utf-8"))["pages"]
    ] == ["0301", "3201"]


def test_a_folder_with_pages_by_another_rule_is_refused_and_left_alone(batch):
    batch.write(good=SHOWN)
    batch.run("good")
    said = json.loads((batch.out / "run.json").read_text(encoding="utf-8"))
    said["dataset"]["disclosure"] = "lt5"
    (batch.out / "run.json").write_text(json.dumps(said), encoding="utf-8")
    before = batch.files()
    with pytest.raises(InputProblems) as refused:
        batch.run("good")
    assert "lt5" in str(refused.value) and "--out" in str(refused.value)
    assert batch.files() == before
