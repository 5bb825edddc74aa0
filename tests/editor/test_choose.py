"""What the editor puts first."""

from barnevern.comparison.evidence import CLEAR
from barnevern.comparison.judge import IMPLAUSIBLE
from barnevern.editor import Clear, Result, leading, main_findings, plain
from barnevern.indicators import indicator
from barnevern.indicators.figure import Figure

NAMES = {
    "law": "plans_care_pct",
    "other law": "foster_follow_up_unmet_pct",
    "third law": "supervision_visits_unmet_pct",
    "cost": "gross_f252_per_child_placed_nok",
    "net cost": "net_f252_per_child_placed_nok",
    "referrals": "children_with_referral_0_17_pct",
    "sick": "sick_leave_pct",
}


def result(name: str, *, level: float = 0.0, kept: bool | None = None, **more) -> Result:
    """A result whose level is ``level`` above the group's, if that is not 0."""
    entry = indicator(NAMES.get(name, name))
    own = Figure("3201", more.pop("year", 2024), entry.id, "", more.pop("value", 50.0))
    clear = Clear(own.derived("deviation", level, against="EAK"), own, level, 5.0)
    return Result(entry, own, clear if level else None, kept=kept, **more)


def names(found) -> list[str]:
    known = {name: key for key, name in NAMES.items()}
    return [known[one.indicator.id] for one in found]


def test_the_law_comes_first_and_the_longest_way_from_it():
    found = main_findings(
        [
            result("cost", level=2.0),
            result("law", kept=False, value=90.0),
            result("other law", kept=False, value=60.0),
        ]
    )
    assert names(found) == ["other law", "law", "cost"]


def test_the_largest_certain_deviation_is_among_the_first_three_whatever_the_law():
    found = [result(name, kept=False) for name in ("law", "other law", "third law")]
    found += [result("cost", level=0.3), result("referrals", level=-0.6)]
    first = names(leading(main_findings(found)))
    assert first[:3] == ["law", "other law", "referrals"]
    assert len(first) == 5


def test_a_quantity_is_told_once_by_its_largest_effect():
    found = [result("net cost", level=0.5), result("cost", level=0.8)]
    assert names(main_findings(found)) == ["cost"]


def test_an_older_figure_gives_way_to_a_newer_of_the_same_quantity():
    old = result("children_with_measures_0_22_pct", level=0.9, year=2022)
    new = result("children_with_measures_0_24_pct", level=0.2)
    assert [one.indicator.id for one in main_findings([old, new])] == [
        "children_with_measures_0_24_pct"
    ]


def test_good_news_stands_beside_bad():
    found = [result(name, kept=False) for name in ("law", "other law", "third law")]
    found += [result("cost", level=0.9), result("sick", level=-0.3)]
    told = leading(main_findings(found))
    assert [one.good for one in told].count(True) == 1


def test_what_is_not_clear_kept_or_implausible_is_no_finding():
    odd = result("cost", level=3.0, answers=frozenset({IMPLAUSIBLE, CLEAR}))
    assert main_findings([result("sick"), result("law", kept=True), odd]) == []


def test_plain_figures_are_of_quantities_not_told_yet():
    every = [result("cost"), result("net cost"), result("sick"), result("referrals")]
    assert names(plain(every, [result("net cost")], 2)) == ["sick", "referrals"]
