"""The digest of a part changes exactly when the part's content does."""

import pandas as pd
import pytest

from barnevern.data import digests
from barnevern.indicators.families import ALWAYS


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    """A data set of two regions and two years."""
    shown = pd.DataFrame(
        {
            "region": ["0301", "0301", "0301", "3201"],
            "year": [2023, 2024, 2024, 2024],
            "measure": ["a", "a", "b", "a"],
            "value": [1.0, 2.0, 3.0, None],
        }
    )
    figures = shown.rename(columns={"measure": "indicator"})
    known = figures.assign(known_from=figures["year"], known_until=ALWAYS)
    return {
        "observations": shown,
        "by_indicator": figures,
        "figures": known,
        "editions": shown.rename(columns={"region": "current"}),
        "neighbours": shown[["region", "year"]],
        "sources": pd.DataFrame({"source": ["x", "y"], "title": ["X", "Y"]}),
        "forecast_errors": pd.DataFrame({"horizon": [1], "error": [0.5]}),
        "ordinary_variation": pd.DataFrame({"indicator": ["a"], "lasting": [0.04]}),
    }


def changed(tables: dict[str, pd.DataFrame], **others: pd.DataFrame) -> set[str]:
    """The parts that are not the same once some tables are others."""
    before, after = (
        digests.compute({"name": "x"}, each) for each in (tables, {**tables, **others})
    )
    parts = ["about", "controls", "forecast errors", "ordinary variation"]
    parts += [
        f"{kind} {code} {year}"
        for kind in ("region", "figures")
        for code in ("0301", "3201")
        for year in (2023, 2024, 2025)
    ]
    parts += [f"everyone {name} {year}" for name in "ab" for year in (2023, 2024)]
    parts += [f"{kind} {code}" for kind in ("editions", "neighbours") for code in ("0301", "3201")]
    parts += ["source x", "source y"]
    return {part for part in parts if digests.of_part(before, part) != digests.of_part(after, part)}


def test_neither_the_order_of_rows_nor_how_texts_are_numbered_counts(tables) -> None:
    texts = {
        name: table.iloc[::-1].astype(dict.fromkeys(table.select_dtypes("str"), "category"))
        for name, table in tables.items()
    }
    numbered = texts["observations"]
    more = numbered["region"].cat.set_categories(["9999", "3201", "0301"])
    assert changed(tables, **texts | {"observations": numbered.assign(region=more)}) == set()


def test_a_value_changes_its_region_from_its_year_on(tables) -> None:
    other = tables["observations"].assign(value=[1.0, 2.0, 4.0, None])
    assert changed(tables, observations=other) == {"region 0301 2024", "region 0301 2025"}


def test_two_values_that_change_places_are_a_change(tables) -> None:
    other = tables["observations"].assign(value=[1.0, 3.0, 2.0, None])
    assert changed(tables, observations=other) == {"region 0301 2024", "region 0301 2025"}


def test_a_row_twice_is_a_change(tables) -> None:
    table = tables["observations"]
    twice = pd.concat([table, table.iloc[[3]]])
    assert changed(tables, observations=twice) == {"region 3201 2024", "region 3201 2025"}


def test_a_figure_that_later_pages_do_not_show_changes_only_those(tables) -> None:
    table = tables["figures"]
    ended = table.assign(known_until=table["known_until"].where(table.index != 0, 2024))
    assert changed(tables, figures=ended) == {"figures 0301 2025"}


def test_an_indicator_of_a_year_changes_alone(tables) -> None:
    other = tables["by_indicator"].assign(value=[9.0, 2.0, 3.0, None])
    assert changed(tables, by_indicator=other) == {"everyone a 2023"}


def test_a_source_an_edition_and_the_errors_change_alone(tables) -> None:
    sources = tables["sources"].assign(title=["X", "Z"])
    editions = tables["editions"].assign(value=[1.0, 2.0, 3.0, 4.0])
    errors = tables["forecast_errors"].assign(error=0.6)
    assert changed(tables, sources=sources) == {"source y"}
    assert changed(tables, editions=editions) == {"editions 3201"}
    assert changed(tables, forecast_errors=errors) == {"forecast errors"}
    wider = tables["ordinary_variation"].assign(lasting=0.05)
    assert changed(tables, ordinary_variation=wider) == {"ordinary variation"}


def test_a_part_of_a_kind_that_is_no_more_has_no_digest(tables) -> None:
    known = digests.compute({"name": "x"}, tables)
    assert digests.of_part(known, "across referrals 2024") == ""
