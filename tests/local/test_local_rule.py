"""The disclosure rule of the local data set is the service's own choice: a load keeps it, and makes
it looser only for one who says so.
"""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from barnevern import local, show
from barnevern.commands.app import app
from barnevern.data.dataset import build
from barnevern.disclosure.rules import preset, presets
from barnevern.local import Asked, loading
from barnevern.local.rule import opened, preset_from_now_on
from barnevern.page import Page
from barnevern.problems import InputProblems

LIST = "year;measure;category;value\n2024;access_requests_closed_cases;;12\n"
STRICTER = ["ssb-barnevern", "lt5", "dfe", "opensafely"]


@pytest.fixture(autouse=True)
def _few_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No table to compare with: a load reads all of them."""
    folder = tmp_path / "published"
    folder.mkdir()
    for name in ("sources.csv", "dataset.json"):
        text = (loading.PUBLISHED / name).read_text(encoding="utf-8")
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(loading, "PUBLISHED", folder)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "data" / "local"


@pytest.fixture
def given(tmp_path: Path) -> list[Path]:
    path = tmp_path / "annet.csv"
    path.write_text(LIST, encoding="utf-8")
    return [path]


def rule_of(folder: Path) -> str:
    return str(json.loads((folder / "dataset.json").read_text(encoding="utf-8"))["disclosure"])


def test_a_new_data_set_has_the_usual_rule(out, given):
    assert rule_of(local.load(given, out, "3201")) == "ssb-barnevern"


@pytest.mark.parametrize("name", ["lt5", "opensafely", "none"])
def test_the_rule_the_service_has_written_in_dataset_json_is_kept(out, given, name):
    about = local.load(given, out, "3201") / "dataset.json"
    text = about.read_text(encoding="utf-8").replace("ssb-barnevern", name)
    about.write_text(text, encoding="utf-8")
    assert rule_of(local.load(given, out, "3201")) == name


def test_a_rule_that_was_asked_for_is_kept_by_the_next_load(out, given, tmp_path):
    local.load(given, out, "3201", asked=Asked("dfe"))
    assert rule_of(local.load(given, out, "3201")) == "dfe"
    assert build(out, tmp_path / "store").about["disclosure"] == "dfe"


def test_a_looser_rule_is_refused_and_everything_stays(out, given):
    local.load(given, out, "3201", asked=Asked("dfe"))
    before = (out / "dataset.json").read_bytes()
    with pytest.raises(InputProblems) as raised:
        local.load(given, out, "3201", asked=Asked("ssb-barnevern"))
    (problem,) = raised.value.problems
    assert problem.rule == (
        "it hides less than dfe, the rule before: it would open counts from 4 to 5, how wholes"
        " from 5 to 6 are divided, hidden counts to within 3 of the truth, not 5"
    )
    assert "--looser" in problem.remedy
    assert (out / "dataset.json").read_bytes() == before
    local.load(given, out, "3201", asked=Asked("ssb-barnevern", looser=True))
    assert rule_of(out) == "ssb-barnevern"


def test_a_new_data_set_is_held_to_the_usual_rule():
    with pytest.raises(InputProblems, match="it would open counts from 1 to 3, how wholes"):
        preset_from_now_on("", Asked("none"))
    assert preset_from_now_on("", Asked("none", looser=True)) == "none"


def test_a_rule_that_is_none_before_is_held_to_the_usual_one():
    with pytest.raises(InputProblems, match="less than ssb-barnevern"):
        preset_from_now_on("a name nobody knows", Asked("none"))


@pytest.mark.parametrize("before", presets()["presets"])
@pytest.mark.parametrize("after", presets()["presets"])
def test_only_a_looser_rule_opens_anything(before, after):
    order = ["none", *STRICTER]
    looser = order.index(after) < order.index(before)
    assert bool(opened(preset(before), preset(after))) == looser


def test_an_unknown_rule_gets_the_nearest(out, given):
    with pytest.raises(InputProblems) as raised:
        local.load(given, out, "3201", asked=Asked("opensafly"))
    (problem,) = raised.value.problems
    assert (problem.column, problem.rule) == ("--rule", "there is no such disclosure rule")
    assert problem.remedy == 'did you mean "opensafely"?'
    assert not out.exists()


def test_the_command_takes_a_rule(out, given):
    def loaded(*options: str) -> Exception | None:
        arguments = ["extract", "load", str(given[0]), "-m", "Bærum", "--out", str(out), *options]
        return CliRunner().invoke(app, arguments).exception

    assert loaded("--rule", "lt5") is None
    assert rule_of(out) == "lt5"
    assert "it would open counts of 4, how wholes of 5 are divided" in str(
        loaded("--rule", "ssb-barnevern")
    )
    assert loaded() is None
    assert rule_of(out) == "lt5"
    assert loaded("--rule", "ssb-barnevern", "--looser") is None
    assert rule_of(out) == "ssb-barnevern"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("lt5", "regelen «lt5». Antall barn fra 1 til 4 vises ikke"),
        ("opensafely", "Antall er avrundet til nærmeste 5."),
        ("none", "Ingen tall er skjult"),
    ],
)
def test_the_pages_say_the_rule(out, given, monkeypatch, name, words):
    monkeypatch.setenv("BARNEVERN_LOCAL", str(out))
    local.load(given, out, "3201", asked=Asked(name, looser=True))
    assert words in show.sources(Page.open("test", "3201", 2024, "local")).html


def test_pages_of_published_figures_alone_have_no_rule_to_say():
    assert "Personvern" not in show.sources(Page.open("test", "3201", 2024)).html
