"""Tiny notebooks, the pages made of them, and a home with only those, for tests of the command."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

import warm_parents
from barnevern.batch import executors, plan, publish, run, workers
from barnevern.batch.executors import Options
from barnevern.batch.place import Folder
from barnevern.observations import lookup
from barnevern.render.item import MIME
from patience import PATIENCE_SECONDS

SHOWN = f"""from IPython.display import display
says = [{{"block": "sentence", "text": f"{{municipality}}"}}]
display({{"text/html": says[0]["text"], "text/plain": "x",
    "{MIME}": {{"id": "heading", "title": "", "state": "shown", "blocks": says}}}}, raw=True)"""
PARAMETERS = (
    'municipality: str = "3201"\nyear: int = 2024\ndataset: str = "published"\npeers: str = "auto"'
)


def make_pages(
    jobs: list[plan.Job], folder: Path, *, drawings: bool = False, **options: object
) -> list[run.Result]:
    """Run the batch into ``folder`` with executors.Options; gives how each page that was made
    ended. With ``drawings`` the warm parent warms up as it does for whoever makes real pages.
    """
    place, chosen = Folder(folder), Options(**options)
    with pytest.MonkeyPatch.context() as patch, publish.held(place):
        patch.setattr(workers, "_started", warm_parents.started)
        if not drawings:
            patch.setattr(executors, "warm_up", warm_parents.only_imported)
        edition = publish.read(place)
        return run.run(run.work(jobs, edition, chosen), edition, chosen, lambda _: None)


def notebook_with(*sources: str) -> nbformat.NotebookNode:
    """A notebook of a parameters cell and these code cells; it declares the one item that SHOWN
    shows.
    """
    parameters = nbformat.v4.new_code_cell(
        PARAMETERS, metadata={"tags": ["parameters"]}, id="cell-0"
    )
    cells = [
        parameters,
        *(
            nbformat.v4.new_code_cell(source, id=f"cell-{n}")
            for n, source in enumerate(sources, start=1)
        ),
    ]
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(
        cells=cells,
        metadata={"kernelspec": spec, "barnevern": {"title": "Prøve", "items": ["heading"]}},
    )


@dataclass
class Batch:
    """A folder of tiny notebooks, and the pages made of them below ``out``."""

    folder: Path
    out: Path

    def write(self, **sources: str | tuple[str, ...]) -> None:
        """A notebook for each keyword, of the given cells; one that shows nothing itself shows
        SHOWN at its end.
        """
        for name, cells in sources.items():
            given = (cells,) if isinstance(cells, str) else cells
            shown = given if any(MIME in cell for cell in given) else (*given, SHOWN)
            nbformat.write(notebook_with(*shown), self.folder / f"{name}.ipynb")
        plan.declared.cache_clear()

    def jobs(
        self, *names: str, code: str = "3201", year: int = 2024, dataset: str = "published"
    ) -> list[plan.Job]:
        return [plan.Job(name, lookup.region(code), year, dataset, "auto") for name in names]

    def run(self, *names: str, **options: Any) -> dict[str, run.Result]:
        """Make the pages of these notebooks for Bærum 2024; how each that was made ended, by
        notebook.
        """
        return {
            result.job.notebook: result
            for result in make_pages(self.jobs(*names), self.out, **options)
        }

    def entries(self) -> dict[str, dict[str, Any]]:
        """The pages of run.json by notebook."""
        pages = json.loads((self.out / "run.json").read_text(encoding="utf-8"))["pages"]
        return {page["notebook"]: page for page in pages}

    def files(self) -> dict[str, bytes]:
        """Every page and table that is published, by path."""
        return {
            str(path.relative_to(self.out)): path.read_bytes()
            for path in sorted(self.out.glob("[0-9]*/*/*.*"))
        }


@dataclass
class Home:
    """A checkout with tiny notebooks and the project's own data, for the command as a person runs
    it.
    """

    path: Path
    batch: Batch

    def environment(self) -> dict[str, str]:
        return os.environ | {"BARNEVERN_HOME": str(self.path), "COLUMNS": "200"}

    def start(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        """The command, started in the home and in a session of its own."""
        program = [str(Path(sys.executable).parent / "barnevern"), *arguments]
        pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(
            program,
            cwd=self.path,
            env=self.environment() | environment,
            start_new_session=True,
            **pipes,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """The exit code of the command, and all that it said."""
        process = self.start(*arguments)
        said = "".join(process.communicate(timeout=PATIENCE_SECONDS))
        return process.returncode, said
