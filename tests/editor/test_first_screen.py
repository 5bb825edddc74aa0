"""The first screen of overviews of the made-up nation: what matters most is there, and nothing that
chance explains.
"""

from dataclasses import replace

import pytest

from barnevern import show
from barnevern.comparison import evidence
from barnevern.comparison.evidence import CLEAR
from barnevern.page import Page
from barnevern.show.edited import edited
from barnevern.show.profile_lines import profile_of

YEAR = 2024
# Small and large, of every county but one.
MUNICIPALITIES = [
    "0301",
    "1103",
    "1151",
    "1506",
    "1818",
    "1804",
    "3107",
    "3110",
    "3118",
    "3201",
    "3301",
    "3411",
    "3453",
    "3806",
    "3907",
    "4003",
    "4030",
    "4204",
    "4601",
    "4644",
    "5001",
    "5014",
    "5444",
    "5501",
    "5605",
]


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return [Page.open("overview", code, YEAR, "demo") for code in MUNICIPALITIES]


@pytest.fixture
def easily_convinced(pages: list[Page], monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """The same pages where much less is needed for a difference to be clear: the made-up nation has
    hardly a profile with a certain deviation.
    """
    monkeypatch.setattr(evidence, "LIMIT", 1.0)
    monkeypatch.setattr(evidence, "LIMIT_OF_A_LOOK", 1.0)
    return [replace(page, made={}) for page in pages]


def largest_of_profile(page: Page) -> str:
    """The indicator of the profile that lies furthest from 100 of those that are clear."""
    lines = [line for line in profile_of(page).lines if line.verdict.answer == CLEAR]
    furthest = max(lines, key=lambda line: abs(line.index - 100), default=None)
    return furthest.indicator.id if furthest else ""


def first_three(page: Page) -> list[str]:
    return [one.indicator.id for one in edited(page).leading[:3]]


def test_the_largest_certain_deviation_is_among_the_first_three_findings(easily_convinced):
    largest = {page.place: largest_of_profile(page) for page in easily_convinced}
    lacking = [
        (page.place, largest[page.place], first_three(page))
        for page in easily_convinced
        if largest[page.place] and largest[page.place] not in first_three(page)
    ]
    assert sum(map(bool, largest.values())) >= 20
    assert lacking == []


def test_it_is_so_where_published_figures_are_certain():
    hvaler = Page.open("overview", "3110", 2020)
    assert largest_of_profile(hvaler) == "children_with_measures_0_22_pct"
    assert first_three(hvaler)[0] == "children_with_measures_0_22_pct"


def test_nothing_that_chance_explains_is_a_finding(pages):
    told = [(page, one) for page in pages for one in edited(page).findings]
    differences = [(page, clear.difference) for page, one in told for clear in one.clear]
    assert {page.verdict(one).answer for page, one in differences} == {CLEAR}
    assert all(one.clear or one.trend or one.kept is False for _, one in told)


def test_a_quantity_stands_once_and_law_comes_first(pages):
    for page in pages:
        told = edited(page).leading
        quantities = [one.indicator.quantity for one in told]
        assert len(set(quantities)) == len(quantities), page.place
        broken = [one.kept is False for one in edited(page).findings]
        assert broken == sorted(broken, reverse=True), page.place


def test_the_four_parts_have_questions_and_sentences(pages):
    for page in pages:
        parts = show.brief(page).facts["brief"]
        assert [part["title"] for part in parts] == [
            "Kapasitet og kompetanse",
            "Frister og plikter",
            "Bruk av ressurser",
            "Samarbeid",
        ]
        assert all(part["told"] and part["questions"] for part in parts)


def test_no_sentence_stands_twice_on_the_page(pages):
    for page in pages:
        said = [*show.matters(page).blocks[-1].sentences]
        for block in show.brief(page).blocks:
            said += getattr(block, "sentences", ())
        assert len(set(said)) == len(said), page.place


def test_the_alternative_text_of_the_spine_begins_with_the_finding_and_is_short(pages):
    for page in pages:
        item = show.spine(page)
        drawings = [block for block in item.blocks if block.block == "drawing"]
        for drawing in drawings:
            assert len(drawing.alt) <= 250
            assert drawing.alt.startswith(drawing.caption.partition(" Kilde:")[0][:40])
