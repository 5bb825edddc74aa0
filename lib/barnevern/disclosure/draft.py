"""What is hidden so far, and what is known of how far each hidden figure could move; and which
figures a rule hides at first.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from barnevern.disclosure.rules import Rule
from barnevern.disclosure.system import CATEGORY, REGION, WITHIN, Floats, Ids, Mask, System
from barnevern.observations import regions

# What it costs to hide a figure of a group, in figures of a municipality, by how its code begins.
LEVELS = (("EAK", 60.0), ("EKA", 20.0), ("", 2.0))


@dataclass
class Draft:
    """A system and what a reader would not see of it.

    ``hidden`` marks cells and rests; a rest is always hidden. ``guarded`` marks what must stay
    unknown: hidden cells, and rests that are small counts. ``floor`` is the least a reader knows
    each to be: a reader who knows the rule knows that zeros are shown. ``low`` and ``high`` are the
    least and the most it is in any table found that agrees with everything shown, so it can be
    anything between. ``alone`` marks a category that holds all of a small whole: it must be able to
    be empty.
    """

    system: System
    rule: Rule
    primary: Mask
    hidden: Mask
    guarded: Mask
    floor: Floats
    low: Floats
    high: Floats
    alone: Mask
    price: Floats

    def narrow(self) -> Mask:
        """Guarded figures that no tables found so far leave as open as the rule asks."""
        return (self.guarded & (self.high - self.low < self.rule.least_width)) | (
            self.alone & (self.low > 0)
        )

    def hide(self, cells: Ids) -> None:
        """Hide further cells."""
        self.hidden[cells] = True
        self.guarded[cells] = True
        self.guard_services()

    def guard_services(self) -> None:
        """A shared service with a hidden member is hidden with it."""
        rows = self.system.services
        hidden = self.hidden & (np.arange(len(self.hidden)) < self.system.count)
        self.guarded[self.system.wholes[rows]] = (
            self.system.matrix[rows] @ hidden.astype("float64") < 0
        )


def first(system: System, rule: Rule, known: Mask, before: Mask) -> Draft:
    """The draft with what the rule hides of itself: small counts, small complements, small wholes'
    parts.

    ``known`` marks cells a reader has seen in an earlier edition, ``before`` those that were hidden
    there and stay so.
    """
    values, count = system.numbers, system.count
    rows, parts = system.links
    wholes = values[system.wholes[rows]]
    rest = wholes - values[parts]
    divided = (system.kinds[rows] != REGION) & (values[parts] > 0)
    municipal = system.cells["region"].isin(list(regions.municipalities())).to_numpy()
    small_whole = (wholes > 0) & (wholes < rule.least_base) & municipal[parts]
    primary = np.zeros(len(values), dtype=bool)
    primary[:count] = (values[:count] > 0) & (values[:count] <= rule.hide_up_to)
    primary[parts[divided & (rest > 0) & (rest <= rule.hide_up_to)]] = True
    primary[parts[divided & small_whole]] = True
    primary[:count] &= ~known
    alone = np.zeros(len(values), dtype=bool)
    alone[
        parts[
            divided & small_whole & (rest == 0) & (system.kinds[rows] == CATEGORY) & _choice(system)
        ]
    ] = True
    alone &= primary
    hidden = primary.copy()
    hidden[:count] |= before & ~known
    hidden[count:] = True
    guarded = hidden.copy()
    guarded[count:] = (
        (values[count:] > 0) & (values[count:] <= rule.hide_up_to) & (system.floor[count:] == 0)
    )
    guarded[count:] &= _with_unknown(system, known)
    floor = system.floor.copy()
    floor[:count] = np.minimum(values[:count], 1)
    floor[parts[small_whole & (system.kinds[rows] == CATEGORY)]] = 0
    draft = Draft(
        system,
        rule,
        primary,
        hidden,
        guarded,
        floor,
        values.copy(),
        values.copy(),
        alone,
        prices(system, known),
    )
    draft.guard_services()
    return draft


def _with_unknown(system: System, known: Mask) -> Mask:
    """For every rest, whether a cell in its equations is not known already; what is known of it
    cannot be taken back else.
    """
    matrix = abs(system.matrix)
    rows = matrix[:, : system.count] @ (~known).astype("float64") > 0
    return np.asarray(matrix[:, system.count :].T @ rows.astype("float64") > 0, dtype=bool)


def _choice(system: System) -> Mask:
    """For every link, whether the whole has an empty part besides that some of its children could
    have been in.

    They could not where a group that the part counts in has none either.
    """
    rows, parts = system.links
    regional = system.kinds[rows] == REGION
    possible = system.numbers == 0
    possible[parts[regional & (system.numbers[system.wholes[rows]] == 0)]] = False
    return np.asarray(
        np.bincount(rows[possible[parts]], minlength=len(system.kinds))[rows] > 0, dtype=bool
    )


def prices(system: System, known: Mask) -> Floats:
    """What it costs a reader that a cell is hidden besides: a whole more than a part, a county
    more, the country most of all.
    """
    rows, _ = system.links
    region = system.cells["region"]
    price = 1 + 0.1 * np.log1p(system.numbers[: system.count])
    wholes = np.zeros(system.count, dtype=bool)
    wholes[np.unique(system.wholes[rows[np.isin(system.kinds[rows], [CATEGORY, WITHIN])]])] = True
    price[wholes] *= 2.5
    level = region.map(
        lambda code: (
            1.0
            if code in regions.municipalities()
            else next(cost for start, cost in LEVELS if code.startswith(start))
        )
    )
    price *= level.to_numpy("float64")
    price[known] = np.inf
    return np.concatenate([price, np.zeros(len(system.numbers) - system.count)])


@dataclass(frozen=True)
class Block:
    """Some cells and rests of a system, and the equations among them."""

    members: Ids
    matrix: sparse.csr_matrix


def blocks(matrix: sparse.csr_matrix, chosen: Ids, wanted: Mask) -> list[Block]:
    """The independent parts of the ``chosen`` columns, those that no equation ties together, that
    have a ``wanted`` one; largest first.
    """
    inside = matrix[:, chosen]
    inside = inside[np.flatnonzero(np.diff(inside.indptr))]
    height = inside.shape[0]
    both = (
        sparse.bmat([[None, inside], [inside.T, None]], format="csr")
        if height
        else sparse.csr_matrix((len(chosen), len(chosen)))
    )
    label = connected_components(both, directed=False)[1]
    of_rows, of_columns = label[:height], label[height:]
    found = []
    for name in np.unique(of_columns[wanted[chosen]]):
        columns = np.flatnonzero(of_columns == name)
        found.append(Block(chosen[columns], inside[np.flatnonzero(of_rows == name)][:, columns]))
    return sorted(found, key=lambda block: (-len(block.members), int(block.members[0])))
