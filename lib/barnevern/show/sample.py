"""One call of each thing a page can show, declared beside it: the batch makes them once before it
starts, so that code, fonts and code lists are there for every page.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from barnevern.page import Page
from barnevern.render.item import Item

Shown = TypeVar("Shown", bound=Callable[..., Item])
_samples: list[Callable[[Page], Item]] = []


def sample(*arguments: str, **options: Any) -> Callable[[Shown], Shown]:
    """Declare that a function is tried out with these arguments after the page."""

    def declared(shown: Shown) -> Shown:
        _samples.append(lambda page: shown(page, *arguments, **options))
        return shown

    return declared


def samples() -> tuple[Callable[[Page], Item], ...]:
    """A call of every function that has declared one."""
    return tuple(_samples)
