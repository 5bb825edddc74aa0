"""The command: exit code, figures in JSON, and what is wrong with its input."""

import json

import finished
import pytest
from typer.testing import CliRunner

from barnevern.audit.attack import ATTACKERS
from barnevern.commands.app import app
from barnevern.problems import InputProblems

CLEAN = [finished.row("referrals", "3201", 2023, "referrals", "", 40)]
LEAKING = [
    finished.row("referrals_by_sender", "3201", 2023, "referrals_by_sender", "", 40),
    finished.row("referrals_dismissed", "3201", 2023, "children_with_measures_31dec", "", 40),
    finished.row("a", "3201", 2023, "children_with_measures_during_year", "", 42),
    finished.row("b", "3201", 2023, "children_with_measures_by_type_during_year", "assistance", 40),
    finished.row(
        "b", "3201", 2023, "children_with_measures_by_type_during_year", "care", finished.HIDDEN
    ),
]


def run(folder, *options):
    return CliRunner().invoke(app, ["audit", str(folder), *options])


def test_a_clean_batch_ends_with_zero(tmp_path):
    found = run(finished.write(tmp_path / "r", "3201", CLEAN))
    assert (found.exit_code, found.exception) == (0, None)
    assert "0 hidden counts" in found.output


def test_a_leak_ends_with_one_and_stands_in_the_figures_of_every_attacker(tmp_path):
    to = tmp_path / "audit.json"
    found = run(finished.write(tmp_path / "r", "3201", LEAKING), "--json", str(to))
    assert found.exit_code == 1
    assert "children_with_measures_during_year, 3201 Bærum: 1 exact, 0 narrow" in found.output
    [written] = json.loads(to.read_text(encoding="utf-8"))
    assert list(written["attackers"]) == list(ATTACKERS)
    for figures in written["attackers"].values():
        assert {"hidden", "exact", "narrow", "shown_share", "seconds"} <= figures.keys()
        assert (figures["hidden"], figures["exact"], figures["narrow"], figures["shown_share"]) == (
            1,
            1,
            0,
            0.8,
        )


def test_a_leak_is_never_told_in_numbers(tmp_path):
    # What the audit prints may be passed on; the count it worked out may not.
    found = run(finished.write(tmp_path / "r", "3201", LEAKING))
    assert "(2.0" not in found.output
    assert "2.0" not in found.output


def test_the_rule_of_the_batch_is_used_unless_another_is_named(tmp_path):
    place = finished.write(tmp_path / "r", "3201", CLEAN, rule="dfe")
    assert "rule dfe" in run(place).output
    assert "rule lt5" in run(place, "--rule", "lt5").output
    with pytest.raises(InputProblems, match='did you mean "lt5"'):
        CliRunner().invoke(app, ["audit", str(place), "--rule", "lt6"], catch_exceptions=False)


def test_a_folder_without_pages_is_refused(tmp_path):
    with pytest.raises(InputProblems, match="there is no page with a CSV in it"):
        CliRunner().invoke(app, ["audit", str(tmp_path)], catch_exceptions=False)


def test_a_csv_that_is_not_whole_is_refused_with_its_line(tmp_path):
    place = finished.write(tmp_path / "r", "3201", CLEAN)
    path = next(place.rglob("page.csv"))
    path.write_text(path.read_text(encoding="utf-8") + "referrals,cut", encoding="utf-8")
    with pytest.raises(InputProblems, match="the row is not whole") as refused:
        CliRunner().invoke(app, ["audit", str(place)], catch_exceptions=False)
    assert refused.value.problems[0].row == 3


def test_two_runs_find_the_same(tmp_path):
    place = finished.write(tmp_path / "r", "3201", LEAKING)
    first, second = run(place).output.splitlines(), run(place).output.splitlines()
    assert first[:-1] == second[:-1]  # the last line tells the seconds


def test_an_edition_that_leaks_is_not_copied_to_its_readers(tmp_path):
    for rows, code in ((LEAKING, 1), (CLEAN, 0)):
        reports = finished.write(tmp_path / str(code), "3201", rows) / "demo"
        (reports / "run.json").write_text('{"pages": []}', encoding="utf-8")
        target = tmp_path / f"to-{code}"
        said = CliRunner().invoke(app, ["publish", str(target), "--reports", str(reports)])
        assert (said.exit_code, target.exists()) == (code, code == 0)
        assert code == 0 or "the audit finds something" in str(said.exception)
