"""The page about the quality of an extract: counts per control, in words where there is no extract,
and never a low count of a closed data set.
"""

import json
import shutil
from dataclasses import replace

import nbformat
import pandas as pd
import pytest

from barnevern import show
from barnevern.controls import controls
from barnevern.data import digests
from barnevern.data.dataset import Dataset
from barnevern.disclosure import gate
from barnevern.page import Page
from barnevern.paths import NOTEBOOKS
from barnevern.problems import InputProblems
from barnevern.render.item import CSV_COLUMNS, MIME
from barnevern.sources import control_counts

PUBLISHED = Page.open("quality", "3201", 2024)
SHOWN = [
    lambda page: show.control_findings(page),
    lambda page: show.control_counts_of(page, "Feil i uttrekket", "FATAL", "ERROR", id="errors"),
    lambda page: show.control_counts_of(page, "Advarsler i uttrekket", "WARNING", id="warnings"),
    lambda page: show.controls_passed(page),
    lambda page: show.controls_left_out(page),
]
FOUND = {
    ("Melding 3", 2024): 41,
    ("Melding 3", 2023): 30,
    ("Tiltak 4", 2024): 2,
    ("Tiltak 24", 2024): 7,
    ("Individ 03", 2023): 12,
    ("Plan 2a", 2022): 4,
}


def counted(file_format="15F", municipality="3201", found=FOUND, years=(2022, 2023, 2024)):
    rows = [
        (
            control.control,
            control.severity,
            control.title,
            found.get((control.control, year), 0),
            year,
            municipality,
        )
        for year in years
        for control in controls(file_format).values()
        if control.answerable
    ]
    return pd.DataFrame(rows, columns=control_counts.COLUMNS)


@pytest.fixture
def page_of(tmp_path):
    def make(counts: pd.DataFrame, disclosure: str = "none", year: int = 2024) -> Page:
        shutil.copytree(PUBLISHED.dataset.folder, tmp_path, dirs_exist_ok=True)
        (tmp_path / digests.FILE).unlink()  # those of the published figures
        about = {**PUBLISHED.dataset.about, "disclosure": disclosure, "title": "Egne tall"}
        (tmp_path / "dataset.json").write_text(json.dumps(about), encoding="utf-8")
        own = {
            "source": "extract",
            "title": "Uttrekk",
            "publisher": "Bærum kommune",
            "published": "",
            "licence": "",
            "url": "",
        }
        pd.concat([PUBLISHED.dataset.sources, pd.DataFrame([own])]).to_parquet(
            tmp_path / "sources.parquet"
        )
        counts.to_csv(tmp_path / control_counts.FILE, index=False)
        gate.publishable_control_counts(control_counts.read(tmp_path), about).to_parquet(
            tmp_path / control_counts.STORED, index=False
        )
        return replace(PUBLISHED, dataset=Dataset(tmp_path), year=year, used=set())

    return make


@pytest.mark.parametrize("shown", SHOWN)
def test_a_data_set_without_an_extract_says_so_in_words(shown):
    item = shown(PUBLISHED)
    assert item.state == "missing"
    assert item.rows.empty
    assert (
        "datasettet «Publiserte tall» har ikke noe uttrekk fra fagsystemet i Bærum til og med 2024"
        " å kontrollere" in item.summary
    )


def test_findings_say_how_many_controls_found_something_and_which_found_most(page_of):
    item = show.control_findings(page_of(counted()))
    assert (
        item.summary
        == "3 av 59 kontroller fant noe i uttrekket for 2024. 1 kontroll ga feil. Flest: tiltaket"
        " viser til feil barnevernslov (7). 2 kontroller ga advarsler. Flest: fristen for"
        " meldingen er brutt (41) og avsluttet omsorgstiltak mangler årsak (2). Feilene må"
        " rettes før uttrekket sendes inn."
    )


def test_an_extract_without_errors_may_be_sent_in(page_of):
    item = show.control_findings(page_of(counted(found={("Melding 3", 2024): 1})))
    assert item.summary.endswith("Ingen feil hindrer at uttrekket sendes inn.")


def test_counts_of_a_severity_by_year_most_first(page_of):
    item = show.control_counts_of(
        page_of(counted()), "Feil i uttrekket", "FATAL", "ERROR", id="errors"
    )
    assert item.summary == "1 kontroll fant noe i 2024."
    assert list(item.rows.columns) == CSV_COLUMNS
    values = {(row["category"], row["year"]): row["value"] for row in item.rows.to_dict("records")}
    assert values["Tiltak 24", 2024] == 7
    assert values["Individ 03", 2023] == 12
    assert item.html.index('"row">Tiltak 24: tiltaket') < item.html.index(
        '"row">Individ 03: barnet'
    )
    assert item.html.count("<rect") or "<path" in item.html
    assert "Melding 3" not in item.html


