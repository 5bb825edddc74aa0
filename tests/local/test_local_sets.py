"""Several data sets of own figures: each its folder, its name and its reports; real and made-up
pages never in one index; a command lists, moves and empties them.
"""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from barnevern import own_data
from barnevern.batch import index, publish, run
from barnevern.batch.place import Folder
from barnevern.commands.app import app
from barnevern.data.dataset import open_dataset
from barnevern.local import place
from barnevern.problems import InputProblems


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BARNEVERN_LOCAL", str(tmp_path / "egne"))
    return tmp_path / "egne"


def made(name: str, municipality: str = "3405", *, synthetic: bool = False) -> Path:
    folder = own_data.folder(name)
    folder.mkdir()
    about = {
        "name": place.name_of(folder),
        "municipality": municipality,
        "synthetic": synthetic,
        "parts": ["accounts_3405_2023.csv", "accounts_3405_2024.csv"],
        "tables": [],
    }
    (folder / "dataset.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def own(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["own", *words])
    if isinstance(done.exception, InputProblems):
        return 1, str(done.exception)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, " ".join(done.output.split())


@pytest.mark.parametrize(
    ("name", "folder", "reports"),
    [
        ("local", "egne", "local"),
        ("local/lillehammer", "egne-lillehammer", "local-lillehammer"),
        ("local-lillehammer", "egne-lillehammer", "local-lillehammer"),
    ],
)
def test_each_has_its_folder_and_its_reports(base, name, folder, reports):
    assert own_data.folder(name) == base.with_name(folder)
    assert place.name_of(own_data.folder(name)) == reports
    assert own_data.is_own(name) and own_data.is_own(reports)


@pytest.mark.parametrize("name", ["published", "local/", "local/../x", "locals", "local/Æ", "demo"])
def test_another_word_is_no_name_of_own_figures(name):
    assert not own_data.is_own(name)


def test_a_folder_elsewhere_is_called_as_the_first(tmp_path):
    assert place.name_of(tmp_path / "Prøver 2024") == "local"
    assert place.name_of(tmp_path / "elsewhere" / "egne-prove") == "local"


def test_those_that_are_there_are_listed_with_whose_they_are():
    assert own("list") == (0, "There are none: barnevern extract load makes one.")
    made("local")
    made("local/prove", synthetic=True)
    code, said = own("list")
    assert code == 0
    assert "local: own figures of Lillehammer (3405), 2023, 2024." in said
    assert "local/prove: made-up figures of Lillehammer (3405), 2023, 2024." in said


def test_a_moved_one_has_its_new_name_everywhere():
    made("local")
    assert own("move", "local", "local/lillehammer")[0] == 0
    assert list(own_data.known()) == ["local/lillehammer"]
    about = place.about(own_data.folder("local/lillehammer"))
    assert about["name"] == "local-lillehammer"
    made("local")
    assert "there is one already" in own("move", "local", "local/lillehammer")[1]
    assert "it is no name for own figures" in own("move", "local", "published")[1]


def test_one_is_emptied_only_when_asked_twice():
    folder = made("local/prove")
    code, said = own("empty", "local/prove")
    assert code == 1 and "Nothing was removed" in said and folder.is_dir()
    assert own("empty", "local/prove", "--yes") == (0, "local/prove is removed.")
    assert not folder.exists()
    assert "there is no such data set of own figures" in own("empty", "local/prove", "--yes")[1]


def test_one_that_is_not_there_says_how_it_is_made():
    with pytest.raises(InputProblems, match="barnevern extract load"):
        open_dataset("local/lillehammer")


@pytest.mark.parametrize("synthetic", [True, False])
def test_real_and_made_up_pages_never_share_an_index(tmp_path, synthetic):
    entries = [{"html": "2024/3405-lillehammer/costs.html"}]
    record = {"dataset": {"disclosure": "ssb-barnevern", "synthetic": synthetic}, "pages": entries}
    (tmp_path / "run.json").write_text(json.dumps(record), encoding="utf-8")
    edition = publish.read(Folder(tmp_path))
    run._refuse_another_kind(edition, synthetic=synthetic)
    with pytest.raises(InputProblems, match="figures, and these of"):
        run._refuse_another_kind(edition, synthetic=not synthetic)


def test_the_index_marks_made_up_rows():
    from datetime import UTC, datetime

    about = {"name": "local", "title": "Egne tall", "date": "2024-12-31", "content": "c"}
    entry = {"municipality": "3405", "name": "Lillehammer", "year": 2024, "notebook": "costs"}
    entry |= {"state": "published", "date": "", "html": "2024/3405-x/costs.html"}
    texts = [
        index.files(
            index.About(
                about | {"synthetic": kind, "disclosure": "none"}, datetime.now(UTC), 1, "fork"
            ),
            [entry],
        )["index.html"]
        for kind in (True, False)
    ]
    assert "Klar, syntetiske tall" in texts[0] and "syntetiske tall" not in texts[1]
