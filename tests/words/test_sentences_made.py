"""Sentences say what the figures say, in Norwegian that agrees with the numbers."""

import pandas as pd
import pytest

from barnevern.indicators import TABLE, indicator
from barnevern.words.sentences import (
    also_missing,
    bar_alt,
    compared,
    finding,
    line_alt,
    listed,
    lower_first,
    missing,
    worded,
)

NBSP, NARROW, MINUS = "\u00a0", "\u202f", "\u2212"
COST, SHARE, COUNT = (
    indicator("gross_f244_per_child_nok"),
    indicator("referrals_dismissed_pct"),
    indicator("referrals"),
)


def row(
    value: float, category: str = "", year: int = 2024, region: str = "3201"
) -> dict[str, object]:
    return dict.fromkeys(TABLE, "") | {
        "region": region,
        "year": year,
        "category": category,
        "value": value,
    }


def test_lists_end_in_og():
    assert listed(["Oslo"]) == "Oslo"
    assert listed(["Oslo", "Bergen", "Tromsø"]) == "Oslo, Bergen og Tromsø"


@pytest.mark.parametrize(
    ("difference", "chosen", "words"),
    [
        (-7.94, COST, "7,9 prosent lavere enn i 2023"),
        (9.5, COST, "9,5 prosent høyere enn i 2023"),
        (0.04, COST, "nesten uendret fra 2023"),
        (0.1 + 0.2 - 0.3, SHARE, "uendret fra 2023"),
        (-4.4, SHARE, f"4,4{NBSP}prosentpoeng lavere enn i 2023"),
        (27.0, COUNT, "27 flere enn i 2023"),
        (-1.0, COUNT, "1 færre enn i 2023"),
        (0.0, COUNT, "uendret fra 2023"),
    ],
)
def test_differences_in_words(difference, chosen, words):
    assert compared(difference, chosen, "i 2023", "uendret fra") == words


def test_finding_names_value_change_and_peers():
    differences = pd.DataFrame(
        [
            row(-7.9, "change_from_2023"),
            row(6.0, "deviation_from_3203"),
            row(0.01, "deviation_from_EAK"),
        ]
    )
    text = finding(pd.Series(row(101180.0)), differences, COST, "Bærum", 2024)
    assert (
        text
        == f"Utgiften til saksbehandling per barn (f. 244) var 101{NARROW}180{NBSP}kroner i Bærum i"
        " 2024, 7,9 prosent lavere enn i 2023. Det er 6,0 prosent høyere enn i Asker og nesten"
        " det samme som i landet."
    )


def test_finding_says_when_the_figure_is_old():
    assert "i 2021 (siste tall)" in finding(
        pd.Series(row(5.0, year=2021)), pd.DataFrame(columns=TABLE), SHARE, "Hvaler", 2024
    )


def test_deviation_is_over_or_under_and_never_minus():
    chosen = indicator("efficiency_deviation")
    assert worded(-13.4, chosen) == f"13,4{NBSP}% under snittet"
    assert worded(37.0, chosen) == f"37,0{NBSP}% over snittet"


def test_missing_gives_the_published_reason_before_a_general_one():
    suppressed = pd.DataFrame([row(float("nan")) | {"status": ":"}])
    assert missing(COUNT, "Loppa", 2019, suppressed, "publiserte tall").endswith(
        "vises ikke av personvernhensyn."
    )
    assert missing(COUNT, "Loppa", 2019, suppressed.iloc[0:0], "publiserte tall").startswith(
        "Ikke rapportert: nye meldinger."
    )


def test_abbreviations_keep_their_capitals():
    assert [lower_first(text) for text in ("RFT-saker", "Barn i PMTO", "F251 per barn")] == [
        "RFT-saker",
        "barn i PMTO",
        "F251 per barn",
    ]
    assert also_missing([indicator("rft_cases")]) == "Det samme gjelder RFT-saker."


def test_alternative_texts_hold_the_numbers():
    lines = pd.DataFrame(
        [
            {"name": "Bærum", "year": 2023, "value": 14.0},
            {"name": "Bærum", "year": 2024, "value": 15.0},
        ]
    )
    assert line_alt(lines, SHARE, "Bærum").endswith(
        f"Bærum: 14,0{NBSP}% i 2023 og 15,0{NBSP}% i 2024."
    )
    bars = pd.DataFrame([{"label": "Politi", "series": "2024", "value": 16.6}])
    assert (
        bar_alt(bars, "Meldere", "prosent", 1)
        == f"Søylediagram: Meldere. 2024: Politi 16,6{NBSP}%."
    )
