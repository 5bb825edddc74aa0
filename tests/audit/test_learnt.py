"""What a reader learns from printed counts alone, and what he then works out."""

import finished
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barnevern.audit import audit
from barnevern.audit.attack import ATTACKERS
from barnevern.audit.equations import Equations
from barnevern.audit.implied import credible
from barnevern.audit.learnt import BELIEVED, FEW, Printed, learnt, printed
from barnevern.audit.public import Members, Sum
from barnevern.audit.read import rule
from barnevern.audit.system import System

PLACES = ["3201", "3203", "3301", "5612", "5616", "5603", "1101", "1103"]
YEARS = range(2018, 2024)
DURING, NEW = "children_with_measures_during_year", "children_with_new_measures"
AT_THE_END = "children_with_measures_31dec"
CARE, PLAN = "children_in_care", "children_with_care_plan"
MOST_WRONG = 0.9  # of the places: the relation breaks there often enough not to be believed


def measures(*, holds=1.0, largest=45):
    """Rows of three measures in every place and year: children with measures during a year had them
    when it began or got them in it, in the share of places where that ``holds``.
    """
    stream, rows = np.random.default_rng(7), {}
    for place in PLACES:
        end = int(stream.integers(8, largest // 2))
        for year in YEARS:
            new = int(stream.integers(4, largest // 2))
            during = end + new + (stream.random() > holds)
            end = int(stream.integers(4, min(during, largest // 2) + 1))
            rows |= {(place, year, DURING): during, (place, year, NEW): new}
            rows[place, year, AT_THE_END] = end
    return rows


def batch(tmp_path, counts, hidden=()):
    """Pages of the counts, with those that are ``hidden``; gives what the audit finds."""
    for place in PLACES:
        rows = [
            finished.row("a", place, year, name, "", finished.HIDDEN if key in hidden else count)
            for key, count in counts.items()
            for _, year, name in [key]
            if key[0] == place
        ]
        finished.write(tmp_path, place, rows)
    [found] = audit(tmp_path)
    return found


def exact(found):
    return {attacker: found.of(attacker)["exact"] for attacker in ATTACKERS}


def test_a_count_hidden_in_one_year_is_worked_out_from_the_year_before(tmp_path):
    hidden = {("5616", 2023, NEW), ("5612", 2022, DURING), ("3301", 2021, AT_THE_END)}
    found = batch(tmp_path, measures(), hidden)
    assert f"{DURING} = {NEW} + {AT_THE_END}@-1" in {relation.told for relation in found.learnt}
    assert exact(found) == dict.fromkeys(ATTACKERS, 3)
    assert {cell[:2] for cell, _, _ in found.leaks} == {key[:2] for key in hidden}


def test_two_of_the_three_hidden_leave_nothing_to_work_out(tmp_path):
    hidden = {("5616", 2023, NEW), ("5616", 2023, DURING)}
    assert exact(batch(tmp_path, measures(), hidden)) == dict.fromkeys(ATTACKERS, 0)


def test_what_breaks_in_many_places_is_not_learnt(tmp_path):
    found = batch(tmp_path, measures(holds=MOST_WRONG), {("5616", 2023, NEW)})
    assert found.learnt == []
    assert exact(found) == dict.fromkeys(ATTACKERS, 0)


def test_few_places_teach_nothing(tmp_path):
    few = {key: count for key, count in measures().items() if key[1] > 2021}
    assert batch(tmp_path, few, {("5616", 2023, NEW)}).learnt == []


def test_one_count_under_two_names_is_one_count(tmp_path):
    counts = {key: count for key, count in measures().items() if key[2] == NEW}
    counts |= {(place, year, "pmto_children"): c for (place, year, _), c in counts.items()}
    found = batch(tmp_path, counts, {("5616", 2023, NEW)})
    assert [relation.told for relation in found.learnt] == [f"pmto_children = {NEW}"]
    assert exact(found) == dict.fromkeys(ATTACKERS, 1)


def test_what_holds_of_small_counts_is_believed_of_them_alone(tmp_path):
    counts = measures()
    large = {
        (place, year, name): 100 + 7 * count + (name == DURING) * (year % 5)
        for (place, year, name), count in counts.items()
        if place in {"1101", "1103"}
    }
    hidden = {("5616", 2023, NEW), ("1101", 2023, NEW)}
    found = batch(tmp_path, counts | large, hidden)
    assert f"{DURING} = {NEW} + {AT_THE_END}@-1 (up to {FEW})" in {
        relation.told for relation in found.learnt
    }
    assert {cell[0] for cell, _, _ in found.leaks} == {"5616"}


def test_a_part_that_is_printed_only_where_it_is_all_teaches_nothing():
    # What the whole has besides the part is hidden where it is small, and the part with it.
    care = {(*key[:2], CARE): n for key, n in measures().items() if key[2] == NEW}
    plan = {(*key[:2], PLAN): count for key, count in care.items()}
    found = credible(learnt(series(care | plan)), [Sum((CARE, ""), ((PLAN, ""),), partial=True)])
    assert found == ([], [])
    following, new = credible(learnt(series(care | plan)), [])
    assert (following, [relation.told for relation in new]) == ([], [f"{PLAN} = {CARE}"])


def test_what_follows_from_a_declared_sum_is_not_new():
    counts = {key: count for key, count in measures().items() if key[2] == NEW}
    for name, times in (("referrals", 2), ("pmto_children", 1)):
        counts |= {
            (*key[:2], name): times * count for key, count in counts.items() if key[2] == NEW
        }
    twice = Sum(("referrals", ""), ((NEW, ""), ("pmto_children", "")))
    following, new = credible(learnt(series(counts)), [twice])
    assert "referrals = children_with_new_measures + pmto_children" in {
        relation.told for relation in following
    }
    assert [relation.told for relation in new] == [f"pmto_children = {NEW}"]


def series(counts):
    """The printed counts (by place, year and measure) as the search reads them."""
    equations = Equations(System(), Members({}), set(), rule("ssb-barnevern"))
    for (place, year, measure), count in counts.items():
        equations.system.narrow(equations.number((place, year, measure, "")), count, count)
    return printed(equations)


def table(counts, there, own):
    """The printed counts of ``own`` series, and the same of the year before."""
    terms = [((f"series_{number}", ""), before) for before in (0, 1) for number in range(own)]
    return Printed(terms, counts, there)


def planted_table(seed, places, mean, share):
    """Random counts with a sum, an equality and a sum with the year before planted in them; a
    ``share`` of them is printed.
    """
    stream = np.random.default_rng(seed)
    own, before = stream.poisson(mean, (places, 6)), stream.poisson(mean, (places, 6))
    own[:, 2], own[:, 3], own[:, 4] = own[:, 0] + own[:, 1], own[:, 0], own[:, 5] + before[:, 1]
    counts = np.hstack([own, before]).astype(np.int64)
    return table(counts, stream.random(counts.shape) < share, 6)


@settings(max_examples=25)
@given(
    st.integers(0, 2**32),
    st.integers(150, 300),
    st.sampled_from([6, 20, 300]),
    st.sampled_from([0.7, 1.0]),
)
def test_what_is_planted_is_learnt_and_what_is_learnt_holds(seed, places, mean, share):
    drawn = planted_table(seed, places, mean, share)
    found = {
        (drawn.terms.index(one.whole), frozenset(map(drawn.terms.index, one.parts))): one
        for one in learnt(drawn)
    }
    for planted in ((2, frozenset({0, 1})), (3, frozenset({0})), (4, frozenset({5, 7}))):
        assert planted in found
    for (whole, parts), relation in found.items():
        columns = [whole, *(list(parts) * (len(relation.parts) // len(parts)))]
        rows = drawn.there[:, columns].all(axis=1)
        values = drawn.counts[rows][:, columns]
        if relation.few:
            values = values[(values <= FEW).all(axis=1)]
        values = values[(values > 0).any(axis=1)]
        held = values[:, 0] == values[:, 1:].sum(axis=1)
        shares = [held[values[:, term] > 0].mean() for term in range(len(columns))]
        assert min(shares) >= BELIEVED
        assert (relation.share, relation.places) == (pytest.approx(min(shares)), len(values))
