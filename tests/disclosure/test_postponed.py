"""A revision that would give a count away waits; all others are shown."""

import pandas as pd
import pytest
from revisions import remembered

from barnevern.disclosure.derived import marked
from barnevern.disclosure.gate import gated
from barnevern.disclosure.ledger import KEY, NOTHING_PAST, Past
from barnevern.disclosure.rules import preset
from barnevern.observations import groups

ABOUT = {"disclosure": "ssb-barnevern"}
COUNTY = "EKA56"
MEMBERS = ["5601", "5603", "5605", "5607"]  # those of the county whose figures differ


def counts(**by_sender: list[int]) -> pd.DataFrame:
    """Referrals of MEMBERS by sender, as many in every other municipality of the county, their
    sums, and those of every group.
    """
    members = groups.membership()
    places = members.loc[members["group"].eq(COUNTY), "region"]
    rows = [
        (region, 2023, "referrals", sender, dict(zip(MEMBERS, values, strict=True)).get(region, 15))
        for sender, values in by_sender.items()
        for region in places
    ]
    table = pd.DataFrame(rows, columns=["region", "year", "measure", "category", "value"])
    total = table.groupby(["region", "year", "measure"], as_index=False)["value"].sum()
    table = pd.concat([table, total.assign(category="")], ignore_index=True)
    told = dict.fromkeys(["status", "source", "printed", "place", "licence", "note"], "")
    table = table.assign(**told | {"source": "own"})
    return pd.concat([table, groups.sums(table)], ignore_index=True)


def shown(raw: pd.DataFrame, past: Past = NOTHING_PAST) -> tuple[pd.Series, Past]:
    """The values that are shown by region and category, and the past with them."""
    published = gated(raw, ABOUT, past, workers=1).guarded
    values = published.set_index(["region", "category"])["value"]
    return values, remembered(past, published, str(len(past.editions)))


BEFORE = {"police": [8, 0, 9, 7], "child_welfare": [11, 12, 0, 14], "school": [21, 22, 19, 24]}


@pytest.fixture
def past() -> Past:
    values, past = shown(counts(**BEFORE))
    assert values.notna().all()
    return past


def test_a_revision_that_gives_nothing_away_is_shown(past):
    values, _ = shown(counts(**BEFORE | {"police": [9, 0, 9, 7]}), past)
    assert values["5601", "police"] == 9
    assert values["5601", ""] == 41
    assert values.notna().all()


def test_a_zero_that_becomes_one_stands_and_so_do_the_sums_that_would_tell_it(past):
    values, later = shown(counts(**BEFORE | {"police": [9, 1, 9, 7]}), past)
    assert values["5603", "police"] == 0
    assert values["5603", ""] == 34
    assert values["5601", "police"] == 9
    assert values["5601", ""] == 41
    assert later.last().set_index(["region", "category"])["value"]["5603", "police"] == 0


def test_what_waits_is_shown_once_it_gives_nothing_away(past):
    _, later = shown(counts(**BEFORE | {"police": [9, 1, 9, 7]}), past)
    values, _ = shown(counts(**BEFORE | {"police": [9, 6, 9, 7]}), later)
    assert values["5603", "police"] == 6
    assert values["5603", ""] == 40


def test_published_figures_of_a_later_edition_agree_with_each_other(past):
    values, _ = shown(
        counts(**BEFORE | {"police": [9, 1, 10, 7], "school": [21, 23, 19, 26]}), past
    )
    parts = values.drop("", level="category").groupby("region").sum()
    totals = values.xs("", level="category")
    assert totals[MEMBERS].equals(parts[MEMBERS])
    assert totals[COUNTY] == totals[totals.index.str.isdigit()].sum()
    assert values["5603", "police"] == 0
    assert values["5603", "school"] == 23


def test_the_sum_of_a_shared_service_does_not_tell_what_waits():
    """5624 and 5626 share a service, whose figures are no cells of the linked tables."""
    passed = pd.DataFrame(
        [("5624", 12.0), ("5626", 20.0), ("SERVICE-5624", 32.0)], columns=["region", "value"]
    ).assign(year=2023, measure="referrals", category="", status="", public=False)
    standing = passed.loc[passed["region"].eq("5624"), KEY].assign(value=10.0)
    told = marked(passed, passed.iloc[0:0][KEY], standing, preset("ssb-barnevern"))
    assert told.set_index("region")["value"].to_dict() == {
        "5624": 10,
        "5626": 20,
        "SERVICE-5624": 30,
    }
