"""Exports of accounting and staff systems give what the template filled in with the same figures
gives, after one answer at most; those that cannot say what is missing.
"""

from pathlib import Path

import pandas as pd
import pytest

from barnevern.local import lists
from barnevern.problems import InputProblems
from barnevern.sources import answers
from barnevern.sources.export import Reading
from corpus.exports import CASES, Case, accounts_template, staff_template

LOADED = [case for case in CASES if not case.missing]
ASKING = [case for case in LOADED if case.answer or case.year]


def reading(case: Case, folder: Path) -> Reading:
    if not case.answer:
        return Reading(year=case.year)
    path = folder / "svar.yml"
    path.write_text(case.answer, encoding="utf-8")
    return Reading(answers.read(path), case.year)


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """What the templates filled in with the same truth give, by kind."""
    folder = tmp_path_factory.mktemp("templates")
    texts = {
        "accounts": accounts_template(budget=True),
        "accounts without budget": accounts_template(budget=False),
        **{kind: staff_template(kind) for kind in ("positions", "functions", "employees", "sick")},
    }
    found = {}
    for kind, text in texts.items():
        (folder / "mal.csv").write_text(text, encoding="utf-8")
        found[kind] = lists.read(folder / "mal.csv", "3201")[1]
    return found


def of_2024(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["year"].eq(2024)].drop(columns="note").reset_index(drop=True)


def test_there_are_thirty_of_five_systems_and_two_that_cannot_be_read():
    assert len(CASES) == 30 and len({case.name for case in CASES}) == 30
    assert len(LOADED) == 28 and len(ASKING) == 4


@pytest.mark.parametrize("case", LOADED, ids=lambda case: case.name)
def test_an_export_gives_the_figures_of_the_template(case, templates, tmp_path):
    kind, table = lists.read(case.write(tmp_path), "3201", reading(case, tmp_path))
    assert kind == ("accounts" if case.kind == "accounts" else "staff")
    expected = templates[f"{case.kind}{' without budget' if case.without_budget else ''}"]
    pd.testing.assert_frame_equal(of_2024(table), of_2024(expected))


@pytest.mark.parametrize("case", ASKING, ids=lambda case: case.name)
def test_what_is_not_told_is_asked_with_the_answer_to_give(case, tmp_path):
    path = case.write(tmp_path)
    with pytest.raises(InputProblems) as raised:
        lists.read(path, "3201")
    (problem,) = raised.value.problems
    if case.year:
        assert problem.rule == "the file does not tell the year" and "--year" in problem.remedy
    else:
        part, word = case.answer.split(": {")[0], case.answer.split('"')[1]
        assert (problem.column, problem.value) == (part, word)
        assert f'{part}: {{"{word}": ' in problem.remedy


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.missing], ids=lambda case: case.name
)
def test_what_is_missing_is_said(case, tmp_path):
    with pytest.raises(InputProblems) as raised:
        lists.read(case.write(tmp_path), "3201")
    assert [problem.rule for problem in raised.value.problems] == [case.missing]


def test_no_name_of_an_employee_is_repeated(tmp_path):
    (case,) = [case for case in CASES if case.name == "hr_ansatte"]
    case.rows[2][3] = "halv"
    try:
        with pytest.raises(InputProblems) as raised:
            lists.read(case.write(tmp_path), "3201")
    finally:
        case.rows[2][3] = 50
    assert "halv" not in str(raised.value) and "Person" not in str(raised.value)
    assert "Person" not in lists.read(case.write(tmp_path), "3201")[1].to_csv()
