"""Every number of the published tables stands on the right page with the digits as printed.

The numbers are typed here from the documents themselves (KOSTRA/ASSS 2024 for Bærum;
Tilstandsrapport 2023), apart from the project's own tables, so that a slip in either is found.
"""

from pathlib import Path

import lxml.html
import pytest

UNIT_COSTS = {
    "gross_f244_per_child_nok": {
        "Bærum": "86 242 | 105 386 | 109 910 | 101 180",
        "Asker": "76 877 | 85 694 | 92 199 | 95 437",
        "KOSTRA-gruppe 12": "73 113 | 81 916 | 93 714 | 92 403",
        "KOSTRA-gruppe 13": "97 327 | 106 119 | 109 529 | 110 056",
    },
    "gross_f251_per_child_not_placed_nok": {
        "Bærum": "71 253 | 91 924 | 95 773 | 82 744",
        "Asker": "98 158 | 71 843 | 90 730 | 96 184",
        "KOSTRA-gruppe 12": "60 962 | 67 819 | 81 714 | 79 467",
        "KOSTRA-gruppe 13": "71 842 | 79 162 | 87 397 | 83 418",
    },
    "gross_f252_per_child_placed_nok": {
        "Bærum": "667 203 | 854 865 | 939 657 | 1 078 632",
        "Asker": "520 453 | 651 792 | 729 701 | 750 780",
        "KOSTRA-gruppe 12": "532 831 | 598 806 | 666 411 | 704 455",
        "KOSTRA-gruppe 13": "485 380 | 586 730 | 598 047 | 638 143",
    },
}

# Sender: counts 2022-2024, printed shares 2022-2024, printed change; then share and change as they
# are recomputed for 2024.
SENDERS = {
    "Barnevernstjenesten/bvv": ("139 159 170", "20,80 19,90 20,60", "0,70", "20,6", "+0,7"),
    "Politi": ("149 105 137", "22,30 13,10 16,60", "3,50", "16,6", "+3,4"),
    "Øvrige": ("127 130 129", "19,00 16,30 15,60", "-0,70", "15,6", "-0,7"),
    "Skole": ("59 92 111", "8,80 11,50 13,40", "1,90", "13,4", "+1,9"),
    "Andre private og andre": ("51 99 94", "7,60 12,40 11,40", "-1,00", "11,4", "-1,0"),
    "Foresatte": ("63 97 87", "9,40 12,10 10,50", "-1,60", "10,5", "-1,6"),
    "Lege/sykehus": ("42 44 38", "6,30 5,50 4,60", "-0,90", "4,6", "-0,9"),
    "Barnehage": ("19 33 29", "2,80 4,10 3,50", "-0,60", "3,5", "-0,6"),
    "Skolehelsetjenesten": ("9 25 16", "1,30 3,10 1,90", "-1,20", "1,9", "-1,2"),
    "Helsestasjon": ("6 10 9", "0,90 1,30 1,10", "-0,20", "1,1", "-0,2"),
    "Barnet": ("2 3 5", "0,30 0,40 0,60", "0,20", "0,6", "+0,2"),
    "PPT": ("2 2 1", "0,30 0,30 0,10", "-0,20", "0,1", "-0,1"),
}

