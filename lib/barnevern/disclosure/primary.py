"""Primary suppression: which cells the rule suppresses for themselves.

Three rules (Hundepool et al. 2012, ch. 4 and 5): a threshold rule (a count of 1 to ``hide_up_to``);
the same for the complement of a count in its total; and group disclosure, where a small total of a
municipality is divided at all.
"""

from dataclasses import dataclass

import numpy as np

from barnevern.disclosure.linked_tables import (
    CATEGORY,
    ORDER,
    REGION,
    Floats,
    Ids,
    LinkedTables,
    Mask,
)
from barnevern.disclosure.pattern import SuppressionPattern
from barnevern.disclosure.rules import Rule
from barnevern.disclosure.weights import weights
from barnevern.observations import regions


@dataclass(frozen=True)
class Links:
    """Every cell that is a part of a total: its constraint (``rows``), its own number (``parts``),
    what the total has besides it (``complement``), and whether the total is a municipality's,
    under the rule's ``least_base`` and divided: equal series are one count (``small_total``).
    """

    rows: Ids
    parts: Ids
    complement: Floats
    small_total: Mask

    @classmethod
    def of(cls, tables: LinkedTables, rule: Rule) -> "Links":
        """The links of ``tables``."""
        rows, parts = tables.links
        totals = tables.nominal[tables.totals[rows]]
        municipal = tables.cells["region"].isin(list(regions.municipalities())).to_numpy()
        divides = np.diff(tables.constraints.indptr)[rows] > 2
        small_total = (totals > 0) & (totals < rule.least_base) & municipal[parts] & divides
        return cls(rows, parts, totals - tables.nominal[parts], small_total)


def primary_suppression(
    tables: LinkedTables, rule: Rule, known: Mask, suppressed_before: Mask
) -> SuppressionPattern:
    """The pattern with what ``rule`` suppresses for itself.

    ``known`` marks cells that readers have seen, in an earlier edition or elsewhere,
    ``suppressed_before`` those that an earlier edition suppressed and that stay so.
    """
    links, count = Links.of(tables, rule), tables.count
    primary = _unsafe(tables, rule, links) & ~_padded(known, tables)
    suppressed = primary | (_padded(suppressed_before & ~known, tables))
    suppressed[count:] = True
    to_protect = suppressed.copy()
    to_protect[count:] = _small_unpublished(tables, rule, known)
    pattern = SuppressionPattern(
        tables=tables,
        rule=rule,
        primary=primary,
        suppressed=suppressed,
        to_protect=to_protect,
        lower_bounds=_attackers_lower_bounds(tables, links),
        proved_low=tables.nominal.copy(),
        proved_high=tables.nominal.copy(),
        group_disclosure=_group_disclosure(tables, links) & primary,
        weights=weights(tables, known),
    )
    pattern.protect_services()
    return pattern


def _padded(cells: Mask, tables: LinkedTables) -> Mask:
    """A mask of cells with False for every unpublished one."""
    return np.concatenate([cells, np.zeros(len(tables.nominal) - tables.count, dtype=bool)])


def _unsafe(tables: LinkedTables, rule: Rule, links: Links) -> Mask:
    """Small counts, counts whose complement is small, and the parts of a small total."""
    values, count = tables.nominal, tables.count
    divided = _divided(tables, links)
    small_complement = (links.complement > 0) & (links.complement <= rule.hide_up_to)
    unsafe = np.zeros(len(values), dtype=bool)
    unsafe[:count] = (values[:count] > 0) & (values[:count] <= rule.hide_up_to)
    unsafe[links.parts[divided & small_complement]] = True
    unsafe[links.parts[divided & links.small_total]] = True
    return unsafe


def _divided(tables: LinkedTables, links: Links) -> Mask:
    """For every link, whether the part says how its total is divided; a municipality says nothing
    of the kind about its county.
    """
    return np.asarray((tables.kinds[links.rows] != REGION) & (tables.nominal[links.parts] > 0))


def _group_disclosure(tables: LinkedTables, links: Links) -> Mask:
    """Categories that hold all of a small total: whoever knows that a child is in the total would
    know its category.
    """
    everything = (
        _divided(tables, links)
        & links.small_total
        & (links.complement == 0)
        & (tables.kinds[links.rows] == CATEGORY)
        & _has_alternative(tables, links)
    )
    cells = np.zeros(len(tables.nominal), dtype=bool)
    cells[links.parts[everything]] = True
    return cells


def _has_alternative(tables: LinkedTables, links: Links) -> Mask:
    """For every link, whether the total has an empty part besides that some of its children could
    have been in.

    They could not where a group that the part counts in has none either.
    """
    rows, parts = links.rows, links.parts
    empty_group = (tables.kinds[rows] == REGION) & (tables.nominal[tables.totals[rows]] == 0)
    possible = tables.nominal == 0
    possible[parts[empty_group]] = False
    alternatives = np.bincount(rows[possible[parts]], minlength=len(tables.kinds))
    return np.asarray(alternatives[rows] > 0, dtype=bool)


def _small_unpublished(tables: LinkedTables, rule: Rule, known: Mask) -> Mask:
    """The unpublished cells that are small counts of children and not known already."""
    values, count = tables.nominal[tables.count :], tables.count
    small = (values > 0) & (values <= rule.hide_up_to) & (tables.lower_bounds[count:] == 0)
    orders = abs(tables.constraints[np.flatnonzero(tables.kinds == ORDER)][:, count:])
    counted = orders.sum(axis=0).A1 == 0
    return np.asarray(small & counted & _has_unknown(tables, known))


def _has_unknown(tables: LinkedTables, known: Mask) -> Mask:
    """For every unpublished cell, whether its constraints have a cell that is not ``known``; else
    it is known too, and cannot be taken back.
    """
    matrix = abs(tables.constraints)
    rows = matrix[:, : tables.count] @ (~known).astype("float64") > 0
    return np.asarray(matrix[:, tables.count :].T @ rows.astype("float64") > 0, dtype=bool)


def _attackers_lower_bounds(tables: LinkedTables, links: Links) -> Floats:
    """What a reader who knows the rule knows each cell to be at least: 1 where it is suppressed,
    for zeros are published, except where two categories of a small total are suppressed: all may be
    in one of them. Of three or more the reader is taken to know that none is empty.
    """
    bounds = tables.lower_bounds.copy()
    bounds[: tables.count] = np.minimum(tables.nominal[: tables.count], 1)
    divided = links.small_total & (tables.kinds[links.rows] == CATEGORY)
    filled = divided & (tables.nominal[links.parts] > 0)
    several = np.bincount(links.rows[filled], minlength=len(tables.kinds))[links.rows] > 2
    bounds[links.parts[divided & ~several]] = 0
    bounds[links.parts[filled & several]] = 1
    return bounds
