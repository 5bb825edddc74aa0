"""`barnevern data build`, `data show` and `changed` as a person runs them: exit code, what is said,
and what is written.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from barnevern.commands import terminal
from barnevern.observations import STATUS

BARNEVERN = Path(sys.executable).parent / "barnevern"
HEAD = "region,year,measure,category,value,status,source,printed,place,licence,note\n"
SOURCES = "source,title,publisher,published,licence,url\ns1,Tittel,Utgiver,2021,CC BY 4.0,https://example.org\n"
GOOD = HEAD + "3201,2023,fte,,80.5,,s1,,,,\n3201,2024,fte,,82.4,,s1,,,,\n"


def barnevern(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [str(BARNEVERN), *map(str, arguments)]
    environment = os.environ | {"PYTHONUTF8": "1", "COLUMNS": "200"}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )


def folder(path: Path, **tables: str) -> Path:
    """A folder of a data set called «smaa» with one CSV file for each keyword."""
    path.mkdir()
    (path / "dataset.json").write_text(
        json.dumps(
            {
                "name": "smaa",
                "title": "Små tall",
                "date": "2020-12-31",
                "licence": "ingen",
                "synthetic": True,
                "disclosure": "none",
            }
        ),
        encoding="utf-8",
    )
    for name, text in {"sources": SOURCES, **tables}.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[subprocess.CompletedProcess[str], Path]:
    """What was said when a good folder was built, and the folder of the data set."""
    path = tmp_path_factory.mktemp("good")
    done = barnevern("data", "build", folder(path / "smaa", t=GOOD), "--out", path / "out")
    (made,) = (path / "out").iterdir()
    return done, made


@pytest.fixture(scope="module")
def refused(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[subprocess.CompletedProcess[str], Path]:
    """What was said about a folder with three kinds of problems, and where the data set would have
    been.
    """
    path = tmp_path_factory.mktemp("bad")
    tables = {
        "codes": HEAD + "301,2024,fte,,80,,s1,,,,\n",
        "numbers": HEAD + '3201,2024,fte,,"82,4",,s1,,,,\n',
        "columns": GOOD.replace("status", "statuss"),
    }
    return barnevern(
        "data", "build", folder(path / "smaa", **tables), "--out", path / "out"
    ), path / "out"


def test_a_good_folder_is_built_and_its_place_is_told(built):
    done, made = built
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Data set «smaa», content ")
    assert made.name in done.stdout


def test_a_good_folder_gives_a_data_set(built):
    names = sorted(path.name for path in built[1].iterdir())
    assert {"dataset.json", "observations.parquet"} <= set(names)


def test_a_bad_folder_ends_with_exit_code_1_and_says_nothing_on_stdout(refused):
    done, _ = refused
    assert (done.returncode, done.stdout) == (1, "")


def test_every_problem_of_a_bad_folder_is_told_with_its_remedy(refused):
    said = refused[0].stderr
    assert "4 problems in the input; nothing was written." in said
    assert [name for name in ("codes.csv", "numbers.csv", "columns.csv") if name not in said] == []
    assert [
        remedy
        for remedy in ("write 0301, with four digits", "write 82.4", 'did you mean "status"?')
        if remedy not in said
    ] == []


def test_problems_are_told_in_words_without_a_traceback(refused):
    assert "Traceback" not in refused[0].stderr


def test_a_bad_folder_writes_nothing(refused):
    out = refused[1]
    assert not out.exists() or list(out.iterdir()) == []


def test_show_prints_the_figures_of_the_municipality(built):
    done = barnevern(
        "data", "show", "Bærum", "--indicator", "fte", "--dataset", built[1], "--year", 2024
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [
        text for text in ("Bærum", "2023", "80,5", "2024", "82,4") if text not in done.stdout
    ] == []


def test_show_explains_a_number_that_lost_its_zero(built):
    done = barnevern("data", "show", "301", "--indicator", "fte", "--dataset", built[1])
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == "municipality '301' must be text with four digits: did you mean '0301' Oslo?\n"
    )


def test_show_gives_the_nearest_of_an_unknown_indicator(built):
    done = barnevern("data", "show", "3201", "--indicator", "ftee", "--dataset", built[1])
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == 'indicator "ftee" is not in data/reference/indicators.yml; did you mean "fte"?\n'
    )


def test_show_explains_the_symbols_of_missing_figures_and_names_the_source(tmp_path):
    table = (
        HEAD
        + "3201,2022,fte,,,:,s1,,,,\n3201,2023,fte,,,..,s1,,,,\n3201,2024,fte,,1082.4,,s1,,,,\n"
    )
    done = barnevern(
        "data",
        "show",
        "3201",
        "--indicator",
        "fte",
        "--dataset",
        folder(tmp_path / "smaa", t=table),
    )
    said = done.stdout.splitlines()
    assert [line.split() for line in said if line.strip().startswith("202")] == [
        ["2022", ":"],
        ["2023", ".."],
        ["2024", "1", "082,4"],
    ]
    assert "1\u202f082,4" in done.stdout
    assert [line.strip() for line in said[-3:]] == [
        "«:»: not shown, to protect privacy.",
        "«..»: not reported.",
        "Source: Utgiver, «Tittel»",
    ]


def test_show_says_in_words_that_there_is_no_figure(built):
    done = barnevern(
        "data", "show", "Oslo", "--indicator", "fte", "--dataset", built[1], "--year", 2024
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "Oslo has no figure for fte up to 2024 in this data set.\n"


def test_show_without_an_indicator_lists_the_newest_figure_of_each(built):
    done = barnevern("data", "show", "Bærum", "--dataset", built[1], "--year", 2024)
    assert done.returncode == 0
    assert ["fte", "82,4", "2024", "årsverk"] in [line.split() for line in done.stdout.splitlines()]


def test_changed_tells_what_rose_and_by_how_much(built):
    done = barnevern("changed", 2023, 2024, "-m", "Bærum", "--dataset", built[1])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Bærum from 2023 to 2024: 1 rose, 0 fell, 0 unchanged.\n")
    assert ["Årsverk", "80,5", "82,4", "årsverk", "+2,4", "%"] in [
        line.split() for line in done.stdout.splitlines()
    ]


def test_changed_without_a_municipality_counts_what_the_data_set_has(built):
    done = barnevern("changed", 2023, 2024, "--dataset", built[1])
    assert done.stdout.startswith(
        "Indicators that «smaa» has figures of: 1 in 2023 and 1 in 2024.\n"
    )
    assert ["Årsverk", "1", "1", "..", "..", "årsverk"] in [
        line.split() for line in done.stdout.splitlines()
    ]


@pytest.mark.parametrize(
    ("arguments", "heads"),
    [
        (["data", "show", "Bærum", "--indicator", "fte"], "Year Bærum"),
        (["data", "show", "Bærum"], "--indicator Figure Year Unit"),
        (["changed", 2023, 2024, "-m", "Bærum"], "2023 2024 Unit Change Note"),
        (["changed", 2023, 2024], "Municipalities Municipalities Country Country"),
    ],
)
def test_the_heads_of_tables_are_english(built, arguments, heads):
    done = barnevern(*arguments, "--dataset", built[1])
    assert heads.split() in [line.split() for line in done.stdout.splitlines()]


def test_every_symbol_has_its_meaning_in_english():
    assert set(terminal.MEANINGS) == set(STATUS) - {"", "-"}


def test_changed_wants_the_earlier_year_first():
    done = barnevern("changed", 2024, 2023)
    assert (done.returncode, done.stderr) == (
        1,
        "2024 must be a year before 2023: write the earlier year first\n",
    )
