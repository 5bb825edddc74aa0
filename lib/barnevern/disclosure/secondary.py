"""Secondary (complementary) suppression: what else must be suppressed so that no suppressed cell
can be worked out.

A heuristic for the cell suppression problem over linear constraints (Fischetti & Salazar-González
2000, 2001). First every constraint is made to protect its cells by itself; then exact elimination
and alternative tables show which cells several constraints together still give away, and the
cheapest further cells are suppressed until none is. It is exact in what it accepts (every protected
cell is proved by whole-number tables) and heuristic in how little it suppresses. The order is
fixed: the same figures give the same pattern.
"""

import numpy as np

from barnevern.disclosure.alternative_tables import prove_protection
from barnevern.disclosure.complementary import separate, suppress_complementary
from barnevern.disclosure.constraint_protection import protect_constraints
from barnevern.disclosure.covering import cover
from barnevern.disclosure.linked_tables import LinkedTables, Mask
from barnevern.disclosure.pattern import SuppressionPattern
from barnevern.disclosure.primary import primary_suppression
from barnevern.disclosure.rules import Rule
from barnevern.disclosure.singletons import singleton_disclosures

TURNS = 8
MENDING = 4  # turns in which the rest of a sum that lacks something by mistake is kept open too
MIXED = 2  # turns in which a small total of one category is kept open too
ROUNDS = 60


def protect(
    tables: LinkedTables, rule: Rule, known: Mask | None = None, before: Mask | None = None
) -> SuppressionPattern:
    """What of ``tables`` to suppress by ``rule``, primary and secondary.

    ``known`` marks cells that readers have seen with the same value, ``before`` those that an
    earlier edition suppressed. What cannot be protected in any other way takes its whole measure
    with it.
    """
    none = np.zeros(tables.count, dtype=bool)
    pattern = primary_suppression(
        tables, rule, none if known is None else known, none if before is None else before
    )
    cover(pattern)
    protect_further(pattern)
    return pattern


def protect_further(pattern: SuppressionPattern) -> None:
    """Suppress what more is needed once cells have been suppressed; what was proved of a pattern
    holds when more of it is suppressed.
    """
    protect_constraints(pattern)
    if not any(_finished(pattern, turn) for turn in range(TURNS)):
        _suppress_measures(pattern)


def _finished(pattern: SuppressionPattern, turn: int) -> bool:
    """One turn of proof and complementary suppression; whether nothing was left to suppress."""
    prove_protection(pattern, turn)
    if turn >= MIXED:  # a part of the total that is counted besides may rule it out
        pattern.group_disclosure &= pattern.proved_low == 0
    left = pattern.underprotected()
    if turn >= MENDING and not left[: pattern.tables.count].any():  # shown zeros rule it out
        pattern.to_protect &= ~left
    if pattern.underprotected().any():
        suppress_complementary(pattern, turn, ROUNDS)
    elif pairs := singleton_disclosures(pattern):
        separate(pattern, pairs)
    else:
        return True
    protect_constraints(pattern)
    return False


def _suppress_measures(pattern: SuppressionPattern) -> None:
    """Last resort: measures with a cell that is still underprotected are suppressed whole, zeros
    and groups included.
    """
    tables = pattern.tables
    for turn in range(TURNS):
        left = pattern.underprotected()[: tables.count]
        if not left.any():
            return
        measures = tables.cells["measure"]
        whole = measures.isin(set(measures[left])).to_numpy()
        cells = np.flatnonzero(whole & np.isfinite(pattern.weights[: tables.count]))
        pattern.suppress(cells)
        pattern.lower_bounds[cells] = 0
        protect_constraints(pattern)
        prove_protection(pattern, TURNS + turn)
