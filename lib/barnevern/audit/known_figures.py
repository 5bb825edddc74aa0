"""Figures that readers know though they are not printed: what a change or a distance from a printed
one gives.
"""

from collections.abc import Iterator

import numpy as np

from barnevern.audit.statements import Figure, Interval, Link, Statements

# a figure two steps away, such as last year's of the group, is seldom reached and soon found
STEPS = 3


def known_figures(statements: Statements) -> dict[Figure, Interval]:
    """The figures that are shown, and those that follow from a shown one, with what each lies
    between.
    """
    known = dict(statements.shown)
    for _ in range(STEPS):
        for link in statements.links:
            for figure, (low, high) in _through(link, known):
                least, most = known.get(figure, (-np.inf, np.inf))
                if max(least, low) <= min(most, high):
                    known[figure] = max(least, low), min(most, high)
    return known


def _through(link: Link, known: dict[Figure, Interval]) -> Iterator[tuple[Figure, Interval]]:
    """What ``link`` says of its figure where the other one is known, and the other way round."""
    if link.other in known:
        yield link.figure, _forward(link, known[link.other])
    if link.figure in known:
        backward = _backward(link, known[link.figure])
        if backward is not None:
            yield link.other, backward


def _forward(link: Link, other: Interval) -> Interval:
    """What the figure lies between when the ``other`` one is known."""
    if link.kind == "difference":
        return other[0] + link.interval[0], other[1] + link.interval[1]
    return _times(other, factors(link))


def _backward(link: Link, figure: Interval) -> Interval | None:
    """What the other figure lies between when the ``figure`` is known, or None."""
    if link.kind == "difference":
        return figure[0] - link.interval[1], figure[1] - link.interval[0]
    low, high = factors(link)
    return _times(figure, (1 / high, 1 / low)) if low > 0 else None


def factors(link: Link) -> Interval:
    """What the other figure is multiplied by to give the figure, at the least and at the most."""
    plus = 0.0 if link.kind == "index" else 100.0
    return (link.interval[0] + plus) / 100, (link.interval[1] + plus) / 100


def _times(one: Interval, other: Interval) -> Interval:
    products = [a * b for a in one for b in other]
    return min(products), max(products)
