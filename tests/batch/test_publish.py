"""An edition is published whole, by one run at a time, to a folder or an address."""

import json
from pathlib import Path

import pytest

from barnevern.batch import publish, run
from barnevern.batch.executors import Options
from barnevern.batch.place import Folder, at
from barnevern.data import addresses
from barnevern.data.dataset import open_dataset
from barnevern.problems import InputProblems
from making import SHOWN, make_pages

PAGE = "<!DOCTYPE html>\n<section data-item='a'></section></html>"


def kept(edition: publish.Edition, page: str, text: str) -> None:
    edition.keep_aside(
        page,
        {f"{page}.html": text},
        {"html": f"{page}.html", "state": "published"},
        {"notebook": text},
        {},
    )


def test_one_run_at_a_time_has_a_place(tmp_path):
    place = Folder(tmp_path / "out")
    with (
        publish.held(place),
        pytest.raises(InputProblems, match="another run is making pages there"),
        publish.held(place),
    ):
        pass
    with publish.held(place):
        pass
    assert not place.staging.exists()


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with (
        pytest.raises(InputProblems, match="pages cannot be written there"),
        publish.held(Folder(tmp_path / "file" / "out")),
    ):
        pass


def test_what_a_killed_run_kept_aside_counts_only_when_it_is_whole(tmp_path):
    place = Folder(tmp_path)
    with publish.held(place):
        edition = publish.read(place)
        for name in ("whole", "cut", "gone"):
            kept(edition, f"2024/3201-baerum/{name}", PAGE)
    staged = place.staging / "2024" / "3201-baerum"
    (staged / "cut.html").write_text(PAGE[:20], encoding="utf-8")
    (staged / "gone.html").unlink()
    with (place.staging / publish.JOURNAL).open("a", encoding="utf-8") as journal:
        journal.write('{"page": "2024/3201-baerum/torn", "ent')
    assert set(publish.read(place).waiting) == {"2024/3201-baerum/whole"}


def test_nothing_is_moved_before_all_is_written_and_run_json_is_moved_last(tmp_path, monkeypatch):
    moved = []
    place = Folder(tmp_path)
    monkeypatch.setattr(Folder, "put", lambda _, aside, name: moved.append((name, aside.is_file())))
    with publish.held(place):
        edition = publish.read(place)
        kept(edition, "2024/3201-baerum/one", PAGE)
        edition.publish(
            lambda entries: {
                "index.html": "x",
                "run.json": json.dumps({"pages": entries}),
                "2024/index.html": "y",
            }
        )
    names = [
        "2024/3201-baerum/one.html",
        "index.html",
        "2024/index.html",
        "fingerprints.json",
        "run.json",
    ]
    assert moved == [(name, True) for name in names]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (PAGE, ""),
        (PAGE[:-8], "the page is not whole"),
        (PAGE.replace("</section>", "x" * 400_000 + "</section>"), "the limit is 400,000"),
        (PAGE.replace("</section>", "/home/kari/data.csv</section>"), "a path on this machine"),
        (PAGE.replace("</section>", "C:\\Users\\kari</section>"), "a path on this machine"),
        (
            PAGE.replace(
                "</section>", "<a href='https://example.org/home/x'>3/4 og/eller</a></section>"
            ),
            "",
        ),
    ],
)
def test_the_last_look_at_a_page(html, words):
    found = publish.faults(html, json.dumps({"items": [{"id": "a"}]}), ["a"])
    assert words in "; ".join(found) if words else found == []


def test_an_item_that_is_declared_and_not_there_is_found():
    content = json.dumps({"items": [{"id": "b"}]})
    assert publish.faults(PAGE, content, ["a"]) == ['the item "a" is not on the page']


def test_a_record_that_cannot_be_read_is_told_in_words(tmp_path):
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputProblems, match="the record of the last run cannot be read"):
        publish.read(Folder(tmp_path))


def published(batch, out: str, *names: str) -> list[str]:
    """Make pages at an address, with the data at an address too; the names of those that were
    made.
    """
    data = Path(open_dataset("published").folder).as_uri()
    place, options = at(out, "published"), Options()
    with publish.held(place):
        edition = publish.read(place)
        work = run.work(batch.jobs(*names, dataset=data), edition, options)
        return [
            result.job.notebook
            for result in run.run(work, edition, options, lambda _: None)
            if result.published
        ]


def test_data_and_pages_at_an_address_are_those_of_a_folder(batch, tmp_path, monkeypatch):
    monkeypatch.setattr(addresses, "STORE", tmp_path / "store")
    batch.write(one="x = 1", bad=("raise ValueError", SHOWN))
    make_pages(batch.jobs("one", "bad"), batch.out)
    out = "memory://reports"
    assert published(batch, out, "one", "bad") == ["one"]
    system, folder = addresses.opened(f"{out}/published")
    files = {name.removeprefix(f"{folder}/"): system.cat_file(name) for name in system.find(folder)}
    assert {
        name: content for name, content in files.items() if "/3201-baerum/" in name
    } == batch.files()
    assert {
        "index.html",
        "run.json",
        "fingerprints.json",
        "2024/index.html",
        "2024/run.json",
    } < set(files)
    assert published(batch, out, "one") == []
    system.pipe_file(f"{folder}/2024/3201-baerum/one.html", b"changed")
    assert published(batch, out, "one") == ["one"]
    assert len(list((tmp_path / "store").iterdir())) == 1


def test_an_address_that_cannot_be_opened_is_told_in_words():
    with pytest.raises(InputProblems, match="such an address cannot be opened"):
        addresses.opened("nosuch://bucket/folder")
    with pytest.raises(InputProblems, match=r"there is no such data set|cannot be read"):
        open_dataset("memory://nothing/here")


@pytest.mark.parametrize(
    ("last", "shows", "date"),
    [
        ({"state": "published", "date": "2026-03-16"}, "earlier", "2026-03-16"),
        ({"state": "failed", "shows": "earlier", "date": "2026-03-16"}, "earlier", "2026-03-16"),
        ({"state": "published"}, "earlier", ""),  # of a run before dates were noted
        ({"state": "failed", "shows": "reason", "date": "2026-03-16"}, "reason", "2026-06-15"),
    ],
)
def test_a_page_that_failed_has_the_day_of_what_is_shown_in_its_place(tmp_path, last, shows, date):
    place = Folder(tmp_path)
    with publish.held(place):
        edition = publish.read(place)
        edition.entries["2024/3201-baerum/one"] = last
        edition.fail(
            "2024/3201-baerum/one",
            {"state": "failed", "date": "2026-06-15"},
            {"2024/3201-baerum/one.html": "why"},
        )
    entry = edition.entries["2024/3201-baerum/one"]
    assert (entry["shows"], entry["date"]) == (shows, date)
