"""What a page costs: seconds of CPU, split into start, execution, drawing and export, against
papermill and nbconvert as commands.

Run it with `make benchmark`. It prints; it asserts nothing. Ratios are between ways measured in the
same run.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat

BIN = Path(sys.executable).parent
ROUNDS = 3
NOTEBOOK = "costs"
ACTIVITY = (
    "referrals",
    "investigations_started",
    "children_with_measures_during_year",
    "children_in_care",
)
ORIGINAL: dict[str, Callable[..., str]] = {}
QUIET = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def of_command(*command: str) -> float:
    before = children_cpu()
    subprocess.run(command, check=True, capture_output=True, env=QUIET)
    return children_cpu() - before


def of_call(work: Callable[[], object]) -> float:
    before, inside = children_cpu(), time.process_time()
    work()
    return children_cpu() - before + time.process_time() - inside


def as_commands(folder: Path) -> float:
    """What people do: one papermill command and one nbconvert command per page."""
    from barnevern.paths import NOTEBOOKS

    made = str(folder / "out.ipynb")
    run = of_command(str(BIN / "papermill"), str(NOTEBOOKS / f"{NOTEBOOK}.ipynb"), made)
    return run + of_command(str(BIN / "jupyter"), "nbconvert", "--to", "html", made)


def as_batch(folder: Path) -> float:
    """The project's own way, with the start of its warm parent for this one page."""
    from barnevern.batch.plan import Job
    from barnevern.observations import lookup
    from making import make_pages

    job = Job(NOTEBOOK, lookup.region("3201"), 2024, "published", "auto")
    return of_call(lambda: make_pages([job], folder, force=True))


def time_drawing(spent: list[float]) -> None:
    """Let every drawing of the show functions add its seconds of CPU to ``spent``."""
    import barnevern.show  # noqa: F401 (its modules are what is looked through)

    def timed(draw: Callable[..., str]) -> Callable[..., str]:
        def wrapper(*args: object, **kwargs: object) -> str:
            start = time.process_time()
            svg = draw(*args, **kwargs)
            spent.append(time.process_time() - start)
            return svg

        return wrapper

    for module in [
        module for name, module in sys.modules.items() if name.startswith("barnevern.show.")
    ]:
        for name in {"line", "bars", "funnel_figure"} & set(vars(module)):
            drawn = getattr(module, name)
            setattr(module, name, timed(ORIGINAL.setdefault(f"{module.__name__}.{name}", drawn)))


def of_comparison() -> tuple[float, float]:
    """Everything that compares and looks ahead on one page of Bærum: (seconds beyond drawing,
    drawing).
    """
    from barnevern import show
    from barnevern.page import Page

    drawing: list[float] = []
    time_drawing(drawing)
    start = time.process_time()
    page = Page.open("benchmark", "3201", 2024)
    show.profile(page)
    show.key_figures(page)
    show.standing(page, "children_with_measures_31dec_per_1000_0_22")
    show.alike(page, "children_investigated_0_17_pct")
    show.resource_use(page)
    show.productivity(page)
    show.placement_risk(page)
    show.outlook(page, *ACTIVITY, leave_out=(2020, 2021, 2022))
    return time.process_time() - start - sum(drawing), sum(drawing)


def without_notebook() -> tuple[float, float]:
    """The same cells without a kernel: (execution without drawing, drawing) in seconds of CPU."""
    from barnevern.paths import NOTEBOOKS

    drawing: list[float] = []
    time_drawing(drawing)
    cells = [
        c.source
        for c in nbformat.read(NOTEBOOKS / f"{NOTEBOOK}.ipynb", as_version=4).cells
        if c.cell_type == "code"
    ]
    start = time.process_time()
    names: dict[str, object] = {}
    for cell in cells:
        exec(cell, names)
    return time.process_time() - start - sum(drawing), sum(drawing)


def exported() -> float:
    """Rendering one executed notebook with the exporter that is already there."""
    import papermill

    from barnevern.paths import NOTEBOOKS
    from barnevern.render import export

    notebook = papermill.execute_notebook(
        NOTEBOOKS / f"{NOTEBOOK}.ipynb", None, {}, progress_bar=False
    )
    export.to_html(notebook, [])
    return of_call(lambda: (export.to_html(notebook, []), export.to_csv(notebook)))


def main() -> None:
    imports = of_command(
        sys.executable, "-c", "from barnevern import show; from barnevern.page import Page"
    )
    bare = of_command(sys.executable, "-c", "pass")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        as_batch(folder)  # the first page also pays for the parent's own imports and the exporter
        batch = [as_batch(folder) for _ in range(ROUNDS)]
        commands = [as_commands(folder) for _ in range(ROUNDS)]
    without_notebook()
    parts = [without_notebook() for _ in range(ROUNDS)]
    execution, drawing = (statistics.median(values) for values in zip(*parts, strict=True))
    page, export_part = statistics.median(batch), exported()
    of_comparison()
    comparing, its_drawing = (
        statistics.median(values)
        for values in zip(*[of_comparison() for _ in range(ROUNDS)], strict=True)
    )
    print(f"one page of {NOTEBOOK}.ipynb, seconds of CPU (median of {ROUNDS})")
    print(
        f"  start: kernel and imports   {page - execution - drawing - export_part:6.2f}   (the"
        f" imports alone {imports - bare:.2f})"
    )
    print(f"  execution without drawing   {execution:6.2f}")
    print(f"  drawing                     {drawing:6.2f}")
    print(f"  export to HTML and CSV      {export_part:6.2f}")
    print(f"  whole page in the batch     {page:6.2f}")
    print(
        f"  papermill + nbconvert CLI   {statistics.median(commands):6.2f}   ratio"
        f" {statistics.median(commands) / page:.2f}"
    )
    print(
        f"every comparison, forecast and simulation on one page: {comparing:.2f} beyond drawing,"
        f" {its_drawing:.2f} drawing"
    )


if __name__ == "__main__":
    main()
