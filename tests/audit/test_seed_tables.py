"""Two tables that a municipality printed whole (Bærum, Tilstandsrapport 2023, tables 4 and 5), as
if only the small counts had been hidden: the attacker must find what hiding alone does not hide.
Expected counts: reliability notes on the same tables.
"""

import csv

import finished
import pytest

from barnevern.audit import audit
from barnevern.audit.attack import ATTACKERS
from barnevern.paths import DATA

HOUSING, PROGRAMME = "unaccompanied_minors_31dec", ("mst_can_children", "mst_can_families")


def figures(*measures):
    """(measure, year, category) -> value, as the report printed them."""
    with (DATA / "published" / "baerum_tilstandsrapport_2023.csv").open(
        encoding="utf-8", newline=""
    ) as handle:
        found = [
            line for line in csv.DictReader(handle) if line["measure"] in measures and line["value"]
        ]
    return {
        (line["measure"], int(line["year"]), line["category"]): int(float(line["value"]))
        for line in found
    }


def suppressed(folder, table, hide_up_to, keep, rule):
    """A batch of one page with counts from 1 to ``hide_up_to`` hidden; gives its audit and the
    counts that were hidden.
    """
    hidden = {
        key: value for key, value in table.items() if 1 <= value <= hide_up_to and not keep(key)
    }
    rows = [
        finished.row(m, "3201", year, m, c, finished.HIDDEN if (m, year, c) in hidden else value)
        for (m, year, c), value in table.items()
    ]
    return audit(finished.write(folder, "3201", rows, rule=rule))[0], hidden


def total(key):
    return key[2] == "" or "total" in key[2]


def exact(found, attacker):
    """(measure, year, category) -> value of what an attacker knows exactly."""
    return {
        (cell[2], cell[1], cell[3]): leak.low
        for cell, leak, hidden in found.leaks
        if leak.attacker == attacker and leak.exact and hidden
    }


@pytest.mark.parametrize("attacker", ATTACKERS)
def test_all_three_hidden_counts_of_the_housing_table_are_found_when_one_and_two_are_hidden(
    tmp_path, attacker
):
    found, hidden = suppressed(tmp_path, figures(HOUSING), 2, total, "ssb-barnevern")
    assert len(hidden) == 3
    assert exact(found, attacker) == hidden
    assert found.failed


def test_three_of_seven_hidden_counts_of_the_housing_table_are_found_when_one_to_four_are_hidden(
    tmp_path,
):
    found, hidden = suppressed(tmp_path, figures(HOUSING), 4, total, "lt5")
    known = exact(found, "pages")
    assert (len(hidden), len(known)) == (7, 3)
    assert sorted(known.values()) == [1, 3, 4]
    assert all(hidden[key] == value for key, value in known.items())


def test_the_rule_gives_no_less_than_the_pages(tmp_path):
    found, hidden = suppressed(tmp_path, figures(HOUSING), 4, total, "lt5")
    by_rule = exact(found, "rule")
    assert exact(found, "pages").items() <= by_rule.items()
    assert all(hidden[key] == value for key, value in by_rule.items())


def test_every_hidden_count_of_the_programme_table_is_found(tmp_path):
    # Of two municipalities and their sum, one that is hidden is the difference of the others.
    table = {key: value for key, value in figures(*PROGRAMME).items() if value}
    found, hidden = suppressed(tmp_path, table, 4, total, "lt5")
    alone = {
        key: value
        for key, value in hidden.items()
        if sum((key[0], key[1], c) in hidden for c in ("baerum", "asker")) == 1
    }
    assert len(alone) >= 3
    assert exact(found, "pages") == alone


def test_nothing_is_found_where_every_hidden_count_is_a_large_part_of_a_large_table(tmp_path):
    # Two by two hidden cells in large rows and columns can move together as far as the smallest of
    # them.
    table = {
        ("referrals", 2023, c): v
        for c, v in {"": 60, "police": 9, "school": 9, "child": 9, "ppt": 33}.items()
    }
    rows = [
        finished.row(
            "referrals_by_sender",
            "3201",
            y,
            "referrals_by_sender",
            c,
            ":" if c in ("police", "school") else v,
        )
        for (_, y, c), v in table.items()
    ]
    found = audit(finished.write(tmp_path, "3201", rows))[0]
    assert found.hidden == 2
    assert not found.failed
