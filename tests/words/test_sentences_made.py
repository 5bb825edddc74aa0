"""Sentences say what the figures say, in Norwegian that agrees with the numbers."""

import pytest

from barnevern.comparison import plausible
from barnevern.comparison.evidence import CHANCE, CLEAR, FEW_CHILDREN, UNKNOWN, Verdict
from barnevern.comparison.judge import IMPLAUSIBLE, PLAIN
from barnevern.indicators import indicator
from barnevern.indicators.figure import Figure
from barnevern.norwegian.text import listed, lower_first
from barnevern.words.findings import finding, in_cell, standing
from barnevern.words.sentences import (
    also_missing,
    bar_alt,
    changed,
    line_alt,
    missing,
    worded,
)

NBSP, NARROW, MINUS = "\u00a0", "\u202f", "\u2212"
COST, SHARE, COUNT = (
    indicator("gross_f244_per_child_nok"),
    indicator("referrals_dismissed_pct"),
    indicator("referrals"),
)


def figure(value, kind="", against="", year=2024, status="") -> Figure:
    return Figure("3201", year, "referrals", "", value, status, kind=kind, against=against)


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
    assert changed(difference, chosen, 2023) == words


def test_finding_names_value_change_and_peers():
    differences = [
        figure(-7.9, "change", "2023"),
        figure(6.0, "deviation", "3203"),
        figure(0.01, "deviation", "EAK"),
    ]
    text = finding(figure(101180.0), differences, COST, "Bærum", 2024)
    assert (
        text
        == f"Utgiften til saksbehandling per barn (f. 244) var 101{NARROW}180{NBSP}kroner (løpende"
        " priser) i Bærum i 2024, 7,9 prosent lavere enn i 2023. Det er 6,0 prosent høyere enn i Asker og nesten"
        " det samme som i landet."
    )


def judged(*answers: Verdict):
    """A judge that gives the verdicts in turn."""
    turns = iter(answers)
    return lambda _: next(turns)


CLEARLY, BY_CHANCE = Verdict(CLEAR, z=5.0), Verdict(CHANCE, z=1.0)
UNTOLD = Verdict(UNKNOWN, FEW_CHILDREN)


def test_each_difference_carries_its_verdict():
    differences = [
        figure(-7.9, "change", "2023"),
        figure(6.0, "deviation", "3203"),
        figure(-9.5, "deviation", "EKG12"),
        figure(3.0, "deviation", "EAK"),
    ]
    verdicts = judged(BY_CHANCE, CLEARLY, UNTOLD, BY_CHANCE)
    text = finding(figure(101180.0), differences, COST, "Bærum", 2024, judge=verdicts)
    assert text.removeprefix("Utgiften til saksbehandling per barn (f. 244) ") == (
        f"var 101{NARROW}180{NBSP}kroner (løpende priser) i Bærum i 2024, 7,9 prosent lavere enn i"
        " 2023, men det kan skyldes tilfeldigheter. Det er klart høyere enn i Asker (6,0 prosent). Forskjellen fra"
        " KOSTRA-gruppe 12 (9,5 prosent lavere) kan ikke vurderes: tallene er for små. Forskjellen fra landet"
        " (3,0 prosent høyere) kan skyldes tilfeldigheter."
    )


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (CLEARLY, "826 i Bærum i 2024, klart flere enn i 2023 (27)."),
        (BY_CHANCE, "826 i Bærum i 2024, 27 flere enn i 2023, men det kan skyldes tilfeldigheter."),
        (UNTOLD, "27 flere enn i 2023. Endringen kan ikke vurderes: tallene er for små."),
        (Verdict(PLAIN), "826 i Bærum i 2024, 27 flere enn i 2023."),
    ],
)
def test_a_change_carries_its_verdict(verdict, words):
    changed = [figure(27.0, "change", "2023")]
    text = finding(figure(826.0), changed, COUNT, "Bærum", 2024, judge=judged(verdict))
    assert text.endswith(words)


def test_a_change_over_a_break_or_to_the_same_needs_no_verdict():
    for value, breaks in ((27.0, [2024]), (0.0, [])):
        changed = [figure(value, "change", "2023")]
        text = finding(
            figure(826.0), changed, COUNT, "Bærum", 2024, breaks=breaks, judge=judged(BY_CHANCE)
        )
        assert "tilfeldig" not in text


def test_an_implausible_figure_is_said_to_be_so_without_a_per_cent():
    differences = [figure(-100.0, "deviation", "EAK"), figure(-97.0, "deviation", "EKG12")]
    odd = Verdict(IMPLAUSIBLE, plausible.NOTHING), Verdict(IMPLAUSIBLE, plausible.FAR_BELOW)
    text = finding(figure(0.0), differences, COST, "Hvaler", 2024, judge=judged(*odd))
    assert "prosent" not in text
    assert text.endswith(
        "Det er under en firedel av tallet for KOSTRA-gruppe 12. Bokføring, en vertskommune eller"
        " få barn kan forklare det."
    )
    assert in_cell("ned 100,0 prosent", differences[0], odd[0]) == "lite sannsynlig"
    assert in_cell("ned 9,0 prosent", differences[0], CLEARLY) == "klart ned 9,0 prosent"


def test_standing_among_groups_names_the_clear_ones_apart():
    away = [figure(value, "deviation", code) for value, code in ((9.0, "EAK"), (-3.0, "EKG12"))]
    text = standing(away, COST, "Bærum", 2024, judged(CLEARLY, BY_CHANCE))
    assert text == (
        "I 2024 lå Bærum klart over landet. Forskjellen fra KOSTRA-gruppe 12 kan skyldes"
        " tilfeldigheter."
    )


def test_finding_says_when_the_figure_is_old():
    old = finding(figure(5.0, year=2021), [], SHARE, "Hvaler", 2024)
    assert "i 2021 (siste tall)" in old


def test_deviation_is_over_or_under_and_never_minus():
    chosen = indicator("efficiency_deviation")
    assert worded(-13.4, chosen) == f"13,4{NBSP}% under snittet"
    assert worded(37.0, chosen) == f"37,0{NBSP}% over snittet"


def test_missing_gives_the_published_reason_before_a_general_one():
    suppressed = [figure(None, status=":")]
    assert missing(COUNT, "Loppa", 2019, suppressed, "publiserte tall").endswith(
        "vises ikke av personvernhensyn."
    )
    assert missing(COUNT, "Loppa", 2019, [], "publiserte tall").startswith(
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
    lines = [("Bærum", 2023, 14.0), ("Bærum", 2024, 15.0)]
    assert line_alt(lines, SHARE, "Bærum").endswith(
        f"Bærum: 14,0{NBSP}% i 2023 og 15,0{NBSP}% i 2024."
    )
    bars = [("Politi", "2024", 16.6)]
    assert (
        bar_alt(bars, "Meldere", "prosent", 1)
        == f"Søylediagram: Meldere. 2024: Politi 16,6{NBSP}%."
    )
