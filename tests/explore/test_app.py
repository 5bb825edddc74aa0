"""The explorer's widgets: a change is shown at once, a wrong one is said, and nothing is left
behind.
"""

import gc

import matplotlib._pylab_helpers
import pytest
from matplotlib.figure import Figure

from barnevern.explore import VIEWS, Explorer
from barnevern.observations.regions import municipalities


@pytest.fixture(scope="module")
def explorer(nation_folder) -> Explorer:
    return Explorer(str(nation_folder), "3201")


def test_it_begins_with_what_it_was_given(explorer):
    assert explorer.pane.value.startswith("<h2>Bærum: ")
    assert (
        "Oppdiktede tall, 1. januar 2025" in explorer.message.value
        and "Syntetiske tall" in explorer.message.value
    )
    assert explorer.pane.layout.height  # nothing below moves when the view changes


def test_every_choice_changes_what_is_shown(explorer):
    seen = {explorer.pane.value}
    for control, value in [
        (explorer.controls.municipality, "Stavanger"),
        (explorer.controls.peers, "country"),
        (explorer.controls.others, "3201, 0301"),
        (explorer.controls.intervals, True),
        (explorer.controls.form, True),
        (explorer.controls.years, (2024, 2024)),
        (explorer.controls.indicator, "children_per_fte_f244"),
        *((explorer.controls.views, name) for name in [*VIEWS][1:]),
    ]:
        control.value = value
        assert "Kan ikke vises" not in explorer.message.value
        assert explorer.pane.value not in seen, value
        seen.add(explorer.pane.value)


def test_what_cannot_be_shown_is_said_and_the_last_view_stays(nation_folder):
    explorer = Explorer(str(nation_folder), "3201")
    before = explorer.pane.value
    explorer.controls.municipality.value = "<script>alert(1)</script>"
    assert (
        "Kan ikke vises" in explorer.message.value
        and "&lt;script&gt;" in explorer.message.value
        and "<script" not in explorer.message.value
    )
    assert explorer.pane.value == before
    explorer.controls.municipality.value = "0301"
    assert "Kan ikke vises" not in explorer.message.value and explorer.pane.value != before


def test_two_hundred_changes_leave_no_figure_and_no_page_behind(explorer):
    explorer.controls.views.value = "development"
    codes = sorted(municipalities())
    counts = []
    for n in range(200):
        explorer.controls.municipality.value = codes[n % len(codes)]
        if n in (20, 199):
            gc.collect()
            counts.append(sum(isinstance(one, Figure) for one in gc.get_objects()))
    assert counts[1] <= counts[0]
    assert not matplotlib._pylab_helpers.Gcf.get_all_fig_managers()
