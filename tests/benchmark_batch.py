"""What a page costs in the batch, beside the ways people make pages with papermill and nbconvert,
and as the nation grows.

python tests/benchmark_batch.py [--rounds 3] [--only ways|cluster|scaling] (`make bench`). Every way
makes the same pages of the made-up nation, in turn, and is counted in seconds of processor time,
its own processes included. It prints ratios between ways of the same round, with the least and the
most, and writes bench.json. It asserts nothing.
"""

import argparse
import ast
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import replicate
from barnevern.data import dataset
from barnevern.observations.regions import municipalities
from barnevern.paths import NOTEBOOKS, PARAMS, ROOT

BIN = Path(sys.executable).parent
YEAR = 2024
NAMES = ["overview", "intake", "investigations", "placements", "costs", "staffing"]
CODES = sorted(municipalities())[
    :24
]  # a city and smaller ones; so many that the start of the batch weighs as little as in a nation
MANY = 60  # for the clock of a cluster, which starts the slower the more workers it has
ONE = "1101"  # for the ways that cost the same whoever the page is about, and much
SIZES = [36, 357, 3570]
ENVIRONMENT = os.environ | {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "COLUMNS": "200",
    "DASK_CONFIG": str(PARAMS / "dask"),
}
Page = tuple[str, str]  # municipality and notebook


def measured(*command: str, **environment: str) -> tuple[float, float]:
    """Seconds of processor time and by the clock of a command and every process it started and
    waited for. Pages of it may fail.
    """
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT | environment)
    if done.returncode and "pages published" not in done.stdout:
        raise SystemExit(
            f"{Path(command[0]).name} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        time.perf_counter() - clock,
    )


def own_script(way: str, data: str) -> float:
    """One of the ways below, in a process of its own that says how many seconds its pages took."""
    command = [sys.executable, __file__, "--way", way, "--data", data]
    return float(
        subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout
    )


def by_commands(data: str) -> float:
    """A papermill command and an nbconvert command for each page: what people do."""
    with tempfile.TemporaryDirectory() as folder:
        made, spent = f"{folder}/page.ipynb", 0.0
        for name in NAMES:
            parameters = ["-r", "municipality", ONE, "-p", "year", str(YEAR), "-r", "dataset", data]
            spent += measured(
                str(BIN / "papermill"), str(NOTEBOOKS / f"{name}.ipynb"), made, *parameters
            )[0]
            spent += measured(str(BIN / "jupyter"), "nbconvert", "--to", "html", made)[0]
    return spent / len(NAMES)


def by_api(data: str) -> float:
    """papermill's function with a new kernel for each page, and one exporter for all."""
    import papermill
    from nbconvert import HTMLExporter

    exporter, start = HTMLExporter(), _used()
    for name in NAMES:
        parameters = {"municipality": ONE, "year": YEAR, "dataset": data}
        notebook = papermill.execute_notebook(
            NOTEBOOKS / f"{name}.ipynb", None, parameters, progress_bar=False
        )
        exporter.from_notebook_node(notebook)
    return (_used() - start) / len(NAMES)


def bare(data: str) -> float:
    """The same cells without a notebook: reading, computing and drawing, everything imported and
    drawn once before.
    """
    import nbformat

    sources = {
        name: [
            ast.parse(cell.source)
            for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells
            if cell.cell_type == "code"
        ]
        for name in NAMES
    }

    def page(code: str, name: str) -> None:
        names: dict[str, Any] = {}
        run(sources[name][0], names)
        names |= {"municipality": code, "year": YEAR, "dataset": data}
        for source in sources[name][1:]:
            run(source, names)

    def run(cell: ast.Module, names: dict[str, Any]) -> None:
        *before, last = cell.body
        exec(compile(ast.Module([*before], []), "cell", "exec"), names)
        if not isinstance(last, ast.Expr):
            exec(compile(ast.Module([last], []), "cell", "exec"), names)
            return
        shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        if hasattr(shown, "_repr_mimebundle_"):
            shown._repr_mimebundle_()  # an item is drawn when it is shown

    for name in NAMES:
        page(ONE, name)
    start = _used()
    for code in CODES:
        for name in NAMES:
            page(code, name)
    return (_used() - start) / (len(CODES) * len(NAMES))


def _used() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def batch(
    data: str, home: Path = ROOT, jobs: int = 1, codes: list[str] = CODES, scheduler: str = ""
) -> dict[str, float]:
    """`barnevern run` for all ``codes``, the start of the command and of its warm parent
    included.
    """
    chosen = [word for code in codes for word in ("-m", code)] + (
        ["--scheduler", scheduler] if scheduler else []
    )
    with tempfile.TemporaryDirectory() as out:
        command = [
            str(BIN / "barnevern"),
            "run",
            *chosen,
            "--dataset",
            data,
            "--year",
            str(YEAR),
            "--jobs",
            str(jobs),
            "--out",
            out,
        ]
        for name in NAMES:
            command += ["--notebook", name]
        spent, clock = measured(*command, BARNEVERN_HOME=str(home))
        said = next(Path(out).rglob("run.json"))
        made = [
            page
            for page in json.loads(said.read_text(encoding="utf-8"))["pages"]
            if page.get("memory_mb")
        ]
    pages = len(codes) * len(NAMES)
    published = sum(page["state"] == "published" for page in made) / pages
    return {
        "cpu": spent / pages,
        "clock": clock / pages,
        "memory": max(page["memory_mb"] for page in made),
        "published": published,
    }


