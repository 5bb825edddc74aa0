"""The authorities' own sample files (see tests/extracts/README.md) through the controls."""

from collections import Counter

import pytest
from test_extract_check import BROKEN, BVR, OK, WARNINGS, check, rows_of

from barnevern.problems import InputProblems


def found(path, tmp_path):
    out = tmp_path / "findings.csv"
    result = check(path, "--synthetic", "--csv", out)
    return result, rows_of(out)


def test_the_sample_without_faults_gives_nothing(tmp_path):
    result, rows = found(OK, tmp_path)
    assert result.exit_code == 0 and rows == []
    assert "59 controls run on 4 cases: no findings." in result.output


def test_the_sample_of_warnings_gives_its_warnings(tmp_path):
    result, rows = found(WARNINGS, tmp_path)
    counted = Counter((row["severity"], row["control"]) for row in rows)
    # The file names its warnings in its journal numbers. It is older than Tiltak 24, and its
    # measures are by an act called «1».
    assert counted == {
        ("WARNING", "Individ 11"): 2,
        ("WARNING", "Melding 3"): 1,
        ("WARNING", "Undersøkelse 8"): 1,
        ("WARNING", "Tiltak 5"): 1,
        ("WARNING", "Tiltak 6"): 1,
        ("WARNING", "Tiltak 9"): 3,
        ("ERROR", "Tiltak 24"): 9,
    }
    assert result.exit_code == 1
    named = {
        row["control"]: row["journal"]
        for row in rows
        if row["severity"] == "WARNING" and row["control"] != "Individ 11"
    }
    assert named == {
        "Melding 3": "Melding K 3",
        "Undersøkelse 8": "Undersøkelse K 8",
        "Tiltak 5": "Tiltak K 5",
        "Tiltak 6": "Tiltak K 6",
        "Tiltak 9": "Tiltak K 9",
    }


def test_each_finding_of_the_sample_stands_where_it_says(tmp_path):
    _, rows = found(WARNINGS, tmp_path)
    lines = WARNINGS.read_text(encoding="iso-8859-1").splitlines()
    tags = {
        "Individ": "Individ",
        "Melding": "<Melding",
        "Undersøkelse": "<Undersokelse",
        "Tiltak": "<Tiltak",
    }
    for row in rows:
        what, number = row["element"].split()[0], int(row["element"].rsplit(" ", 1)[1])
        # A start tag may fill several lines; the line told is the one it ends on.
        assert tags[what] in "".join(lines[max(number - 3, 0) : number]), row["element"]


def test_the_broken_sample_is_refused_in_words_with_its_line(tmp_path):
    result = check(BROKEN, "--csv", tmp_path / "findings.csv")
    assert result.exit_code == 1 and isinstance(result.exception, InputProblems)
    assert all(
        problem.file == BROKEN.name and problem.rule and problem.remedy
        for problem in result.exception.problems
    )
    assert any(isinstance(problem.row, int) for problem in result.exception.problems)
    assert list(tmp_path.iterdir()) == []


def test_the_sample_of_bvr_says_what_is_wrong_with_it(tmp_path):
    result, rows = found(BVR, tmp_path)
    assert "78 controls run on 1 cases:" in result.output
    assert Counter(row["control"] for row in rows) == BVR_FINDINGS
    assert {row["journal"] for row in rows} == {"test1"}


# A demand that ended ten days after its decision, and a measure by § 1-1 that two decisions by §
# 4-12 led to.
BVR_FINDINGS = {"Vedtak Kontroll 2g": 1, "Tiltak Kontroll 21": 1}


@pytest.mark.parametrize("path", [OK, WARNINGS, BVR])
def test_a_sample_gives_no_identity_number(path, tmp_path):
    result, _ = found(path, tmp_path)
    numbers = [
        word
        for word in path.read_bytes().decode("iso-8859-1").split('"')
        if word.isdigit() and len(word) >= 11
    ]
    text = result.output + (tmp_path / "findings.csv").read_text(encoding="utf-8")
    assert numbers and [number for number in numbers if number in text] == []