# Tilstandsrapport 2023, table 1: shares of new referrals 2015-2023.
TABLE_1 = {
    "Barnevernstjenesten/bvv": "21,2 23,6 23,6 25,5 22,9 21,7 20,1 20,8 19,9",
    "Øvrige": "10,9 13,8 17,6 19,1 16,8 14,6 12,2 19,0 16,3",
    "Politi": "19,9 13,9 12,9 13,4 14,7 15,4 20,7 22,3 13,1",
    "Andre private og andre": "10,5 9,6 7,3 9,2 9,3 13,0 10,8 7,6 12,4",
    "Foresatte": "6,6 4,9 6,9 5,0 6,4 7,1 8,9 9,4 12,1",
    "Skole": "12,5 14,8 14,8 15,3 13,9 9,8 11,3 8,8 11,5",
    "Lege/sykehus": "8,7 9,0 7,4 4,1 7,1 9,8 5,0 6,3 5,5",
    "Barnehage": "4,7 3,4 3,6 4,2 3,8 4,9 5,7 2,8 4,1",
    "Skolehelsetjenesten": "4,6 5,8 4,8 3,1 1,7 2,2 3,5 1,3 3,1",
    "Helsestasjon": "- - - - 1,9 0,9 0,4 0,9 1,3",
    "Barnet": "0,4 0,6 0,7 0,9 0,7 0,2 0,9 0,3 0,4",
    "PPT": "0,0 0,6 0,2 0,4 0,5 0,2 0,3 0,2 0,1",
}
TABLE_2 = "16,4 12,6 12,3 15,4 11,8 15,6 12,7 18,4 14,0"
TABLE_3 = "62,1 63,9 55,4 61,4 64,1 62,4 67,8 62,4 61,0"
TABLE_4 = {
    "Hybel": "13 0 4 9",
    "Fosterhjem": "0 0 0 0",
    "Bofellesskap": "9 6 3 0",
    "Hybelfellesskap": "4 2 2 0",
    "Annet": "7 3 3 1",
    "I alt": "33 11 12 10",
}
TABLE_5 = {
    ("mst_can_children", "I alt"): "14 27 38 31 26 27 28 19",
    ("mst_can_children", "Bærum"): "10 20 23 19 16 14 17 11",
    ("mst_can_children", "Asker"): "4 7 15 12 10 13 11 8",
    ("mst_can_families", "I alt"): "8 14 16 14 13 14 13 8",
    ("mst_can_families", "Bærum"): "6 11 11 10 9 8 9 5",
    ("mst_can_families", "Asker"): "2 3 5 4 4 6 4 3",
}
TABLE_5_RESULTS = {"at_home": "12 15 23 28 18 17 9 ..", "age": "12 10 8 9 9 9 10 10"}
TABLE_6 = {
    "Institusjonsplass": "922 800 | 2 040 000 | 2 100 000 | 2 192 400",
    "Senter for foreldre og barn": "922 800 | 852 000 | 876 000 | 914 520",
    "Beredskapshjem": "434 400 | 1 020 000 | 1 020 000 | 1 096 200",
}
TABLE_7 = {
    "Institusjonsplass": "10 15 15",
    "Senter for foreldre og barn": "1 3 0",
    "Beredskapshjem": "7 11 13",
}


def plain(text: str) -> str:
    return " ".join(
        text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2212", "-").split()
    )


def rows(reports: Path, year: int, notebook: str, item: str) -> dict[str, list[str]]:
    """The table rows of an item by their head; rows of several tables with one head are joined."""
    page = lxml.html.parse(str(reports / str(year) / "3201-baerum" / f"{notebook}.html"))
    found: dict[str, list[str]] = {}
    for row in page.xpath(f"//section[@data-item='{item}']//tbody/tr"):
        head, *cells = [plain(cell.text_content()) for cell in row]
        found.setdefault(head, []).extend(cells)
    assert found, f"{notebook} {year} has no table in {item}"
    return found


def starting_with(found: dict[str, list[str]], label: str) -> list[str]:
    return next(cells for head, cells in found.items() if head.startswith(label))


@pytest.mark.parametrize("item", UNIT_COSTS)
def test_unit_costs_2021_to_2024(reports, item):
    found = rows(reports, 2024, "costs", item)
    for place, printed in UNIT_COSTS[item].items():
        assert found[place][-4:] == printed.split(" | ")


@pytest.mark.parametrize("sender", SENDERS)
def test_senders_2022_to_2024_recomputed_from_counts(reports, sender):
    counts, _, _, share, change = SENDERS[sender]
    cells = rows(reports, 2024, "intake", "referrals_by_sender")[sender]
    assert cells[:3] == counts.split()
    assert cells[5:] == [share, change]


def test_sum_of_referrals(reports):
    assert rows(reports, 2024, "intake", "referrals_by_sender")["I alt"][:3] == [
        "668",
        "799",
        "826",
    ]


@pytest.mark.parametrize("sender", SENDERS)
def test_senders_as_the_analysis_printed_them(reports, sender):
    _, shares, change, *_ = SENDERS[sender]
    as_printed = rows(reports, 2024, "intake", "sender-shares-as-published")[sender]
    assert as_printed[:3] == [f"{share} %" for share in shares.split()]
    assert rows(reports, 2024, "intake", "sender-changes-as-published")[sender] == [f"{change} %"]


@pytest.mark.parametrize("sender", TABLE_1)
def test_table_1_senders_2015_to_2023(reports, sender):
    found = rows(reports, 2023, "intake", "sender-shares-as-published")[sender]
    printed = [f"{share} %" if share != "-" else "" for share in TABLE_1[sender].split()]
    years = 9 if "-" not in TABLE_1[sender] else 5
    assert [cell for cell in found if cell][-years:] == [cell for cell in printed if cell]


