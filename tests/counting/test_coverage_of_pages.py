"""Every figure that the pages of a municipality name comes from a case extract, or it is said why
it does not.
"""

import json
import re

import pytest
from small_cases import Figures, Register

from barnevern import reference
from barnevern.cases.formats import FORMATS
from barnevern.indicators import Indicator, catalogue
from barnevern.observations import dimensions, measures
from barnevern.paths import ROOT

YEARS = range(2015, 2026)
OF_PEOPLE = ("count", "share", "rate", "change")
# Ready-made figures whose numerator and denominator an extract gives.
COUNTED = {
    "investigation_duration_mean_days": ("investigation_days", "investigations_concluded"),
    "unaccompanied_of_placed_pct": (
        "unaccompanied_minors_placed_during_year",
        "children_placed_during_year",
    ),
    "rft_mean_age": ("rft_age_years", "rft_children_started"),
    "rft_duration_days": ("rft_days", "rft_cases_ended"),
    "rft_sex_pct": ("rft_children_started", "rft_children_started"),
}


def reasons(file_format: str) -> dict[tuple[str, str], str]:
    return {
        (row["measure"], row["category"]): row["reason"]
        for row in reference.rows("not_in_extract.csv")
        if file_format in row["format"].split()
    }


def named_on_pages() -> list[Indicator]:
    """The indicators of the three pages about children and cases."""
    names: list[str] = []
    for page in ("intake", "investigations", "placements"):
        cells = json.loads((ROOT / "notebooks" / f"{page}.ipynb").read_text(encoding="utf-8"))[
            "cells"
        ]
        names += re.findall(
            r'"(\w+)"',
            " ".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"),
        )
    return [catalogue()[name] for name in dict.fromkeys(names) if name in catalogue()]


def wanted(indicator: Indicator) -> set[tuple[str, str]]:
    """Measures and categories an indicator is computed from, and those of its breakdown; what is
    not about people and cases left out.
    """
    found = set()
    for part in (indicator.numerator, indicator.denominator):
        if part:
            found |= {(part.measure, category) for category in part.categories}
    if indicator.breakdown and indicator.numerator:
        found |= {(indicator.numerator.measure, category) for category in indicator.categories}
    if indicator.numerator is None and indicator.published:
        found |= {(name, "") for name in COUNTED.get(indicator.id, (indicator.published.measure,))}
    return {
        (measure, category)
        for measure, category in found
        if measures()[measure]["kind"] in (*OF_PEOPLE, "amount") and measure != "population_31dec"
    }


@pytest.mark.parametrize("file_format", FORMATS)
def test_each_figure_of_the_pages_is_counted_or_has_a_reason(file_format: str):
    counted, explained = counted_figures(file_format), reasons(file_format)
    asked = {key for indicator in named_on_pages() for key in wanted(indicator)}
    assert len(asked) > 80
    assert [
        key
        for key in sorted(asked)
        if key not in counted and key not in explained and (key[0], "") not in explained
    ] == []


def counted_figures(file_format: str) -> set[tuple[str, str]]:
    found: Figures = Register().count(*YEARS, file_format=FORMATS[file_format])
    return found.names()


@pytest.mark.parametrize("file_format", FORMATS)
def test_nothing_with_a_reason_is_counted_all_the_same(file_format: str):
    counted = counted_figures(file_format)
    assert [key for key in reasons(file_format) if key in counted] == []


def test_the_reasons_are_sentences_about_known_measures():
    for row in reference.rows("not_in_extract.csv"):
        allowed = [
            c
            for dimension in measures()[row["measure"]]["dimension"].split()
            for c in dimensions()[dimension]
        ]
        assert row["category"] in ["", *allowed], row
        assert not row["reason"][0].islower() and row["reason"].endswith("."), row
