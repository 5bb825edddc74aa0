"""A data set is built from a folder once for each content, wholly or not at all, and read a few
regions at a time.
"""

import json
from pathlib import Path

import pytest

from barnevern.data import layout, store
from barnevern.data.dataset import Dataset, build, open_dataset
from barnevern.data.store import content_hash
from barnevern.problems import InputProblems

HEAD = "region,year,measure,category,value,status,source,printed,place,licence,note\n"
ROWS = [
    "0219,2019,referrals,,100,,old,,,,",
    "0219,2019,referrals,,110,,new,,,,",
    "0301,2019,referrals,,300,,old,,,,",
    "3201,2024,referrals,,120,,new,,,,",
    "EAK,2019,referrals,,1000,,old,,,,",
]
SOURCES = """source,title,publisher,published,licence,url
new,Endelige tall,Utgiver,2020-06-15,CC BY 4.0,https://example.org
old,Foreløpige tall,Utgiver,2020-03-16,CC BY 4.0,https://example.org
undated,Uten dato,Utgiver,,CC BY 4.0,https://example.org
"""


def folder(path: Path, rows: list[str] = ROWS, **about: object) -> Path:
    """A small folder of a data set called «smaa»."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "dataset.json").write_text(
        json.dumps(
            {
                "name": "smaa",
                "title": "Små tall",
                "date": "2020-12-31",
                "licence": "ingen",
                "synthetic": True,
                "disclosure": "none",
            }
            | about,
            ensure_ascii=False,
        ),
        encoding="utf-8",
    )
    (path / "sources.csv").write_text(SOURCES, encoding="utf-8")
    (path / "t.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def built(tmp_path: Path) -> Dataset:
    return build(folder(tmp_path / "smaa"), tmp_path / "store")


def value(data: Dataset, region: str, year: int) -> float:
    table = data.read([region], until=year)
    return table.loc[table["year"].eq(year), "value"].item()


def rebuilt(tmp_path: Path, rows: list[str], **about: object) -> Dataset:
    return build(folder(tmp_path / "changed", rows, **about), tmp_path / "store")


def contents(store: Path) -> list[str]:
    return sorted(path.name for path in store.rglob("*")) if store.exists() else []


def test_a_built_data_set_has_its_files_named_by_its_content(built, tmp_path):
    assert contents(built.folder) == [
        "by_indicator.parquet",
        "dataset.json",
        "digests.json",
        "disclosure.json",
        "editions.parquet",
        "figures.parquet",
        "forecast_errors.parquet",
        "latest_years.parquet",
        "neighbours.parquet",
        "observations.parquet",
        "ordinary_variation.parquet",
        "sources.parquet",
    ]
    assert built.folder.name == "smaa-" + content_hash(tmp_path / "smaa")[:12]
    assert [path.name for path in (tmp_path / "store").iterdir()] == [built.folder.name]


def test_a_built_data_set_knows_what_it_is_about(built, tmp_path):
    assert (built.about["name"], built.about["title"]) == ("smaa", "Små tall")
    assert built.about["content"] != content_hash(tmp_path / "smaa")[:12]


def test_raw_figures_that_are_hidden_leave_no_trace_in_what_is_published(tmp_path):
    """A hash of the raw figures would confirm a guess of everything that is hidden."""
    contents, stores = set(), set()
    for few in (2, 3):
        rows = [*ROWS, f"4601,2019,referrals,,{few},,new,,,,"]
        made = rebuilt(tmp_path / str(few), rows, disclosure="ssb-barnevern")
        contents.add(made.about["content"])
        stores.add(made.folder.name)
        assert value(made, "4601", 2019) != few
    assert len(stores) == 2 and len(contents) == 1


def test_the_sources_come_with_it(built):
    assert built.sources["source"].tolist() == ["new", "old", "undated"]


def test_a_second_build_leaves_the_store_alone(built, tmp_path):
    marked = {**built.about, "title": "Merket"}
    (built.folder / "dataset.json").write_text(json.dumps(marked), encoding="utf-8")
    again = build(tmp_path / "smaa", tmp_path / "store")
    assert again.folder == built.folder
    assert again.about == marked


def test_the_same_content_in_another_folder_is_the_same_data_set(built, tmp_path):
    assert rebuilt(tmp_path, ROWS).folder == built.folder


@pytest.mark.parametrize("name", ["t.csv", "sources.csv", "dataset.json"])
def test_changed_content_gives_another_folder_and_keeps_the_first(built, tmp_path, name):
    path = tmp_path / "smaa" / name
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("110", "111")
        .replace("Utgiver", "KS")
        .replace("Små", "Nye"),
        encoding="utf-8",
    )
    again = build(tmp_path / "smaa", tmp_path / "store")
    assert again.folder != built.folder
    assert len(list((tmp_path / "store").iterdir())) == 2


def test_a_changed_code_list_gives_another_content(built, tmp_path, monkeypatch):
    lists = tmp_path / "reference"
    lists.mkdir()
    for name in (
        "measures.csv",
        "categories.csv",
        "municipality_codes.csv",
        "municipalities.csv",
        "region_groups.csv",
        *store.RULES,
    ):
        (lists / name).write_bytes((store.REFERENCE / name).read_bytes() + b"\n")
    monkeypatch.setattr(store, "REFERENCE", lists)
    assert content_hash(tmp_path / "smaa")[:12] != built.folder.name.removeprefix("smaa-")


def test_a_bad_folder_writes_nothing(tmp_path):
    with pytest.raises(InputProblems):
        rebuilt(tmp_path, [*ROWS, "301,2019,referrals,,1,,old,,,,"])
    assert contents(tmp_path / "store") == []


@pytest.mark.usefixtures("built")
def test_a_bad_folder_leaves_a_built_data_set_alone(tmp_path):
    before = contents(tmp_path / "store")
    with pytest.raises(InputProblems):
        rebuilt(tmp_path, ["0301,2019,referrals,,x,,old,,,,"])
    assert contents(tmp_path / "store") == before


def test_a_build_that_stops_half_way_leaves_nothing(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(layout, "_moved", full)
    with pytest.raises(OSError, match="no space left"):
        rebuilt(tmp_path, ROWS)
    assert contents(tmp_path / "store") == []


def test_another_process_that_was_first_is_as_good(built, tmp_path):
    aside = tmp_path / "store" / ".building-late"
    aside.mkdir()
    (aside / "dataset.json").write_text("{}", encoding="utf-8")
    layout._moved(aside, built.folder)
    assert built.about["name"] == "smaa"


def test_the_newest_edition_wins_by_the_date_it_was_published(built):
    assert value(built, "3201", 2019) == 110


def test_the_order_of_the_rows_does_not_decide(tmp_path):
    assert value(rebuilt(tmp_path, ROWS[::-1]), "3201", 2019) == 110


def test_a_source_without_a_date_is_the_oldest(tmp_path):
    assert (
        value(rebuilt(tmp_path, [*ROWS, "0301,2019,referrals,,1,,undated,,,,"]), "0301", 2019)
        == 300
    )


def test_the_newest_edition_wins_under_whichever_code_it_stands(tmp_path):
    newer = rebuilt(
        tmp_path, ["0219,2019,referrals,,110,,new,,,,", "3201,2019,referrals,,100,,old,,,,"]
    )
    older = build(
        folder(
            tmp_path / "turned",
            ["0219,2019,referrals,,100,,old,,,,", "3201,2019,referrals,,110,,new,,,,"],
        ),
        tmp_path / "store",
    )
    assert [value(newer, "3201", 2019), value(older, "3201", 2019)] == [110, 110]


def test_figures_stand_on_the_borders_of_today(tmp_path):
    parts = [
        f"{code},2018,referrals,,{number},,old,,,,"
        for code, number in {"0220": 1, "0627": 2, "0628": 4}.items()
    ]
    assert value(rebuilt(tmp_path, parts), "3203", 2018) == 7


def test_tables_on_the_borders_of_today_are_taken_as_they_are(tmp_path):
    data = rebuilt(tmp_path, ["1508,2020,referrals,,5,,old,,,,"], current_borders=["t.csv"])
    assert value(data, "1508", 2020) == 5


def test_reading_filters_regions(built):
    assert set(built.read(["3201"])["region"]) == {"3201"}
    assert set(built.read(["0301", "EAK", "EAK"])["region"]) == {"0301", "EAK"}
    assert built.read(["1101"]).empty


def test_reading_stops_at_the_year_asked_for(built):
    assert built.read(["3201"])["year"].tolist() == [2019, 2024]
    assert built.read(["3201"], until=2023)["year"].tolist() == [2019]


def test_every_edition_can_be_read_as_it_was_published(built):
    editions = built.editions(["3201"])
    found = editions[editions["year"].eq(2019)][["region", "source", "value"]].to_numpy().tolist()
    assert sorted(found) == [["0219", "new", 110.0], ["0219", "old", 100.0]]


def test_the_latest_year_is_that_of_figures_of_the_municipality_itself(built):
    assert built.latest_years() == {"0301": 2019, "3201": 2024}
    assert built.latest_years(["fte"]) == {}


def test_a_built_folder_is_opened_as_it_is(built):
    assert open_dataset(str(built.folder)).read(["0301"])["value"].tolist() == [300.0]


def test_a_folder_of_tables_is_built_when_it_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "STORE", tmp_path / "store")
    opened = open_dataset(str(folder(tmp_path / "smaa")))
    assert opened.folder.parent == tmp_path / "store"


def test_an_unknown_data_set_gets_the_nearest():
    with pytest.raises(InputProblems, match='there is no such data set  did you mean "published"'):
        open_dataset("publised")


def test_a_folder_without_a_description_is_a_problem(tmp_path):
    (folder(tmp_path / "smaa") / "dataset.json").unlink()
    with pytest.raises(InputProblems):
        build(tmp_path / "smaa", tmp_path / "store")


def test_a_description_without_a_name_is_a_problem(tmp_path):
    (folder(tmp_path / "smaa") / "dataset.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputProblems):
        build(tmp_path / "smaa", tmp_path / "store")
