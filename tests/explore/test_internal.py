"""The internal view shows a service its own small numbers, says so wherever they go, and is there
for no other data set.
"""

import json

import pytest

import nation
from barnevern.explore import Explorer
from barnevern.explore.internal import internal
from barnevern.paths import PLACE
from barnevern.problems import InputProblems

COUNT = "children_with_measures_31dec_per_1000_0_22"
HIDDEN_YEAR = 2024


@pytest.fixture
def own(tmp_path):
    """A local data set of one county, in which one municipality has two children with measures."""
    table = nation.observations()
    table = table[table["region"].str.startswith("11")]
    small = (
        table["region"].eq("1151")
        & table["measure"].eq("children_with_measures_31dec")
        & table["year"].eq(HIDDEN_YEAR)
    )
    assert small.sum() == 1
    folder = nation.write(tmp_path / "own", table.assign(value=table["value"].mask(small, 2.0)))
    about = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
    (folder / "dataset.json").write_text(
        json.dumps(about | {"name": "local", "disclosure": "ssb-barnevern"}), encoding="utf-8"
    )
    return folder


def known(explorer: Explorer) -> list[float]:
    """The municipality's own figures of the hidden year that can be seen."""
    rows = explorer.shown[1].rows
    return (
        rows.loc[
            rows["region"].eq("1151") & rows["year"].eq(HIDDEN_YEAR) & rows["category"].eq(""),
            "value",
        ]
        .dropna()
        .tolist()
    )


def test_small_numbers_are_hidden_until_the_analyst_asks_for_them_and_then_it_is_marked(own):
    explorer = Explorer(str(own), "1151", COUNT)
    explorer.controls.views.value = "table"
    assert explorer.controls.inside.layout.display == ""
    assert not known(explorer) and "personvernhensyn" in explorer.pane.value
    explorer.controls.inside.value = True
    assert "Intern visning" in explorer.message.value
    assert known(explorer)[0] > 0
    explorer.make.click()
    assert "intern-1151" in explorer.links.value
    explorer.controls.inside.value = False
    assert not known(explorer) and "Intern" not in explorer.message.value


def test_no_other_data_set_has_one(nation_folder):
    assert Explorer(str(nation_folder), "3201").controls.inside.layout.display == "none"
    with pytest.raises(ValueError, match="only a service's own figures"):
        internal(nation_folder)


def test_a_page_that_is_published_cannot_ask_for_it(own, monkeypatch):
    monkeypatch.setenv(PLACE, "x=y")
    with pytest.raises(InputProblems, match="cannot read raw figures"):
        internal(own)
    assert not (own / "internal").exists()
