"""Revisions and new years: what has been published is known, and no later edition gives back what
an earlier one hid, or the other way.
"""

import json
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from country import country
from revisions import in_order, opened, remembered, revised_figures

from barnevern.data.dataset import build
from barnevern.disclosure import ledger
from barnevern.disclosure.gate import gated
from barnevern.disclosure.ledger import KEY, NOTHING_PAST, Past
from barnevern.disclosure.rules import guarded, published_cells

YEAR = 2023
FINNMARK = [f"56{number:02}" for number in (1, 3, 5, 7, 10, 12, 14, 16, 18, 20)]
LATE = [
    ["referrals/police", "referrals", "referrals_to_investigation"],
    ["emergency_placements/voluntary", "emergency_placements"],
    ["aftercare_31dec"],
]


def revised(number: int) -> pd.DataFrame:
    """The counts of the made-up county after ``number`` years of late corrections: each year three
    municipalities have one more of each of LATE.
    """
    table = country(YEAR, 11, FINNMARK)
    table = table[table["measure"].isin(guarded()) & ~table["region"].str.startswith("SERVICE")]
    table = table[
        [
            cell in published_cells(by_category=True)
            for cell in zip(table["measure"], table["category"], strict=True)
        ]
    ]
    stream, value = np.random.default_rng(7), table["value"].copy()
    cells = (table["measure"] + "/" + table["category"]).str.removesuffix("/")
    for late in LATE * number:
        for code in stream.choice(FINNMARK, 3, replace=False):
            value += table["region"].isin([code, "EKA56"]) & cells.isin(late)
    everywhere = np.array(
        [
            cell in published_cells(by_category=False)
            for cell in zip(table["measure"], table["category"], strict=True)
        ]
    )
    kept = table["region"].isin([*FINNMARK, "EAK"]) | everywhere
    return table.assign(value=value)[kept]


@pytest.fixture(scope="module", params=["ssb-barnevern", "lt5"])
def made(request) -> list[pd.DataFrame]:
    """The first edition and three yearly revisions as they are published: KEY and value, missing
    where hidden.
    """
    past, found = NOTHING_PAST, []
    for number in range(4):
        shown = gated(revised(number), {"disclosure": request.param}, past, workers=1).guarded
        found.append(in_order(shown))
        past = remembered(past, shown, str(number))
    return found


def test_the_revisions_change_what_is_published(made):
    assert any(not one.equals(other) for one, other in pairwise(made))


def test_three_revisions_open_no_hidden_cell(made):
    """All editions side by side: no figure hidden in the newest is fixed by what any of them shows.
    tests/benchmark_editions.py does a nation.
    """
    assert opened([revised(number) for number in range(4)], made, YEAR).to_dict("records") == []


def test_every_revision_of_a_shown_figure_that_is_safe_is_shown(made):
    counted = revised_figures([revised(number) for number in range(4)], made)
    assert counted["shown_now"] + counted["waiting"] == counted["shown_first"]
    first, now = (edition.set_index(KEY)["value"] for edition in (made[0], made[-1]))
    raw = revised(3).set_index(KEY)["value"].reindex(first.index)
    safe = first.gt(4) & raw.ne(first)
    assert safe.any() and now[safe].eq(raw[safe]).all()


def test_no_edition_shows_what_a_later_one_hides(made):
    for earlier, later in combinations(made, 2):
        assert not (
            later["value"].isna()
            & earlier["value"].notna()
            & earlier["value"].eq(revised_values(later))
        ).any()


def revised_values(edition: pd.DataFrame) -> pd.Series:
    """The raw figures of the newest revision, for the figures of an edition."""
    return edition[KEY].merge(revised(3)[[*KEY, "value"]], on=KEY, how="left")["value"]


def test_a_figure_that_was_hidden_stays_hidden(made):
    """Unless it is shown to be what an earlier edition showed it to be."""
    for earlier, later in pairwise(made):
        assert not (earlier["value"].isna() & later["value"].notna()).any()


HEAD = "region,year,measure,category,value,status,source,printed,place,licence,note\n"
ABOUT = {
    "name": "raa",
    "title": "Rå",
    "date": "2024-12-31",
    "licence": "-",
    "synthetic": True,
    "disclosure": "ssb-barnevern",
}


def folder_with(tmp_path: Path, **counts: int) -> Path:
    place = tmp_path / "raa"
    place.mkdir(exist_ok=True)
    lines = [f"3201,2024,{measure},,{value},,own,,,,\n" for measure, value in counts.items()]
    (place / "dataset.json").write_text(json.dumps(ABOUT), encoding="utf-8")
    (place / "tall.csv").write_text(HEAD + "".join(lines), encoding="utf-8")
    (place / "sources.csv").write_text(
        "source,title,publisher,published,licence,url\nown,Egne,Bærum,,-,\n", encoding="utf-8"
    )
    return place


def test_the_ledger_holds_what_was_published_and_nothing_else(tmp_path):
    place = folder_with(tmp_path, referrals=80, children_in_care=2)
    build(place, tmp_path / "store")
    found = ledger.read(place).set_index("measure")["value"]
    assert found["referrals"] == 80 and pd.isna(found["children_in_care"])


def test_a_figure_hidden_before_stays_hidden_and_one_shown_before_stays_shown(tmp_path):
    first = build(folder_with(tmp_path, referrals=80, children_in_care=2), tmp_path / "store")
    second = build(folder_with(tmp_path, referrals=80, children_in_care=6), tmp_path / "store")
    status = [
        one.read(["3201"]).set_index("measure")["status"].to_dict() for one in (first, second)
    ]
    assert status[0] == status[1] == {"referrals": "", "children_in_care": ":"}
    assert ledger.read(tmp_path / "raa")["edition"].nunique() == 2


def test_the_same_edition_built_again_is_the_same(tmp_path):
    place = folder_with(tmp_path, referrals=80, children_in_care=2)
    one, two = (build(place, tmp_path / name) for name in ("a", "b"))
    assert one.read(["3201"]).equals(two.read(["3201"]))
    assert ledger.read(place)["edition"].drop_duplicates().size == 1


ALONE = ["5603", "5612"]


def hidden_cells(published: pd.DataFrame, place: str) -> set[tuple[str, str]]:
    """The measures and categories that an edition hides of a place."""
    rows = published[published["region"].eq(place) & published["value"].isna()]
    return set(zip(rows["measure"], rows["category"], strict=True))


def published_by(raw: pd.DataFrame, past: Past) -> pd.DataFrame:
    return gated(raw, {"disclosure": "ssb-barnevern"}, past, workers=1).guarded


def test_municipality_and_county_hide_the_same_where_the_ledger_travelled():
    """Either way: whoever is later has imported what the earlier has published. Without the ledger
    their patterns differ.
    """
    raw, differ = revised(0), 0
    county = published_by(raw, NOTHING_PAST)
    with_municipalities = NOTHING_PAST
    for code in ALONE:
        own = raw[raw["region"].eq(code)]
        alone = published_by(own, NOTHING_PAST)
        with_municipalities = remembered(with_municipalities, alone, code)
        differ += hidden_cells(alone, code) != hidden_cells(county, code)
        after = published_by(own, remembered(NOTHING_PAST, county, "county"))
        assert hidden_cells(after, code) == hidden_cells(county, code)
    assert differ
    later = published_by(raw, with_municipalities)
    for code in ALONE:
        alone = with_municipalities.editions.query("edition == @code")
        assert hidden_cells(later, code) == hidden_cells(alone, code)
    assert opened([raw], [in_order(later)], YEAR).empty