def test_a_control_is_explained_where_specification_and_program_differ(page_of):
    item = show.control_counts_of(page_of(counted()), "Advarsler", "WARNING", id="warnings")
    assert (
        "Melding 3: Spesifikasjonen: åtte dager eller mer. Programmet: mer enn åtte dager."
        in item.html
    )


def test_nothing_found_is_said_in_words(page_of):
    item = show.control_counts_of(
        page_of(counted(found={})), "Feil i uttrekket", "ERROR", id="errors"
    )
    assert (
        item.state == "shown"
        and item.summary == "Ingen kontroller av denne typen fant noe i årene til og med 2024."
    )


def test_low_counts_of_a_closed_data_set_are_nowhere(page_of):
    closed = page_of(counted(), disclosure="ssb-barnevern")
    item = show.control_counts_of(closed, "Advarsler i uttrekket", "WARNING", id="warnings")
    hidden = item.rows[item.rows["category"].eq("Tiltak 4") & item.rows["year"].eq(2024)].iloc[0]
    assert pd.isna(hidden["value"]) and hidden["status"] == ":"
    assert "<td>:</td>" in item.html and "<td>2</td>" not in item.html
    assert "«:»: vises ikke av personvernhensyn." in item.html
    assert (
        "2 kontroller ga advarsler. Flest: fristen for meldingen er brutt (41)."
        in show.control_findings(closed).summary
    )
    assert "vises ikke av personvernhensyn" in show.control_method(closed).summary
    assert (
        pd.read_parquet(closed.dataset.folder / control_counts.STORED)["count"].between(1, 3).sum()
        == 0
    )


def test_years_after_the_page_and_other_municipalities_are_not_shown(page_of):
    both = pd.concat([counted(), counted(municipality="3203", found={("Individ 05", 2023): 99})])
    item = show.control_counts_of(
        page_of(both, year=2023), "Feil i uttrekket", "ERROR", id="errors"
    )
    assert item.rows["year"].max() == 2023
    assert "Individ 05" not in item.html


def test_a_number_the_municipality_had_before_counts(page_of):
    page = page_of(pd.concat([counted(municipality="3024", years=(2023,)), counted(years=(2024,))]))
    item = show.control_counts_of(page, "Advarsler i uttrekket", "WARNING", id="warnings")
    assert item.rows[item.rows["category"].eq("Melding 3")]["value"].tolist() == [30, 41]


def test_controls_that_found_nothing_and_those_that_were_not_run(page_of):
    page = page_of(counted(file_format="BVR", found={("Sak Kontroll 8", 2024): 5}))
    assert show.controls_passed(page).summary == "77 av 78 kontroller fant ingenting."
    item = show.controls_left_out(page)
    assert item.summary == "2 kontroller i spesifikasjonen er ikke kjørt."
    assert "Kan ikke svares av filen alene" in item.html
    assert (
        show.controls_left_out(page_of(counted())).summary
        == "Alle kontrollene i spesifikasjonen er kjørt."
    )


def test_every_mistake_in_the_counts_is_told_at_once(tmp_path):
    rows = [
        "Melding 3,WARN,x,1,2024,3201",
        "Melding 3,WARNING,x,-1,2024,3201",
        "Melding 3,WARNING,x,1,24,9999",
    ]
    (tmp_path / "controls.csv").write_text(
        "\n".join([",".join(control_counts.COLUMNS), *rows]) + "\n", encoding="utf-8"
    )
    with pytest.raises(InputProblems) as raised:
        control_counts.read(tmp_path)
    assert [(problem.row, problem.column) for problem in raised.value.problems] == [
        (2, "severity"),
        (3, "count"),
        (4, "year"),
        (4, "municipality"),
    ]


def test_a_folder_without_counts_has_none(tmp_path):
    assert control_counts.read(tmp_path) is None
    assert control_counts.stored(tmp_path, "3201", 2024).empty


@pytest.mark.parametrize("dataset", ["published", "own"])
def test_the_notebook_shows_what_it_declares(dataset, page_of, monkeypatch):
    notebook = nbformat.read(NOTEBOOKS / "quality.ipynb", as_version=4)
    own = page_of(counted(), disclosure="ssb-barnevern")
    if dataset == "own":
        monkeypatch.setattr(Page, "open", lambda *_: own)
    names, shown = {}, []
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        *before, last = cell.source.split("\nshow.")
        if before or cell.source.startswith("show."):
            exec("\n".join(before), names) if before else None
            shown.append(eval("show." + last.removeprefix("show."), names))
        else:
            exec(cell.source, names)
    assert [item._repr_mimebundle_()[MIME]["id"] for item in shown] == list(
        notebook.metadata["barnevern"]["items"]
    )
    assert ("Uttrekk</th><td>Bærum kommune" in shown[-1].html) == (dataset == "own")
    assert {item.state for item in shown if item.id in ("errors", "warnings", "passed")} == {
        "shown" if dataset == "own" else "missing"
    }
