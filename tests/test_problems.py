"""The errors of the library come whole out of a worker process, which sends them by pickle."""

import importlib
import multiprocessing
import pickle
import pkgutil
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest

import barnevern
from barnevern.page.parameters import ParameterProblems
from barnevern.problems import InputProblems, Problem

PROBLEM = Problem("a.csv", 3, "year", "x", "it is no year", "write four digits")
ARGUMENTS = {
    "InputProblems": ([PROBLEM, PROBLEM],),
    "Unreachable": ([PROBLEM],),
    "ParameterProblems": (["one sentence", "another"],),
    "Refused": (404, "there is no such table"),
    "_Busy": ("the service failed", 2.5, 1),
    "Interrupted": (15,),
}
NOT_ON_THIS_SYSTEM = {"barnevern.batch.warm"} if sys.platform == "win32" else set()


def errors() -> Iterator[type[BaseException]]:
    """Every exception class that a module of the library defines."""
    for module in pkgutil.walk_packages(barnevern.__path__, "barnevern."):
        if module.name.endswith("__main__") or module.name in NOT_ON_THIS_SYSTEM:
            continue
        for kind in vars(importlib.import_module(module.name)).values():
            if (
                isinstance(kind, type)
                and issubclass(kind, BaseException)
                and kind.__module__ == module.name
            ):
                yield kind


def test_every_error_is_the_same_after_pickle():
    kinds = list(errors())
    assert {"UnknownRegion", "UnknownIndicator", "TaskLost", "Unclear", *ARGUMENTS} <= {
        kind.__name__ for kind in kinds
    }
    for kind in kinds:
        error = kind(*ARGUMENTS.get(kind.__name__, ("words",)))
        back = pickle.loads(pickle.dumps(error))
        assert (type(back), str(back), vars(back)) == (kind, str(error), vars(error))


def refuse(what: str) -> None:
    raise InputProblems([PROBLEM]) if what == "input" else ParameterProblems([what])


def test_a_worker_process_tells_what_is_wrong_and_stays():
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        with pytest.raises(InputProblems, match="it is no year"):
            pool.submit(refuse, "input").result()
        with pytest.raises(ParameterProblems, match="year 1 must be"):
            pool.submit(refuse, "year 1 must be from 2013").result()
