"""A notebook is given the parameters that its parameters cell declares, and no others."""

import json

import nbformat
import pytest

from barnevern.batch import parameters, plan
from barnevern.page.parameters import ParameterProblems
from barnevern.paths import NOTEBOOKS
from making import SHOWN, notebook_with

VALUES = {"municipality": "3201", "year": 2024, "dataset": "published", "peers": "3203"}
CELL = 'municipality: str = "0301"\nyear: int = 2019\ndataset = "published"'


def written(batch, name, cell, *sources):
    notebook = notebook_with(*sources, SHOWN)
    notebook.cells[0].source = cell
    nbformat.write(notebook, batch.folder / f"{name}.ipynb")
    plan.declared.cache_clear()


def test_what_a_notebook_declares_is_read_from_its_parameters_cell():
    text = (NOTEBOOKS / "network.ipynb").read_text(encoding="utf-8")
    assert parameters.declared(text) == ["network", "year", "dataset", "municipality"]
    notebook = json.loads(text)
    notebook["cells"] = [c for c in notebook["cells"] if not c["metadata"].get("tags")]
    assert parameters.declared(json.dumps(notebook)) is None


def test_it_is_given_those_and_no_others():
    declared = ["municipality", "year", "dataset"]
    assert list(parameters.given("page", declared, VALUES)) == declared
    assert parameters.given("page", [*declared, "peers", "own"], VALUES) == VALUES
    assert parameters.given("page", None, VALUES) == VALUES


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (
            ["municipality", "yaer", "dataset", "peers"],
            'the parameters cell of notebook "page" lacks "year"; it has yaer',
        ),
        (
            ["municipality", "year", "dataset", "pears"],
            'the parameters cell of notebook "page" lacks "peers"; it has pears',
        ),
        (["municipality", "year"], 'the parameters cell of notebook "page" lacks "dataset"'),
    ],
)
def test_a_misspelt_one_is_told(declared, told):
    with pytest.raises(ParameterProblems) as raised:
        parameters.given("page", declared, VALUES)
    assert raised.value.sentences == [told]


def test_a_page_is_made_of_the_parameters_it_declares(batch):
    told = 'assert (municipality, year) == ("3201", 2024)\nassert "peers" not in globals()'
    written(batch, "plain", CELL, told)
    assert batch.run("plain")["plain"].error == ""


def test_papermill_fails_on_one_that_is_misspelt_where_it_is_used(batch):
    written(batch, "misspelt", CELL, "print(peer)")
    assert batch.run("misspelt")["misspelt"].error.startswith("cell 3: NameError")
