"""Every number in every file of a batch is explained by what the pages show."""

from decimal import Decimal

import pytest

from barnevern.audit.files import unexplained
from barnevern.audit.numbers import Known, unfounded
from barnevern.norwegian.numbers import NARROW_SPACE


@pytest.mark.parametrize("batch", ["reports", "nation_reports"])
def test_every_number_of_a_batch_is_explained(batch, request):
    folder = request.getfixturevalue(batch)
    pages = sorted(folder.glob("*/*/*.html"))
    assert pages
    assert unexplained(folder) == []


def test_a_made_up_number_is_found():
    known = Known([Decimal("101180"), Decimal("7.94")])
    said = f"var 101{NARROW_SPACE}180 kroner i 2024, 7,9 prosent lavere"
    assert list(unfounded(said, known)) == []
    assert list(unfounded("var 8,0 prosent lavere", known)) == ["8,0"]
