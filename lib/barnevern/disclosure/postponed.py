"""Revisions that wait: figures that stand as they were published last, because their new value
beside the old one would give a count away.

A cell that was shown and has become unsafe cannot be suppressed: beside the old edition, the sums
that were revised with it tell what it has become. So it stands, and so does as much of what it is
added up in as is needed for the figures to agree: of all tables that do, the one that postpones
least. What is suppressed in both editions may take up the difference, for nobody sees it. Every
other revision is shown.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from barnevern.disclosure.components import components
from barnevern.disclosure.constraint_protection import Constraints
from barnevern.disclosure.ledger import Memory
from barnevern.disclosure.linked_tables import Floats, Ids, LinkedTables, Mask
from barnevern.disclosure.pattern import SuppressionPattern
from barnevern.disclosure.primary import primary_suppression
from barnevern.disclosure.rules import Rule
from barnevern.disclosure.weights import weights

TURNS = 6  # in which more may have to wait for the sake of what waits already
MOST_RISE = 1_000.0  # of a suppressed cell that takes up the difference
# What it costs that a suppressed cell rises or falls by one, in what a shown one costs: one that
# falls has less room left.
RISE, FALL = 0.02, 0.5
WORTH = 1_000.0  # of a complement that falls by one, in the same: over that of any total
NODES = 200  # of the tree of whole numbers: a limit in seconds would depend on the machine
NONE = np.empty(0, dtype="int64")


@dataclass(frozen=True)
class Revision:
    """The tables of now, and what the editions before say of them: ``shown`` is the value each cell
    was shown with last (missing where it was not), ``suppressed`` are those that stay so, and
    ``public`` those that everybody knows as they are.
    """

    rule: Rule
    shown: Floats
    suppressed: Mask
    public: Mask

    @classmethod
    def since(cls, memory: Memory, rule: Rule, public: Mask) -> "Revision":
        """The revision since the editions in ``memory``."""
        return cls(rule, memory.shown, memory.suppressed & ~public, public)

    def changed(self, tables: LinkedTables) -> Mask:
        """The cells that would be shown with another value than last."""
        differs = ~np.isnan(self.shown) & (self.shown != tables.nominal[: tables.count])
        return np.asarray(differs & ~self.suppressed & ~self.public)


def postponed(tables: LinkedTables, memory: Memory, rule: Rule, public: Mask) -> LinkedTables:
    """The tables to publish: those of now, with what must wait as it was published last
    (``nominal``; ``cells`` keep their values). The constraints hold in them as in the true ones.
    """
    revision = Revision.since(memory, rule, public)
    waiting = np.zeros(tables.count, dtype=bool)
    told = tables
    for _ in range(TURNS):
        more = _unsafe(told, revision) & ~waiting
        if not more.any():
            break
        waiting |= more
        told = _nearest(tables, revision, waiting)
    return told


def with_waiting(
    tables: LinkedTables, pattern: SuppressionPattern, memory: Memory, public: Mask
) -> LinkedTables:
    """The tables with more that waits: what has changed in the sums of the cells that ``pattern``,
    the one of ``postponed`` tables, leaves underprotected; and a complement among them is 0 again,
    where the constraints allow it.
    """
    revision, told = Revision.since(memory, pattern.rule, public), pattern.tables
    left = pattern.underprotected().astype("float64")
    rows = abs(told.constraints) @ left > 0
    tied = abs(told.constraints[:, : told.count]).T @ rows.astype("float64") > 0
    already = told.nominal[: told.count] == revision.shown
    waiting = revision.changed(tables) & (tied | already)
    return _nearest(tables, revision, waiting, np.flatnonzero(left[told.count :]) + told.count)


def _unsafe(tables: LinkedTables, revision: Revision) -> Mask:
    """The changed cells that the rule suppresses, and those in a constraint that would give away a
    cell of its own.
    """
    changed = revision.changed(tables)
    if not changed.any():
        return changed
    known = revision.public | (~np.isnan(revision.shown) & ~changed & ~revision.suppressed)
    pattern = primary_suppression(tables, revision.rule, known, revision.suppressed)
    unsafe = changed & pattern.primary[: tables.count]
    shown = np.flatnonzero(changed)  # the unsafe ones too: they will stand
    pattern.suppressed[shown] = pattern.to_protect[shown] = False
    view, entries = Constraints(pattern), abs(tables.constraints[:, : tables.count])
    rows = np.flatnonzero(entries @ changed.astype("float64") > 0)
    disclosing = [row for row in rows.tolist() if view.discloses(row) or _bare(view, row)]
    return np.asarray(unsafe | (changed & (entries[disclosing].sum(axis=0).A1 > 0)))


def _bare(view: Constraints, row: int) -> bool:
    """Whether all that the constraint has is shown but a small count that no page shows."""
    pattern = view.pattern
    total, parts = view.total_and_parts(row)
    unseen = parts[parts >= pattern.tables.count]
    shown = ~pattern.suppressed[parts[parts < pattern.tables.count]]
    return bool(pattern.to_protect[unseen].any() and shown.all() and not pattern.suppressed[total])


def _nearest(
    tables: LinkedTables, revision: Revision, waiting: Mask, emptied: Ids = NONE
) -> LinkedTables:
    """The tables with the ``waiting`` cells as they were shown last, the ``emptied`` ones as near 0
    as can be, and as little else other than it is as the constraints allow; where they allow
    nothing, with everything that has changed and is tied to them as it was.
    """
    changed = revision.changed(tables)
    seen_before = ~np.isnan(revision.shown) | revision.public
    others = np.zeros(len(tables.nominal) - tables.count, dtype=bool)  # never shown
    free = np.append(changed | ~seen_before | revision.suppressed, ~others)
    wanted, every = np.append(waiting & changed, others), np.append(changed, others)
    nominal, cost = tables.nominal.copy(), _costs(tables, revision)
    cost[1, emptied] = -WORTH
    sought = wanted.copy()
    sought[emptied] = True
    for component in components(tables.constraints, np.flatnonzero(free), sought):
        members = component.members
        back = np.zeros(len(nominal))
        back[: tables.count] = np.where(changed, revision.shown - nominal[: tables.count], 0)
        for firm in (wanted, wanted | every):
            lower, upper = _range(tables, revision, changed, back, firm)
            upper[emptied] = 0
            move = _least(component.constraints, lower[members], upper[members], cost[:, members])
            if move is not None:
                nominal[members] += move
                break
    return replace(tables, nominal=nominal)


def _range(
    tables: LinkedTables, revision: Revision, changed: Mask, back: Floats, firm: Mask
) -> tuple[Floats, Floats]:
    """How far each cell may move: a changed one on its way ``back``, the ``firm`` ones all of it;
    others down to what a reader knows them to be at least, and up; a small one stays small.
    """
    count, limit = tables.count, revision.rule.hide_up_to
    least, most = np.minimum(tables.nominal, 1), tables.nominal + MOST_RISE
    least[count:] = tables.lower_bounds[count:]
    most[:count][tables.nominal[:count] <= limit] = limit
    lower, upper = least - tables.nominal, most - tables.nominal
    own = np.append(changed, np.zeros(len(back) - tables.count, dtype=bool))
    lower[own], upper[own] = np.minimum(back, 0)[own], np.maximum(back, 0)[own]
    lower[firm] = upper[firm] = back[firm]
    return lower, upper


def _costs(tables: LinkedTables, revision: Revision) -> Floats:
    """What it costs that each cell rises (the first row) or falls (the second) by one."""
    cost = weights(tables, np.zeros(tables.count, dtype=bool))
    hidden = np.append(revision.suppressed, np.ones(len(cost) - tables.count, dtype=bool))
    return np.vstack([np.where(hidden, RISE * cost, cost), np.where(hidden, FALL * cost, cost)])


def _least(
    constraints: sparse.csr_matrix, lower: Floats, upper: Floats, cost: Floats
) -> Floats | None:
    """The cheapest move in whole numbers that keeps every constraint; None where there is none."""
    up = Bounds(
        np.concatenate([np.maximum(lower, 0), np.maximum(-upper, 0)]),
        np.concatenate([np.maximum(upper, 0), np.maximum(-lower, 0)]),
    )
    answer = milp(
        cost.ravel(),
        constraints=LinearConstraint(sparse.hstack([constraints, -constraints]).tocsr(), 0, 0),
        bounds=up,
        integrality=np.ones(2 * len(lower)),
        options={"node_limit": NODES},
    )
    if answer.x is None:
        return None
    rise, fall = np.round(answer.x).reshape(2, -1)
    return np.asarray(rise - fall, dtype="float64")