def ways(data: str, rounds: int) -> dict[str, Any]:
    """Every way in turn, so many times."""
    spent: dict[str, list[float]] = {"cli": [], "api": [], "bare": [], "batch": []}
    memory = 0.0
    for done in range(rounds):
        spent["cli"].append(by_commands(data))
        spent["api"].append(own_script("api", data))
        spent["bare"].append(own_script("bare", data))
        made = batch(data)
        spent["batch"].append(made["cpu"])
        memory = max(memory, made["memory"])
        print(
            f"round {done + 1}: "
            + ", ".join(f"{way} {times[-1]:.2f}" for way, times in spent.items()),
            flush=True,
        )
    ratios = {
        "ratio_cli": [cli / ours for cli, ours in zip(spent["cli"], spent["batch"], strict=True)],
        "ratio_api": [api / ours for api, ours in zip(spent["api"], spent["batch"], strict=True)],
        "ratio_bare": [
            ours / alone for ours, alone in zip(spent["batch"], spent["bare"], strict=True)
        ],
    }
    for name, found in (spent | ratios).items():
        print(f"{name:<12}{statistics.median(found):6.2f}   ({min(found):.2f}–{max(found):.2f})")
    print(f"worker_mb   {memory:6.0f}")
    middle = {name: statistics.median(found) for name, found in ratios.items()}
    return {
        "cpu_per_page": {way: statistics.median(times) for way, times in spent.items()},
        **middle,
        "worker_mb": memory,
        "rounds": spent,
    }


def scaling(data: Path) -> list[dict[str, float]]:
    """The same pages where the nation has 36, 357 and 3,570 municipalities, with one worker and
    with two.
    """
    table = []
    with tempfile.TemporaryDirectory() as folder:
        homes = {
            size: (Path(folder) / str(size), replicate.home(Path(folder) / str(size), data, size))
            for size in SIZES
        }
        for jobs in (1, 2):
            for size, (home, nation) in homes.items():
                made = batch(str(nation), home, jobs)
                found = {
                    "municipalities": size,
                    "workers": jobs,
                    "cpu_per_page": made["cpu"],
                    "seconds_per_page": made["clock"],
                }
                table.append(found | {"published_share": made["published"]})
                print(
                    f"{size:>5} municipalities, {jobs} workers: {made['cpu']:.2f} s of processor"
                    f" time a page, {made['clock']:.2f} s by the clock, {made['published']:.0%}"
                    " published",
                    flush=True,
                )
    return table


def cluster(data: str) -> list[dict[str, float]]:
    """The same pages on a Dask cluster of this machine with one worker and with two, each a process
    of its own.
    """
    os.environ["DASK_CONFIG"] = ENVIRONMENT["DASK_CONFIG"]  # read by the import
    from distributed import LocalCluster

    codes, table = sorted(municipalities())[:MANY], []
    for workers in (1, 2):
        with LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
        ) as started:
            made = batch(data, codes=codes, scheduler=started.scheduler_address)
        table.append(
            {
                "workers": workers,
                "pages_per_second": 1 / made["clock"],
                "run_cpu_per_page": made["cpu"],
            }
        )
        print(
            f"Dask, {workers} workers: {1 / made['clock']:.2f} pages a second; the run itself"
            f" {made['cpu']:.3f} s of processor time a page",
            flush=True,
        )
    print(
        f"two workers over one: {table[1]['pages_per_second'] / table[0]['pages_per_second']:.2f}"
    )
    return table


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=["ways", "cluster", "scaling"])
    parser.add_argument("--way", choices=["api", "bare"], help=argparse.SUPPRESS)
    parser.add_argument("--data", default="demo", help=argparse.SUPPRESS)
    options = parser.parse_args()
    single: dict[str, Callable[[str], float]] = {"api": by_api, "bare": bare}
    if options.way:
        print(single[options.way](options.data))
        return
    data = dataset.open_dataset(options.data).folder
    target = ROOT / "bench.json"
    result = json.loads(target.read_text(encoding="utf-8")) if target.is_file() else {}
    if options.only in (None, "ways"):
        result |= ways(str(data), options.rounds)
    if options.only in (None, "cluster"):
        result["cluster"] = cluster(str(data))
    if options.only in (None, "scaling"):
        result["scaling"] = scaling(data)
    target.write_text(json.dumps(result, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
