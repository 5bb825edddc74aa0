"""Answers about a service's own exports: asked in a preview, kept with the data set, used again."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from barnevern import local
from barnevern.commands.app import app
from barnevern.local import loading
from barnevern.problems import InputProblems
from barnevern.sources import answers
from barnevern.sources.answers import Answers, Question, form

EXPORT = "Funksjon;Art;Saldo {year}\n244;010;100\n251;010;60\n252;010;340\n"
ANSWER = 'columns: {"Saldo 2024": accounts, "Saldo 2025": accounts}\n'


@pytest.fixture(autouse=True)
def _nothing_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The published tables take seconds to read, and are not what this is about."""
    published = tmp_path / "published"
    published.mkdir()
    (published / "dataset.json").write_text("{}", encoding="utf-8")
    (published / "sources.csv").write_text(
        "source,title,publisher,published,licence,url\na,A,A,2024,CC0,https://example.org\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(loading, "PUBLISHED", published)


def export(folder: Path, year: int = 2024) -> Path:
    path = folder / f"saldo_{year}.csv"
    path.write_text(EXPORT.format(year=year), encoding="utf-8")
    return path


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["extract", "load", *map(str, words)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_a_preview_asks_and_loads_nothing(tmp_path):
    out = tmp_path / "own"
    code, said = run(export(tmp_path), "-m", "Bærum", "--out", out, "--preview")
    assert code == 1 and not out.exists()
    assert "«Funksjon» is function, «Art» is art" in said
    assert "columns:\n  # no column is named as accounts or budget; this may be it" in said
    assert '"Saldo 2024": "accounts"' in said


def test_an_answer_is_kept_with_the_data_set_and_used_the_next_time(tmp_path):
    out, given_file = tmp_path / "own", tmp_path / "svar.yml"
    given_file.write_text(ANSWER, encoding="utf-8")
    code, said = run(
        export(tmp_path), "-m", "Bærum", "--out", out, "--preview", "--mapping", given_file
    )
    assert code == 0 and "3 amounts of functions 244, 251, 252 in 2024" in said
    local.load([export(tmp_path)], out, "3201", asked=local.Asked(mapping=given_file))
    assert answers.read(out / "mapping.yml").get("columns", "saldo 2024") == "accounts"
    local.load([export(tmp_path, 2025)], out, "3201")
    table = (out / "accounts_3201_2025.csv").read_text(encoding="utf-8")
    assert "net_expenditure_nok,f252,340" in table
    assert (out / "accounts_3201_2024.csv").is_file()


def test_a_named_data_set_is_loaded_beside_the_first(tmp_path, monkeypatch):
    monkeypatch.setenv("BARNEVERN_LOCAL", str(tmp_path / "egne"))
    given_file = tmp_path / "svar.yml"
    given_file.write_text(ANSWER, encoding="utf-8")
    words = (export(tmp_path), "-m", "Bærum", "--mapping", given_file)
    code, said = run(*words, "--dataset", "local/prove")
    assert code == 0 and "tables in the data set local/prove" in said
    about = json.loads((tmp_path / "egne-prove" / "dataset.json").read_text(encoding="utf-8"))
    assert about["name"] == "local-prove" and not (tmp_path / "egne").exists()


def test_an_answer_can_leave_a_column_out(tmp_path):
    path = tmp_path / "to.csv"
    path.write_text("Funksjon;Art;Regnskap 2024;Regnskap 2024 hittil\n244;010;100;90\n")
    given_file = tmp_path / "svar.yml"
    given_file.write_text('columns: {"Regnskap 2024 hittil": "-"}\n', encoding="utf-8")
    with pytest.raises(InputProblems, match="are both accounts; leave one out"):
        local.load([path], tmp_path / "own", "3201")
    asked = local.Asked(mapping=given_file)
    (found,) = local.preview([path], tmp_path / "own", "3201", asked=asked)
    assert not found.wrong and not found.export.questions


def test_a_file_that_is_no_list_is_said_to_be_none(tmp_path):
    note = tmp_path / "notat.csv"
    note.write_text("Hei;på deg\na;b\n", encoding="utf-8")
    with pytest.raises(InputProblems, match="neither an extract nor one of the lists"):
        local.preview([note], tmp_path / "own", "3201")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("kolonner: {a: b}", "the part is not known"),
        ("- a", "the mapping has no parts"),
        ("columns: accounts", "the part has no words"),
        ('columns: {"Saldo": }', "the word has no answer"),
        ('columns: {"Saldo": ?}', "the mapping cannot be read"),
        ("columns: {", "the mapping cannot be read"),
        ("!!python/object/apply:os.system [ls]", "the mapping has no parts"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(tmp_path, text, rule):
    path = tmp_path / "svar.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputProblems) as raised:
        answers.read(path)
    assert [problem.rule for problem in raised.value.problems] == [rule]


WORDS = st.text(min_size=1, max_size=20).filter(lambda word: word.isprintable() and word.strip())


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.sampled_from(answers.PARTS), st.dictionaries(WORDS, st.just("-"), min_size=1)
    )
)
def test_answers_are_read_back_as_they_were_written(tmp_path_factory, words):
    path = tmp_path_factory.mktemp("any") / "svar.yml"
    path.write_text(Answers(words).text(), encoding="utf-8")
    assert answers.read(path) == Answers(words)


@settings(max_examples=50)
@given(WORDS)
def test_a_form_that_is_filled_in_answers_its_question(tmp_path_factory, word):
    path = tmp_path_factory.mktemp("any") / "svar.yml"
    path.write_text(form([Question("arts", word, "om", ("010",), "010")]), encoding="utf-8")
    assert answers.read(path).get("arts", word) == "010"
