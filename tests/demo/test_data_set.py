"""The made-up nation as a data set, and one municipality's lists of accounts, staff and counts by
hand.
"""

import json
from pathlib import Path

import pandas as pd
import pytest

from barnevern import counting, demo
from barnevern.data.dataset import build
from barnevern.demo import country, data_set, economy, lists, population, staffing, surroundings
from barnevern.observations import COLUMNS, PROVENANCE
from barnevern.observations.lookup import UnknownRegion
from barnevern.observations.regions import municipalities
from barnevern.sources import accounts, counts, staff
from barnevern.sources.tables import read_folder
from demo.simple import MIDDLE, SEED, TINY, YEARS

FEW = ["3405", "1151", "5636"]


@pytest.fixture(scope="module")
def few() -> dict[str, pd.DataFrame]:
    """The parts of a nation of three municipalities."""
    counted = country._counted(FEW, YEARS, SEED, None)
    return {
        "counts": counted,
        "accounts": economy.accounts(counted, SEED),
        "staff": staffing.staff(counted, SEED),
        "by_hand": surroundings.by_hand(counted, SEED),
        "surroundings": surroundings.background(list(YEARS), SEED),
    }


@pytest.fixture
def small_nation(monkeypatch: pytest.MonkeyPatch, few: dict[str, pd.DataFrame]) -> None:
    """Let the nation be those three municipalities."""
    monkeypatch.setattr(data_set, "parts", lambda *_: few)


@pytest.mark.usefixtures("small_nation")
def test_the_data_set_is_read_like_any_other_and_says_that_it_is_synthetic(tmp_path: Path) -> None:
    folder = demo.build(tmp_path / "demo", SEED)
    tables, sources = read_folder(folder)
    said = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
    assert said["synthetic"] is True
    assert said["title"] == "Syntetiske tall (demo)"
    assert said["seed"] == SEED
    assert said["disclosure"] != "none"
    assert said["current_borders"] == sorted(tables)
    assert set(sources["source"]) == {
        source for table in tables.values() for source in table["source"].unique()
    }
    assert sources.loc[sources["source"].eq("demo"), "title"].tolist() == ["Syntetiske tall (demo)"]
    opened = build(folder, tmp_path / "store")
    figures = opened.read(["3405"], 2024)
    assert {
        "referrals",
        "gross_expenditure_nok",
        "fte",
        "single_parent_families",
        "population_31dec",
    } <= set(figures["measure"])
    assert (
        figures.loc[
            figures["measure"].eq("referrals")
            & figures["category"].eq("")
            & figures["year"].eq(2024),
            "value",
        ].item()
        > 0
    )


@pytest.mark.usefixtures("small_nation")
def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    first, second = (demo.build(tmp_path / name, SEED) for name in ("first", "second"))
    assert [path.name for path in sorted(first.iterdir())] == [
        path.name for path in sorted(second.iterdir())
    ]
    assert all((second / path.name).read_bytes() == path.read_bytes() for path in first.iterdir())


@pytest.mark.usefixtures("small_nation")
def test_only_population_need_and_what_is_the_same_for_everyone_are_real() -> None:
    tables, _, about = demo.tables(SEED)
    for name, table in tables.items():
        assert list(table.columns) == [*COLUMNS, *PROVENANCE], name
        real = {*data_set.REAL, "national"}
        assert set(table["source"].eq("demo")) == {name not in real}, name
        assert not table.duplicated(["region", "year", "measure", "category"]).any(), name
    assert (
        not pd.concat(tables.values()).duplicated(["region", "year", "measure", "category"]).any()
    )
    assert any("virkelige" in sentence for sentence in about["reservations"])


@pytest.mark.usefixtures("small_nation")
def test_no_municipality_is_without_inhabitants() -> None:
    tables, _, _ = demo.tables(SEED)
    rows = pd.concat([tables["population"], tables["population_estimated"]])
    municipal = rows["region"].isin(list(municipalities()))
    whole = rows[municipal & rows["category"].eq("0_17") & rows["year"].isin(YEARS)]
    assert len(whole) == 357 * len(YEARS)
    assert whole["value"].gt(0).all()
    assert set(tables["population_estimated"]["region"]) == set(population.estimated()["region"])
    assert tables["population_estimated"]["note"].str.startswith("anslag").all()


@pytest.mark.usefixtures("small_nation")
def test_the_nation_is_all_of_its_parts(few: dict[str, pd.DataFrame]) -> None:
    observations, about = demo.nation(SEED)
    assert len(observations) == sum(map(len, few.values()))
    assert about["synthetic"] is True


def test_an_amount_too_long_for_a_table_is_left_out_and_not_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: dict[str, pd.DataFrame]
) -> None:
    whole = few["accounts"].assign(
        value=few["accounts"]["value"].where(
            ~few["accounts"]["measure"].eq("municipal_net_expenditure_nok"), 12_345_678_901.0
        )
    )
    monkeypatch.setattr(data_set, "parts", lambda *_: {**few, "accounts": whole})
    tables, _ = read_folder(demo.build(tmp_path, SEED))
    rows = tables["accounts.csv"].query("measure == 'municipal_net_expenditure_nok'")
    assert rows["value"].isna().all()
    assert rows["status"].eq("..").all()


def test_the_lists_of_a_municipality_give_its_figures(
    tmp_path: Path, few: dict[str, pd.DataFrame]
) -> None:
    observations = pd.concat(few.values(), ignore_index=True)
    paths = {path.name: path for path in lists.write(observations, MIDDLE, tmp_path)}
    for name, read in (
        ("accounts.csv", accounts.read),
        ("staff.csv", staff.read),
        ("other.csv", counts.read),
    ):
        found = read(paths[name], MIDDLE)
        both = found.merge(
            observations, on=["region", "year", "measure", "category"], suffixes=("_read", "")
        )
        assert len(both) == len(found) >= 10 * len(YEARS) * (name != "other.csv") + len(YEARS)
        assert (both["value_read"] - both["value"]).abs().max() < 0.01, name


def test_lists_of_an_unknown_municipality_are_refused(
    tmp_path: Path, few: dict[str, pd.DataFrame]
) -> None:
    with pytest.raises(UnknownRegion, match="3024"):
        lists.write(few["accounts"], "3024", tmp_path)


def test_a_tiny_municipality_has_figures_for_every_measure(few: dict[str, pd.DataFrame]) -> None:
    found = few["counts"][few["counts"]["region"].eq(TINY)]
    assert set(found["measure"]) == set(few["counts"]["measure"])
    assert found["value"].notna().all()


def test_counting_gives_the_same_alone_and_together(few: dict[str, pd.DataFrame]) -> None:
    alone = counting.observations(country.cases(MIDDLE, YEARS, SEED), MIDDLE, list(YEARS))
    together = few["counts"][few["counts"]["region"].eq(MIDDLE)].reset_index(drop=True)
    keys = ["measure", "category", "year"]
    pd.testing.assert_frame_equal(
        alone.sort_values(keys, ignore_index=True)[[*keys, "value"]],
        together.sort_values(keys, ignore_index=True)[[*keys, "value"]],
    )
