"""What a shell completes, and that the command offers it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from barnevern.commands import completion
from barnevern.commands.app import app
from patience import PATIENCE_SECONDS


@pytest.mark.parametrize(
    ("function", "word", "expected"),
    [
        (completion.municipalities, "tro", ["Tromsø", "Trondheim"]),
        (completion.municipalities, "550", ["5501", "5503"]),
        (
            completion.municipalities,
            "Vål",
            [("3419", "Våler (Innlandet)"), ("3114", "Våler (Østfold)")],
        ),
        (completion.municipalities, "nordre f", [("3207", "Nordre Follo")]),
        (completion.counties, "mø", [("15", "Møre og Romsdal")]),
        (completion.notebooks, "co", ["costs"]),
        (completion.datasets, "", ["demo", "local", "published", "statbank"]),
        (completion.counties, "T", ["Telemark", "Troms", "Trøndelag"]),
        (completion.counties, "3", ["31", "32", "33", "34", "39"]),
        (completion.statbank_tables, "1228", ["12286"]),
        (completion.municipalities, "x", []),
    ],
)
def test_a_word_is_completed(function, word, expected):
    assert function(word) == expected


def test_indicators_come_with_their_names():
    assert ("fte_vacant", "Ubesatte årsverk") in completion.indicators("FTE_")


def test_groups_are_those_of_today():
    assert [code for code, _ in completion.groups("")] == [
        "asss",
        *(f"EKG{number:02d}" for number in range(1, 18)),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("barnevern run -m Trom", "Tromsø"),
        ("barnevern run --notebook sta", "staffing"),
        ("barnevern run --dataset pub", "published"),
        ("barnevern run --county Aker", "Akershus"),
        ("barnevern data show 320", "3201"),
        ("barnevern data show 3201 --indicator gross_f244", "gross_f244_per_child_nok"),
        ("barnevern changed 2023 2024 -m Bær", "Bærum"),
        ("barnevern note", "notebook"),
    ],
)
def test_the_command_offers_it(words, expected):
    done = CliRunner().invoke(app, [], env=asked(words), prog_name="barnevern")
    assert expected in done.stdout.splitlines()


def test_the_installed_command_offers_it_to_bash():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "barnevern")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | asked("barnevern run -m Trom"),
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert "Tromsø" in done.stdout.splitlines()


def asked(words: str) -> dict[str, str]:
    """What bash asks the command with, for the last of these words."""
    return {
        "_BARNEVERN_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
