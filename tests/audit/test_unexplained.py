"""What no figure of the page explains is found wherever it stands."""

import finished
import pytest

from barnevern.audit.files import unexplained

PLANTS = {
    "a number in a sentence": "<p>Kautokeino hadde 3 barn under omsorg.</p>",
    "a number in words": "<p>Kommunen fulgte opp tre barn i fosterhjem.</p>",
    "a number in words first in a list": "<ul><li>To meldinger kom fra politiet.</li></ul>",
    "a comment": "<!-- omsorg: 3 -->",
    "a comment in words": "<!-- tre barn under omsorg -->",
    "a title": "<p title='3 under omsorg'>Omsorg</p>",
    "a value for machines": "<td data-value='3'>:</td>",
    "an address with text": "<a href='data:text/plain,care%203'>fil</a>",
    "an address with rows": (
        "<a href='data:text/csv;charset=utf-8,region,year,indicator,category,kind,against,of,value"
        "%0A5612,2023,children_in_care,,,,,3'>fil</a>"
    ),
    "an image": "<img alt='' src='data:image/png;base64,iVBORw0KGgo='>",
}
CLEAN = (
    "<p>Kommunen fikk 12 meldinger i 2023, og tolv av dem 31. desember. Saker fra 2015–2022.</p>"
    "<a href='data:text/csv;charset=utf-8,region,year,indicator,category,kind,against,of,value"
    "%0A5612,2023,referrals,,,,,12'>fil</a>"
)


def page(tmp_path, html):
    section = f"<section class='item' data-item='referrals'>{html}</section>"
    return finished.write(
        tmp_path,
        "5612",
        [finished.row("referrals", "5612", 2023, "referrals", "", 12)],
        html=section,
    )


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
def test_a_plant_is_found(tmp_path, plant):
    assert unexplained(page(tmp_path, CLEAN + plant)) != []


def test_a_page_without_one_is_clean(tmp_path):
    assert unexplained(page(tmp_path, CLEAN)) == []
