"""Which learnt relations follow from the declared ones, and which only say that what is hidden is
nothing.

Small counts are hidden, so where a part and its whole are both printed the rest is nearly always
zero: printed counts can never teach that a count, or what a whole has besides its printed parts, is
zero everywhere.
"""

from collections.abc import Sequence

import numpy as np
from scipy import optimize, sparse

from barnevern.audit.learnt import YEARS, Relation, Term
from barnevern.audit.public import Pair, Sum

Row = dict[object, float]  # a term, or the rest of a partial sum, with its factor; zero in all
NOTHING, SOLVED = 1e-7, 0


def credible(
    found: Sequence[Relation], declared: Sequence[Sum]
) -> tuple[list[Relation], list[Relation]]:
    """The relations that printed counts can teach: those that follow from the ``declared`` sums and
    from each other, and those that nobody declared.
    """
    known = [_declared(one, before) for one in declared for before in YEARS]
    inside = {part for one in declared if one.partial for part in one.parts}
    following, new = [], []
    for relation in sorted(found, key=lambda one: _order(one, inside)):
        row = _row(relation.whole, relation.parts)
        zeros = min(_sum_of_zeros(row, known), _sum_of_zeros(_less(row), known))
        if zeros < NOTHING:
            following.append(relation)
        elif np.isinf(zeros):
            known.append(row)
            new.append(relation)
    return following, new


def _declared(one: Sum, before: int) -> Row:
    """A declared sum, with a count of its own for what a partial one lacks."""
    row = _row((one.whole, before), [(part, before) for part in one.parts])
    return row | ({(one, before): -1.0} if one.partial else {})


def _row(whole: Term, parts: Sequence[Term]) -> Row:
    row: Row = {whole: 1.0}
    for part in parts:
        row[part] = row.get(part, 0.0) - 1.0
    return row


def _less(row: Row) -> Row:
    return {term: -factor for term, factor in row.items()}


def _sum_of_zeros(row: Row, known: Sequence[Row]) -> float:
    """How many counts (the least sum of factors) must be zero for ``row`` to be what the ``known``
    rows say: 0 where it follows from them, endless where it says more.
    """
    terms = list(dict.fromkeys(term for one in (row, *known) for term in one))
    columns = sparse.csc_array([[one.get(term, 0.0) for one in known] for term in terms])
    found = optimize.linprog(
        np.concatenate([np.ones(len(terms)), np.zeros(len(known))]),
        A_eq=sparse.hstack([sparse.eye_array(len(terms)), columns]),
        b_eq=[row.get(term, 0.0) for term in terms],
        bounds=[(0, None)] * len(terms) + [(None, None)] * len(known),
    )
    return float(found.fun) if found.status == SOLVED else np.inf


def _order(relation: Relation, inside: set[Pair]) -> tuple[bool, int, int, int, str]:
    """What says something of the part of a larger whole comes last: it may be equal to something
    only where it is printed.
    """
    years = sum(before for _, before in relation.terms)
    of_part = any(pair in inside for pair, _ in relation.terms)
    return of_part, years, len(relation.parts), -relation.places, relation.told
