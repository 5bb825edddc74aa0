"""Nothing twice: a page is made again only when something it was made from has changed, and the
batch says what.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from barnevern.batch import fingerprint, plan, publish, run
from barnevern.batch.executors import Options
from barnevern.batch.place import Folder
from making import SHOWN, Batch, make_pages, notebook_with

HEAD = "region,year,measure,category,value,status,source,printed,place,licence,note\n"
ABOUT = {
    "name": "proeve",
    "title": "Prøvetall",
    "date": "2024-12-31",
    "licence": "ingen",
    "synthetic": True,
    "disclosure": "none",
}
REPORT = (
    (
        "from barnevern import show\nfrom barnevern.page import Page\npage = Page.open('x',"
        " municipality, year, dataset, peers)\nshow.heading(page)"
    ),
    "show.sources(page)",
)
# Bærum is compared with Asker, which lies in the same county and network; Tromsø and Alta with each
# other's county.
CODES = ["3201", "3203", "5501", "5601"]


class Data:
    """A folder of a data set with referrals of a few municipalities and of every group they are
    compared with.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.values = {
            (code, year): 100
            for code in [*CODES, "EAK", "EAKUO", "EKA32", "EKA55", "EKA56", *GROUPS]
            for year in (2022, 2023, 2024)
        }
        self.write()

    def write(self, **sources: str) -> None:
        self.folder.mkdir(exist_ok=True)
        rows = [
            f"{code},{year},referrals,,{value},,kilde-1,,,,"
            for (code, year), value in self.values.items()
        ]
        (self.folder / "t.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
        titles = "".join(
            f"{name},{title},Ingen,2024,ingen,\n"
            for name, title in ({"kilde-1": "Prøve"} | sources).items()
        )
        (self.folder / "sources.csv").write_text(
            "source,title,publisher,published,licence,url\n" + titles, encoding="utf-8"
        )
        (self.folder / "dataset.json").write_text(
            json.dumps(ABOUT | {"current_borders": ["t.csv"]}), encoding="utf-8"
        )


GROUPS = ["EKG12", "EKG13", "EKG10", "EKG11", "ASSS"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a data set, its store, one report notebook, and its pages of every
    municipality.
    """
    folder = tmp_path_factory.mktemp("made")
    with places(folder) as (report, data):
        nbformat.write(with_sources(), report.folder / "report.ipynb")
        plan.declared.cache_clear()
        assert all(result.published for result in make_pages(jobs(report, data), report.out))
    return folder


@contextmanager
def places(folder: Path) -> Iterator[tuple[Batch, "Data"]]:
    """The notebooks and the data set of ``folder``, in the place of the project's."""
    (folder / "notebooks").mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        for module in (run, plan):
            patch.setattr(module, "NOTEBOOKS", folder / "notebooks")
        patch.setattr("barnevern.data.store.STORE", folder / "store")
        plan.declared.cache_clear()
        yield Batch(folder / "notebooks", folder / "reports"), Data(folder / "proeve")
    plan.declared.cache_clear()


@pytest.fixture
def own(made, tmp_path):
    """A copy of it, for this test alone."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    with places(tmp_path) as both:
        yield both


@pytest.fixture
def report(own):
    """The batch with one report notebook, made once for every municipality."""
    return own[0]


@pytest.fixture
def data(own):
    return own[1]


def with_sources():
    notebook = notebook_with(*REPORT)
    notebook.metadata["barnevern"]["items"] = ["heading", "sources"]
    return notebook


def jobs(batch, data, *names, year=2024):
    return [
        job
        for code in CODES
        for job in batch.jobs(
            *(names or ("report",)), code=code, year=year, dataset=str(data.folder)
        )
    ]


def reasons(batch, data, *names, **options):
    """Why each page would be made, by municipality; empty when it would not."""
    edition = publish.read(Folder(batch.out))
    work = run.work(jobs(batch, data, *names), edition, Options(**options))
    return {
        f"{one.job.region.code} {one.job.notebook}" if names else one.job.region.code: one.why
        for one in work
    }


def test_a_second_run_makes_nothing_and_touches_no_page(report, data):
    before = {path: path.stat().st_mtime_ns for path in report.out.glob("[0-9]*/*/*.*")}
    assert reasons(report, data) == dict.fromkeys(CODES, "")
    assert make_pages(jobs(report, data), report.out) == []
    assert {path: path.stat().st_mtime_ns for path in report.out.glob("[0-9]*/*/*.*")} == before
    assert len(json.loads((report.out / "run.json").read_text(encoding="utf-8"))["pages"]) == len(
        CODES
    )


def test_new_figures_of_one_municipality_are_for_its_page_and_those_it_is_compared_with(
    report, data
):
    data.values["3203", 2023] = 7
    data.write()
    found = reasons(report, data)
    assert found == {
        "3201": "new figures: 3203 Asker",
        "3203": "new figures: 3203 Asker",
        "5501": "",
        "5601": "",
    }
    results = make_pages(jobs(report, data), report.out)
    assert {result.job.region.code for result in results} == {"3201", "3203"}
    assert reasons(report, data) == dict.fromkeys(CODES, "")


def test_an_edition_renewed_in_parts_is_the_one_made_at_once(report, data, tmp_path):
    data.values["3203", 2023] = 7
    data.write()
    make_pages(jobs(report, data), report.out)
    make_pages(jobs(report, data), tmp_path / "new")
    files = {
        path.relative_to(report.out): path.read_bytes() for path in report.out.glob("[0-9]*/*/*.*")
    }
    assert files == {
        path.relative_to(tmp_path / "new"): path.read_bytes()
        for path in (tmp_path / "new").glob("[0-9]*/*/*.*")
    }


def test_figures_of_years_that_a_page_does_not_read_are_not_for_it(report, data):
    data.values |= {(code, 2027): 5 for code in CODES}
    data.write()
    assert reasons(report, data) == dict.fromkeys(CODES, "")


def test_a_source_with_another_title_is_for_every_page_that_reads_it_and_a_new_one_for_none(
    report, data
):
    data.write(**{"kilde-2": "Ny kilde"})
    assert reasons(report, data) == dict.fromkeys(CODES, "")
    data.write(**{"kilde-1": "Nytt navn"})
    assert reasons(report, data) == dict.fromkeys(CODES, "new figures: source kilde-1")


def test_a_notebook_that_has_changed_is_for_its_own_pages(report, data):
    report.write(other=SHOWN)
    make_pages(jobs(report, data, "report", "other"), report.out)
    notebook = with_sources()
    notebook.cells.append(nbformat.v4.new_markdown_cell("Mer", id="more"))
    nbformat.write(notebook, report.folder / "report.ipynb")
    found = reasons(report, data, "report", "other")
    assert set(found.values()) == {"the notebook has changed", ""}
    assert {page for page, why in found.items() if why} == {f"{code} report" for code in CODES}


def test_a_page_that_does_not_tell_what_it_read_is_made_again_for_any_figure(report, data):
    report.write(silent=SHOWN)
    make_pages(jobs(report, data, "silent"), report.out)
    data.values["3203", 2023] = 7
    data.write()
    assert set(reasons(report, data, "silent").values()) == {"new figures: the whole data set"}


def test_another_page_for_the_municipality_changes_the_links(report, data):
    report.write(other=SHOWN)
    assert set(reasons(report, data, "report", "other").values()) == {
        "the municipality has other pages than before",
        "there is no whole page",
    }


@pytest.mark.parametrize("part", ["code", "packages", "reference", "sentences", "template"])
def test_what_every_page_is_made_with_is_for_every_page(report, data, monkeypatch, part):
    before = fingerprint.surroundings()
    monkeypatch.setattr(fingerprint, "surroundings", lambda: before | {part: "other"})
    assert reasons(report, data) == dict.fromkeys(CODES, fingerprint.WORDS[part])


def test_a_page_that_is_gone_or_was_changed_is_made_again(report, data):
    folder = report.out / "2024"
    (folder / "3201-baerum" / "report.html").unlink()
    with (folder / "3203-asker" / "report.csv").open("a", encoding="utf-8") as table:
        table.write("x")
    assert {
        code for code, why in reasons(report, data).items() if why == "there is no whole page"
    } == {"3201", "3203"}


def test_force_makes_everything(report, data):
    assert reasons(report, data, force=True) == dict.fromkeys(CODES, "asked for with --force")


def test_other_peers_are_other_parameters(report, data):
    edition = publish.read(Folder(report.out))
    other = plan.Job("report", jobs(report, data)[0].region, 2024, str(data.folder), "0301")
    assert "other parameters" in run.work([other], edition, Options())[0].why


def test_a_dry_run_says_what_would_be_made_and_why_and_makes_nothing(home):
    home.batch.write(one="x = 1", two="x = 2")
    code, said = home.run("run", "--dry-run")
    assert (code, said.splitlines()[-1]) == (0, "2 of 2 pages would be made")
    assert not home.batch.out.exists()
    home.run("run")
    home.batch.write(two="x = 3")
    lines = home.run("run", "--dry-run")[1].splitlines()
    assert lines == [
        "3201 Bærum 2024 one: unchanged",
        "3201 Bærum 2024 two: the notebook has changed",
        "1 of 2 pages would be made",
    ]