def test_table_2_dismissed_referrals(reports):
    assert rows(reports, 2023, "intake", "referrals_dismissed_pct")["Bærum"] == TABLE_2.split()


def test_table_3_dismissed_investigations(reports):
    assert (
        rows(reports, 2023, "investigations", "investigations_dismissed_pct")["Bærum"]
        == TABLE_3.split()
    )


@pytest.mark.parametrize("housing", TABLE_4)
def test_table_4_unaccompanied_minors(reports, housing):
    assert (
        rows(reports, 2023, "placements", "unaccompanied_minors_31dec")[housing]
        == TABLE_4[housing].split()
    )


@pytest.mark.parametrize(("item", "row"), TABLE_5)
def test_table_5_mst_can(reports, item, row):
    assert rows(reports, 2023, "placements", item)[row] == TABLE_5[item, row].split()


def test_table_5_results(reports):
    found = list(rows(reports, 2023, "placements", "mst-can").values())
    assert found[0] == TABLE_5_RESULTS["at_home"].split()
    assert found[1] == TABLE_5_RESULTS["age"].split()


@pytest.mark.parametrize("place", TABLE_6)
def test_table_6_own_share_rates(reports, place):
    assert starting_with(
        rows(reports, 2023, "costs", "own_share_rate_nok_per_year"), place
    ) == TABLE_6[place].split(" | ")


def test_table_6_says_that_the_last_heading_is_a_misprint(reports):
    page = lxml.html.parse(str(reports / "2023" / "3201-baerum" / "costs.html"))
    section = page.xpath("//section[@data-item='own_share_rate_nok_per_year']")[0]
    assert "trykt «2023»; det er en trykkfeil for 2024" in plain(section.text_content())


@pytest.mark.parametrize("place", TABLE_7)
def test_table_7_cost_driving_placements(reports, place):
    assert (
        starting_with(rows(reports, 2023, "costs", "cost_driving_placements_31dec"), place)
        == TABLE_7[place].split()
    )


RUNNING_TEXT = {
    ("placements", "emergency_placements"): ["20", "15", "10", "4"],
    ("placements", "care"): ["74", "67", "10,2"],
    ("placements", "homes"): ["22", "27", "12", "5"],
    ("placements", "moves"): ["27", "18"],
    ("placements", "visits"): ["97,4", "2", "9", "1"],
    ("placements", "unaccompanied"): ["8", "33"],
    ("placements", "programmes"): ["46", "313", "14,5", "83", "155", "38", "3"],
    ("placements", "rft_outcome_pct"): ["56", "22", "22"],
    ("investigations", "investigations_extended"): ["44", "19"],
    ("investigations", "investigations_started"): ["685"],
    ("investigations", "children_dismissed_without_consent"): ["38"],
    ("investigations", "children_at_any_time"): ["140", "400", "160", "140"],
    ("staffing", "turnover_pct"): ["15,95"],
    ("staffing", "employees_left"): ["23", "26"],
    ("staffing", "employees"): ["160", "34", "23", "20", "20", "25", "24"],
    ("staffing", "competence_requirement_credits"): ["30", "120"],
    ("costs", "budget"): ["29,3"],
}


@pytest.mark.parametrize(("notebook", "item"), RUNNING_TEXT)
def test_numbers_in_the_running_text_of_the_report_2023(reports, notebook, item):
    cells = [cell for row in rows(reports, 2023, notebook, item).values() for cell in row]
    missing = [number for number in RUNNING_TEXT[notebook, item] if number not in cells]
    assert not missing


def test_production_and_efficiency_2024(reports):
    found = rows(reports, 2024, "costs", "efficiency")
    assert [row[-1] for row in found.values()] == ["-13,2", "2,9", "-15,4", "-2,3", "-13,4", "-2"]
    parts = rows(reports, 2024, "costs", "production_index_deviation")
    assert sorted(cell for row in parts.values() for cell in row) == ["-13,2", "-46,5", "30,8"]


def test_relative_statements_of_the_network_notes_2018(reports):
    page = lxml.html.parse(str(reports / "2018" / "3301-drammen" / "overview.html"))
    cells = [
        plain(cell.text_content())
        for cell in page.xpath("//section[@data-item='network']//tbody/tr/td")
    ]
    assert {"17", "-45", "12", "5,2"} <= set(cells)
