"""What a page shows, and what it says where a figure is missing."""

import re
import sys

import pytest

from barnevern import show
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.page.parameters import ParameterProblems
from barnevern.render.item import CSV_COLUMNS, MIME


@pytest.fixture(scope="module")
def baerum() -> Page:
    return Page.open("test", "3201", 2024)


@pytest.fixture(scope="module")
def loppa() -> Page:
    return Page.open("test", "Loppa", 2019)


def values(item, **where) -> list[float]:
    rows = item.rows
    for column, value in where.items():
        rows = rows[rows[column].eq(value)]
    return list(rows["value"])


def test_trend_has_own_and_peers_and_the_differences_in_its_rows(baerum):
    item = show.trend(baerum, "gross_f252_per_child_placed_nok")
    assert values(item, region="3201", year=2024, kind="") == [1_078_632]
    assert values(item, kind="deviation", against="EKG12") == pytest.approx([53.115], abs=0.001)
    assert "KOSTRA-gruppe 12 (53,1 prosent høyere)" in item.summary


def test_break_is_marked_in_figure_and_text(baerum):
    item = show.trend(baerum, "gross_f252_per_child_placed_nok")
    assert ">brudd</text>" in item.html
    assert "Brudd i 2022: kommunene fikk større egenandeler" in item.html


def test_a_page_never_shows_a_later_year():
    item = show.trend(Page.open("test", "3201", 2023), "gross_f244_per_child_nok")
    assert item.rows["year"].max() == 2023
    assert "101" not in item.html


def test_shares_and_changes_are_computed_from_counts(baerum):
    item = show.breakdown(baerum, "referrals_by_sender", share="referrals_sender_pct")
    assert values(
        item, indicator="referrals_sender_pct", category="police", year=2024, kind=""
    ) == pytest.approx([137 / 826 * 100])
    assert values(item, category="police", kind="change") == pytest.approx(
        [137 / 826 * 100 - 105 / 799 * 100]
    )
    assert set(item.rows[item.rows["kind"].eq("change")]["unit"]) == {"prosentpoeng"}


def test_rates_times_places():
    item = show.product(
        Page.open("test", "3201", 2023),
        "own_share_rate_nok_per_year",
        "cost_driving_placements_31dec",
        "Egenandel",
    )
    assert values(item, category="", year=2023) == [15 * 2_100_000 + 0 * 876_000 + 13 * 1_020_000]


@pytest.mark.parametrize(
    "make",
    [
        lambda page: show.trend(page, "access_requests_closed_cases"),
        lambda page: show.breakdown(page, "referrals_by_sender", share="referrals_sender_pct"),
        lambda page: show.cross(page, "unaccompanied_minors_31dec", "housing", "em_age"),
        lambda page: show.printed(page, "referrals_sender_pct"),
        lambda page: show.product(
            page, "own_share_rate_nok_per_year", "cost_driving_placements_31dec", "Egenandel"
        ),
        lambda page: show.figures(page, "RFT", "rft_cases", "pmto_children", id="x"),
    ],
)
def test_a_missing_figure_is_said_in_words_where_it_would_stand(loppa, make):
    item = make(loppa)
    assert item.state == "missing"
    assert item.rows.empty
    assert "Ikke rapportert" in item.html and "Loppa" in item.html


def test_suppressed_by_statistics_norway_is_said_and_not_zero():
    item = show.trend(Page.open("test", "Loppa", 2019), "children_with_referral_0_17_pct")
    hidden = item.rows[item.rows["region"].eq("5614") & item.rows["status"].eq(":")]
    assert len(hidden) and hidden["value"].isna().all()
    assert "«:»: vises ikke av personvernhensyn." in item.html


def test_split_municipality_says_why():
    item = show.trend(Page.open("test", "Haram", 2018), "children_with_measures_31dec")
    assert item.state == "missing"
    assert "en kommune er delt" in item.summary


def test_merged_municipality_with_a_part_missing_says_so():
    item = show.trend(Page.open("test", "Asker", 2019), "children_with_measures_31dec")
    assert "mangler for en av kommunene som er slått sammen" in item.summary


def test_small_service_is_warned_about():
    assert "Liten tjeneste" in show.size(Page.open("test", "Loppa", 2019)).html
    assert "Liten tjeneste" not in show.size(Page.open("test", "3201", 2024)).html


def test_findings_are_at_most_five_and_recent(baerum):
    item = show.findings(
        baerum,
        *[
            "gross_f244_per_child_nok",
            "gross_f251_per_child_not_placed_nok",
            "children_with_measures_31dec",
        ],
        *["referrals"] * 6,
    )
    # Nothing is clear, so three figures stand as they are; that of 2019 is too old.
    assert item.summary.startswith("Ingen av disse tallene skiller seg klart")
    assert item.html.count("<li>") == 3 and "enn i" not in item.html
    assert "2019" not in item.html


@pytest.mark.parametrize(
    ("indicators", "said"),
    [
        (["investigations_started", "investigations_dismissed_pct"], "Grunnlaget er for lite"),
        (["gross_f244_per_child_nok", "gross_f252_per_child_placed_nok"], "Der tallene kan vurd"),
    ],
)
def test_what_cannot_be_judged_is_not_told_as_alike(indicators, said):
    item = show.findings(Page.open("test", "3201", 2024), *indicators)
    assert item.summary.startswith(said)


