"""Every number in every sentence of a batch stands in the CSV of its page."""

from decimal import Decimal

import pytest

from barnevern.audit.unexplained import Known, sentences, unexplained, unfounded
from barnevern.audit.words import parsed
from barnevern.norwegian.numbers import NARROW_SPACE


@pytest.mark.parametrize("batch", ["reports", "nation_reports"])
def test_every_number_in_every_sentence_is_in_the_pages_csv(batch, request):
    folder = request.getfixturevalue(batch)
    pages = sorted(folder.glob("*/*/*.html"))
    assert pages
    assert all(list(sentences(parsed(page.read_text(encoding="utf-8")))) for page in pages)
    assert unexplained(folder) == []


def test_a_made_up_number_is_found():
    known = Known([Decimal("101180"), Decimal("7.94")])
    said = f"var 101{NARROW_SPACE}180 kroner i 2024, 7,9 prosent lavere"
    assert unfounded(said, known) == []
    assert unfounded("var 8,0 prosent lavere", known) == ["8,0"]
