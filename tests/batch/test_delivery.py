import json
from pathlib import Path

import pytest

from barnevern.batch import delivery
from barnevern.batch.place import Folder, of_bytes
from barnevern.problems import InputProblems


class Watched(Folder):
    """A folder that keeps in which order files came and went."""

    def __init__(self, path):
        super().__init__(path)
        self.events = []

    def put(self, aside, name):
        self.events.append(name)
        super().put(aside, name)

    def remove(self, name):
        self.events.append(f"-{name}")
        super().remove(name)


def edition(folder: Path, **pages: str) -> Path:
    """An edition with a page of each name."""
    year = folder / "2024"
    (year / "3201-baerum").mkdir(parents=True, exist_ok=True)
    entries = []
    for name, text in pages.items():
        (year / "3201-baerum" / f"{name}.html").write_text(text)
        entries.append({"state": "published", "html": f"2024/3201-baerum/{name}.html"})
    for index in (folder, year):
        (index / "index.html").write_text(" ".join(pages))
        (index / "run.json").write_text(json.dumps({"pages": entries}))
    (folder / "fingerprints.json").write_text("{}")
    return folder


def test_pages_come_first_indexes_after_and_the_manifest_names_every_file(tmp_path):
    reports, place = edition(tmp_path / "published", costs="1", intake="2"), Watched(tmp_path / "w")
    assert delivery.deliver(reports, place) == delivery.Delivery(6, 0, 0)
    assert place.events == [
        "2024/3201-baerum/costs.html",
        "2024/3201-baerum/intake.html",
        "2024/index.html",
        "2024/run.json",
        "run.json",
        "index.html",
        "manifest.json",
    ]
    listed = json.loads((place.path / "manifest.json").read_text())["files"]
    for entry in listed:
        content = (place.path / entry["file"]).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(content), of_bytes(content))
    assert {entry["file"] for entry in listed} == {*place.events} - {"manifest.json"}


def test_only_what_has_changed_is_copied_and_what_is_gone_is_taken_away_last(tmp_path):
    reports, place = edition(tmp_path / "published", costs="1", intake="2"), Watched(tmp_path / "w")
    delivery.deliver(reports, place)
    (reports / "2024" / "3201-baerum" / "intake.html").unlink()
    edition(reports, costs="3")
    (place.path / "readers-own.txt").write_text("kept")
    place.events.clear()
    assert delivery.deliver(reports, place).removed == 1
    assert place.events[-2:] == ["manifest.json", "-2024/3201-baerum/intake.html"]
    assert (place.path / "2024" / "3201-baerum" / "costs.html").read_text() == "3"
    assert not (place.path / "2024" / "3201-baerum" / "intake.html").exists()
    assert (place.path / "readers-own.txt").read_text() == "kept"
    assert delivery.deliver(reports, place) == delivery.Delivery(0, 5, 0)


@pytest.mark.parametrize("spoil", ["no run", "failed", "stopped"])
def test_an_edition_that_is_not_finished_is_not_copied(tmp_path, spoil):
    reports = edition(tmp_path / "published", costs="1")
    if spoil == "no run":
        (reports / "run.json").unlink()
    elif spoil == "failed":
        (reports / "run.json").write_text(json.dumps({"pages": [{"state": "failed"}]}))
    else:
        waiting = reports / ".staging" / "2024" / "3201-baerum" / "costs.html"
        waiting.parent.mkdir(parents=True)
        waiting.write_text("new")
    with pytest.raises(InputProblems):
        delivery.check_finished(reports)
