"""The attack against counting every possible table."""

import itertools

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from barnevern.audit.attack import ATTACKERS, OWN, PAGES, attacked, leaks_of_known, needed
from barnevern.audit.bounds import tightened
from barnevern.audit.components import parts
from barnevern.audit.read import rule
from barnevern.audit.system import System

MOST_HIDDEN, LARGEST = 4, 5
DEFAULT = rule("ssb-barnevern")


@st.composite
def tables(draw):
    """A table of small counts and which of them are hidden; its margins are shown."""
    shape = draw(st.integers(1, 3)), draw(st.integers(2, 4))
    counts = draw(
        st.lists(
            st.integers(0, LARGEST), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]
        )
    )
    table = np.array(counts).reshape(shape)
    small = [place for place in np.ndindex(shape) if 1 <= table[place] <= 3]
    others = [place for place in np.ndindex(shape) if place not in small]
    more = draw(st.lists(st.sampled_from(others), unique=True, max_size=3)) if others else []
    hidden = [*small, *more][:MOST_HIDDEN]
    assume(hidden)
    return table, hidden


def system(table, hidden):
    """The system of the table, and the numbers of its hidden cells in their order."""
    found = System()
    numbers = {}
    for place in np.ndindex(table.shape):
        numbers[place] = found.cell(("3201", 2023, "referrals", str(place)))
        if place not in hidden:
            found.narrow(numbers[place], table[place], table[place])
    for axis in (0, 1):
        for line in range(table.shape[axis]):
            inside = [numbers[place] for place in np.ndindex(table.shape) if place[axis] == line]
            total = float(table.sum(axis=1 - axis)[line])
            found.add(inside, [1.0] * len(inside), total, total)
    return found, [numbers[place] for place in hidden]


def possible(table, hidden):
    """Every table with the same margins and shown cells, as the values of the hidden ones."""
    states = []
    largest = int(table.sum())
    for values in itertools.product(*(range(min(largest, LARGEST * 3) + 1) for _ in hidden[:-1])):
        other = table.copy()
        for place, value in zip(hidden, values, strict=False):
            other[place] = value
        last = hidden[-1]
        other[last] = table[last[0]].sum() - (other[last[0]].sum() - other[last])
        same = (other.sum(axis=0) == table.sum(axis=0)).all() and (
            other.sum(axis=1) == table.sum(axis=1)
        ).all()
        if other[last] >= 0 and same:
            states.append([other[place] for place in hidden])
    return np.array(states)


def linked(states, position):
    """The hidden cells whose values are not settled, and hang together with the one at
    ``position``.
    """
    moving = [n for n in range(states.shape[1]) if np.ptp(states[:, n])]
    group, grown = {position}, True
    while grown:
        grown = False
        for n in moving:
            if n not in group and any(
                len({tuple(s) for s in states[:, [n, g]]})
                < len(set(states[:, n])) * len(set(states[:, g]))
                for g in group
            ):
                group.add(n)
                grown = True
    return sorted(group)


@settings(max_examples=60)
@given(tables())
def test_what_the_pages_give_is_what_counting_every_table_gives(drawn):
    table, hidden = drawn
    found, numbers = system(table, hidden)
    states = possible(table, hidden)
    arrays, dropped = tightened(found.arrays())
    assert dropped == 0
    judged = set(numbers)
    leaks = leaks_of_known(arrays, judged, judged, DEFAULT) + attacked(
        list(parts(arrays, judged, judged)), DEFAULT
    )
    by_cell = {leak.cell: (leak.low, leak.high) for leak in leaks if leak.attacker == PAGES}
    expected = {
        number: (float(states[:, n].min()), float(states[:, n].max()))
        for n, number in enumerate(numbers)
        if np.ptp(states[:, n]) < needed(DEFAULT, PAGES)
    }
    assert by_cell == expected


@settings(max_examples=60)
@given(tables())
def test_what_one_of_those_counted_knows_is_never_less_than_counting_every_table_gives(drawn):
    table, hidden = drawn
    found, numbers = system(table, hidden)
    states = possible(table, hidden)
    arrays, _ = tightened(found.arrays())
    judged = set(numbers)
    leaks = leaks_of_known(arrays, judged, judged, DEFAULT) + attacked(
        list(parts(arrays, judged, judged)), DEFAULT
    )
    known = {leak.cell for leak in leaks if leak.attacker == OWN}
    for n, number in enumerate(numbers):
        group = linked(states, n)
        for own in group:
            some = states[states[:, own] >= 1]
            small = some[
                ((some[:, group] >= 1) & (some[:, group] <= DEFAULT.hide_up_to)).any(axis=1)
            ]
            if len(small) and np.ptp(small[:, n]) < needed(DEFAULT, OWN):
                assert number in known


def test_a_lone_hidden_count_is_as_wide_as_the_rule_leaves_it():
    found = System()
    number = found.cell(("3201", 2023, "referrals", "police"))
    arrays, _ = tightened(found.arrays())
    assert attacked(list(parts(arrays, {number}, {number})), DEFAULT) == []


def test_a_lone_hidden_count_that_must_be_two_or_more_is_known_too_well_by_the_rule():
    found = System()
    number = found.cell(("3201", 2023, "referrals", "police"))
    found.narrow(number, 2, 9)
    arrays, _ = tightened(found.arrays())
    leaks = attacked(list(parts(arrays, {number}, {number})), DEFAULT)
    assert {(leak.attacker, leak.low, leak.high) for leak in leaks} == {
        (attacker, 2.0, 3.0) for attacker in ATTACKERS if attacker != PAGES
    }


def test_a_row_that_is_only_believed_goes_before_one_that_the_pages_say():
    found = System()
    whole, part = (
        found.cell(("3201", 2023, "referrals", "")),
        found.cell(("3201", 2023, "referrals", "police")),
    )
    found.add([part], [1.0], 7.0, 7.0)
    found.firm = 1
    found.narrow(whole, 5, 5)
    found.add([whole, part], [1.0, -1.0], 0.0, 0.0)
    arrays, dropped = tightened(found.arrays())
    assert (dropped, arrays.low[part], arrays.high[part]) == (1, 7.0, 7.0)
