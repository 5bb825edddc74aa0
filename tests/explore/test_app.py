"""The explorer's widgets: a change is shown at once, a wrong one is said, and nothing is left
behind.
"""

import gc
from dataclasses import replace

import matplotlib._pylab_helpers
import pytest
from matplotlib.figure import Figure

from barnevern.explore import VIEWS, Choice, Explorer, view
from barnevern.explore.offered import label
from barnevern.explore.view import without_figures
from barnevern.indicators.catalogue import catalogue
from barnevern.observations.regions import municipalities, name_of


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


def test_sixty_changes_leave_no_figure_and_no_page_behind(explorer):
    explorer.controls.views.value = "development"
    codes = sorted(municipalities())
    counts = []
    for n in range(60):
        explorer.controls.municipality.value = codes[n % len(codes)]
        if n in (20, 59):
            gc.collect()
            counts.append(sum(isinstance(one, Figure) for one in gc.get_objects()))
    assert counts[1] <= counts[0]
    assert not matplotlib._pylab_helpers.Gcf.get_all_fig_managers()


def test_indicators_with_figures_stand_first_with_their_number_of_years(explorer):
    explorer.controls.municipality.value = "3201"
    options = list(explorer.controls.indicator.options)
    empty = [option.endswith(" – ingen tall") for option in options]
    assert empty == sorted(empty) and 0 < sum(empty) < len(options) == len(catalogue())
    chosen = "children_with_measures_31dec_per_1000_0_22"
    years = explorer.years_with_figures["3201", chosen]
    assert f"{label(catalogue()[chosen])} – {years} år" in options


def test_an_indicator_is_found_by_typing(nation_folder):
    explorer = Explorer(str(nation_folder), "3201")
    chosen = explorer.controls.indicator.options[0]
    for typed in (chosen, chosen.split(" – ")[0], "children_per_fte_f244"):
        explorer.controls.indicator.value = typed
        assert "Kan ikke vises" not in explorer.message.value
    before = explorer.pane.value
    for typed, said in (("xyzzy", "Fant ingen indikator «xyzzy»"), ("barn", "passer på flere")):
        explorer.controls.indicator.value = typed
        assert said in explorer.message.value and explorer.pane.value == before


def test_a_name_that_two_municipalities_have_is_answered_with_both(nation_folder):
    explorer = Explorer(str(nation_folder), "3201")
    explorer.controls.municipality.value = "Våler"
    assert "3114 Våler (Østfold) og 3419 Våler (Innlandet)" in explorer.message.value
    names = [one for one in explorer.controls.municipality.options if "Våler" in one]
    assert names == ["3114 – Våler (Østfold)", "3419 – Våler (Innlandet)"]


def test_every_peer_that_was_asked_for_is_shown_or_said_why_not(nation_folder):
    explorer = Explorer(str(nation_folder), "3201")
    asked = ["EKG12", "4601", "3203", "1103", "0301", "EKA32", "EAK"]
    explorer.controls.others.value = ", ".join(asked)
    shown = set(explorer.shown[1].rows["region"])
    for code in asked:
        assert (code in shown) != (name_of(code) in explorer.message.value)
    explorer.controls.others.value = "KOSTRA-gruppe 12"
    assert "ikke med" not in explorer.message.value and "Uten tall" not in explorer.message.value


def test_peers_that_a_figure_has_no_room_for_are_said():
    rate = "children_with_measures_31dec_per_1000_0_22"
    asked = Choice("3201", rate, 2015, 2019, peers="0301, 3205, 3207, 3209, 3212, 3214")
    page, item = view(asked)
    shown = set(item.rows["region"])
    assert len(shown) == 5
    left_out = [name_of(code) for code in page.peers if code not in shown]
    said = without_figures(page, item, asked)
    assert said == f"Figuren har plass til 4. Disse er ikke med: {', '.join(left_out)}."


def test_peers_without_figures_are_said():
    asked = Choice("3201", "gross_f252_per_child_placed_nok", 2021, 2024, peers="EKG12, Tromsø")
    said = without_figures(*view(asked), asked)
    assert said == "Uten tall, eller bare med eldre tall, for denne indikatoren: Tromsø."
    counted = replace(asked, indicator="children_with_measures_31dec", last=2019, first=2015)
    assert without_figures(*view(counted), counted).startswith("Antall følger størrelsen")
    alone = replace(asked, peers="EKG12")
    assert without_figures(*view(alone), alone) == ""


def test_the_slider_is_never_pushed_out_and_commands_name_the_data_set(explorer, nation_folder):
    assert all(row.layout.flex_flow == "row wrap" for row in explorer.controls.rows)
    assert f"--dataset {nation_folder.name}" in explorer.message.value