def test_output_bundle_holds_html_text_and_rows(baerum):
    bundle = show.trend(baerum, "referrals")._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain", MIME}
    rows = [dict(zip(CSV_COLUMNS, row, strict=True)) for row in bundle[MIME]["rows"]]
    assert rows and not [row for row in rows if row["value"] != row["value"]]


def test_sources_are_those_of_what_was_shown():
    page = Page.open("test", "3201", 2024)
    show.trend(page, "gross_f244_per_child_nok")
    html = show.sources(page).html
    assert "KOSTRA- og ASSS-analyse 2024" in html
    assert "Tilstandsrapport" not in html


def test_all_wrong_parameters_are_named_together():
    with pytest.raises(ParameterProblems) as raised:
        Page.open("test", 301, "2024", "publishd", "Askr")
    assert len(raised.value.sentences) == 4
    assert "did you mean '0301' Oslo?" in raised.value.sentences[0]


def test_what_chance_alone_can_give_is_told_where_there_is_a_base_and_not_for_kroner(baerum):
    item = show.trend(Page.open("test", "Hvaler", 2018), "children_with_referral_0_17_pct")
    assert "Tilfeldigheter alene kan gi mellom 2,7 og 5,4" in item.summary
    low, high = values(item, kind="interval_low")[0], values(item, kind="interval_high")[0]
    assert low < values(item, region="3110", year=2018, kind="")[0] < high
    assert "alene" not in show.trend(baerum, "gross_f244_per_child_nok").summary


def test_an_implausible_cost_is_said_to_be_so_and_is_no_finding_and_no_per_cent():
    # Gjesdal 2018: 4 500 kroner for each child at home, 85 per cent below the year before.
    gjesdal, cost = Page.open("test", "Gjesdal", 2018), "gross_f251_per_child_not_placed_nok"
    said = show.trend(gjesdal, cost).summary
    assert "under en firedel av tallet for Rogaland, landet og landet uten Oslo" in said
    assert "Bokføring, en vertskommune eller få barn kan forklare det." in said
    assert "prosent" not in said and "klart" not in said
    assert "4\u202f500" not in show.findings(gjesdal, cost, "children_with_referral_0_17_pct").html
    assert "85" not in show.real_prices(gjesdal, cost).summary


def test_standing_marks_one_municipality_among_all_and_lists_them_by_name():
    item = show.standing(
        Page.open("test", "Halden", 2015), "children_with_measures_31dec_per_1000_0_22"
    )
    assert "Av 38 tjenester med tall for 2015" in item.summary
    assert item.html.index("Aremark") < item.html.index("Halden</th>") < item.html.index("Våler")
    # Every service, the estimate, the common rate and variation, and how many there are and stand
    # out.
    assert len(item.rows) == 38 + 1 + 2 + 2


def test_standing_lists_those_nearest_in_size_where_there_are_very_many(monkeypatch):
    monkeypatch.setattr(
        sys.modules["barnevern.show.standing"], "MOST_LISTED", 5
    )  # the function has the module's name
    item = show.standing(
        Page.open("test", "Halden", 2015), "children_with_measures_31dec_per_1000_0_22"
    )
    listed = re.findall(r'<th scope="row">(.*?)</th>', item.html)
    sizes = item.rows[item.rows["region"].str.fullmatch(r"\d{4}|SERVICE.*")]
    assert "De 5 tjenestene som er nærmest i størrelse, 2015" in item.html
    assert (
        len(listed) == 5
        and listed == sorted(listed)
        and "Halden" in listed
        and "Aremark" not in listed
    )
    assert len(sizes["region"].unique()) == 5
    assert "Av 38 tjenester" in item.summary


def test_a_county_that_came_back_is_drawn_beside_the_old_one():
    item = show.trend(
        Page.open("test", "Halden", 2015), "children_with_measures_31dec_per_1000_0_22"
    )
    assert (
        "<svg" in item.html and "Østfold (til 2019)" in item.html and ">Østfold</text>" in item.html
    )


def test_municipalities_are_listed_in_the_order_of_the_norwegian_alphabet(monkeypatch):
    page = Page.open("test", "Halden", 2015)
    codes = [*(f"{n:04d}" for n in range(1, 19)), "3101", "A", "O"]
    counted = dict.fromkeys(codes, (20.0, 1000.0))
    monkeypatch.setattr(sys.modules["barnevern.show.standing"], "_by_service", lambda *_: counted)
    monkeypatch.setattr(
        regions,
        "name_of",
        lambda code: {"3101": "Halden", "A": "Ål", "O": "Øygarden"}.get(code, f"By {code}"),
    )
    listed = re.findall(
        r'<th scope="row">(.*?)</th>',
        show.standing(page, "children_with_measures_31dec_per_1000_0_22").html,
    )
    assert listed[-3:] == ["Halden", "Øygarden", "Ål"]
    monkeypatch.setattr(type(page.dataset), "neighbours", lambda *_: ["A", "O", "0001"])
    assert "er By 0001, Øygarden og Ål." in show.alike(page, "referrals").summary


def test_standing_says_when_the_municipality_has_no_counts():
    item = show.standing(
        Page.open("test", "Loppa", 2019), "children_with_measures_31dec_per_1000_0_22"
    )
    assert item.state == "missing"
