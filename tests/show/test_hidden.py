"""What pages say of figures that may not be shown: in words and with the symbol, never a zero, a
partial sum or a largest of the rest.
"""

from dataclasses import replace

import pandas as pd

from barnevern import reference, show
from barnevern.data import parquet
from barnevern.data.dataset import Dataset
from barnevern.indicators import catalogue, indicator
from barnevern.indicators.figures import figures
from barnevern.observations import dimensions
from barnevern.observations.coded import coded
from barnevern.page import Page
from barnevern.page.network import Network
from barnevern.show.together import name_of

BASE = Page.open("test", "3201", 2024)
CODES = [code for code in BASE.read["region"].unique() if code not in ("ASSS", "NEAREST")]
OBSERVED = BASE.dataset.read(CODES, BASE.year + 2)
HIDDEN_NOTE = "«:»: vises ikke av personvernhensyn."


def page_with(**hidden: list[str]) -> Page:
    """Bærum's page with the figures of these measures (measure=["", "category", …]) hidden in the
    newest year each has.
    """
    table = OBSERVED.copy()
    for measure, categories in hidden.items():
        own = table["measure"].eq(measure) & table["region"].eq("3201")
        own &= table["year"].eq(table.loc[own & table["year"].le(2024), "year"].max())
        chosen = own & (table["category"].isin(categories) | ("*" in categories))
        assert chosen.any()
        table = table.assign(
            value=table["value"].mask(chosen),
            status=table["status"].mask(chosen, ":"),
            printed=table["printed"].mask(chosen, ""),
        )
    return made_of(BASE, table)


def made_of(page: Page, observations: pd.DataFrame) -> Page:
    """The page with the figures that follow from other observations of the same places."""
    found = figures(coded(observations), list(catalogue().values()))
    shown = parquet.plain(found.sort_values("indicator", kind="stable"))
    shown = shown.astype({"year": "int64"})
    data = Observed(page.dataset.folder)
    object.__setattr__(data, "observations", observations)
    return replace(page, dataset=data, read=shown, used=set(), made={})


class Observed(Dataset):
    """A data set that gives these observations."""

    def read(self, regions, until=None, measures=None):
        table = self.observations
        kept = table["region"].isin(regions) & table["measure"].isin(measures)
        return table[kept & table["year"].le(until)]


def test_a_hidden_category_has_the_symbol_and_its_share_too():
    item = show.breakdown(
        page_with(referrals=["police"], referrals_sender_pct=["police"]),
        "referrals_by_sender",
        share="referrals_sender_pct",
    )
    police = item.rows[item.rows["category"].eq("police") & item.rows["year"].eq(2024)]
    assert police["value"].isna().all() and police["status"].eq(":").all() and len(police) == 2
    assert not (item.rows["kind"].eq("change") & item.rows["category"].eq("police")).any()
    assert HIDDEN_NOTE in item.html
    assert "Størst" not in item.summary


def test_hidden_categories_are_told_together_and_the_largest_where_none_of_them_can_be_it():
    item = show.breakdown(page_with(referrals=["child", "ppt"]), "referrals_by_sender")
    own = OBSERVED[
        OBSERVED["region"].eq("3201")
        & OBSERVED["measure"].eq("referrals")
        & OBSERVED["year"].eq(2024)
    ].set_index("category")["value"]
    together = item.rows[item.rows["kind"].eq("hidden_together")]
    assert together["value"].tolist() == [own["child"] + own["ppt"]]
    assert together["year"].tolist() == [2024]
    assert "Kategoriene som ikke vises, til sammen" in item.html
    assert "totalen minus det som vises" in item.html
    assert "Størst: " in item.summary


def test_categories_that_are_told_together_often_have_a_name():
    entry = indicator("investigations_by_conclusion")
    assert name_of(entry, {"measure", "petition"}) == "Førte til tiltak eller nemndssak"
    assert name_of(entry, {"measure", "dismissed_moved"}).startswith("Kategoriene som ikke vises")
    for row in reference.rows("merged_categories.csv"):
        assert set(row["categories"].split()) <= set(dimensions()[row["dimension"]])


def test_what_is_hidden_alone_or_adds_up_to_nothing_is_not_told_together():
    alone = show.breakdown(page_with(referrals=["police"]), "referrals_by_sender")
    without_total = show.breakdown(page_with(referrals=["", "ppt", "child"]), "referrals_by_sender")
    for item in (alone, without_total):
        newest = item.rows[item.rows["year"].eq(2024)]
        assert not newest["kind"].eq("hidden_together").any()


def test_where_no_category_may_be_shown_the_total_stands_and_it_is_said():
    own = OBSERVED[
        OBSERVED["region"].eq("3201")
        & OBSERVED["measure"].eq("referrals")
        & OBSERVED["category"].ne("")
    ]
    table = OBSERVED.drop(own.index[own["year"].lt(2024)])
    page = page_with(referrals=own["category"].unique().tolist())
    page = made_of(page, page.dataset.observations.loc[table.index])
    item = show.breakdown(page, "referrals_by_sender")
    assert item.summary.startswith("Meldinger etter melder: 826")
    assert "Fordelingen på kategorier vises ikke av personvernhensyn." in item.html


def test_a_series_that_ends_hidden_says_so():
    item = show.trend(page_with(referrals=[""]), "referrals")
    assert "(siste tall)" in item.summary
    assert "Tallene for 2024 vises ikke av personvernhensyn." in item.html


def test_a_ratio_of_a_hidden_count_is_hidden():
    table = page_with(referrals=[""]).table("referrals_per_1000_0_17")
    newest = table[table["region"].eq("3201") & table["year"].eq(2024)].iloc[0]
    assert pd.isna(newest["value"]) and newest["status"] == ":"


def test_a_hidden_cell_of_a_table_in_two_dimensions_is_not_a_gap():
    page = page_with(unaccompanied_minors_31dec=["studio.18_20", ""])
    item = show.cross(page, "unaccompanied_minors_31dec", "housing", "em_age")
    assert "<td>:</td>" in item.html and HIDDEN_NOTE in item.html
    assert item.summary == item.title  # no total is said


def test_a_cost_with_a_hidden_count_has_no_total():
    arguments = (
        "own_share_rate_nok_per_year",
        "cost_driving_placements_31dec",
        "Egenbetaling",
    )
    shown, hidden = (
        show.product(BASE, *arguments),
        show.product(page_with(cost_driving_placements_31dec=["institution"]), *arguments),
    )
    total = hidden.rows[hidden.rows["category"].eq("")]
    year = shown.rows["year"].max()
    assert (
        shown.rows[shown.rows["category"].eq("") & shown.rows["year"].eq(year)]["value"]
        .notna()
        .all()
    )
    assert total[total["year"].eq(year)]["value"].isna().all()
    assert f"ved utgangen av {year}" not in hidden.summary


def test_the_risk_of_places_is_not_told_without_a_hidden_kind():
    item = show.placement_risk(page_with(cost_driving_placements_31dec=["institution"]))
    assert item.state == "missing" and "vises ikke av personvernhensyn" in item.summary


def test_an_indicator_that_is_hidden_in_all_years_is_not_called_unreported():
    hidden = OBSERVED["measure"].eq("children_in_care") & OBSERVED["region"].eq("3201")
    assert hidden.any()
    table = OBSERVED.assign(
        value=OBSERVED["value"].mask(hidden),
        status=OBSERVED["status"].mask(hidden, ":"),
    )
    item = show.figures(
        made_of(BASE, table),
        "Begge",
        "children_in_care",
        "referrals",
        id="both",
    )
    assert item.state == "shown"
    assert "Vises ikke av personvernhensyn: barn under omsorg." in item.html
    assert "Ikke rapportert" not in item.html


def test_a_network_counts_its_hidden_members_for_themselves():
    network = Network.of("test", "ASSS", 2024)
    table = network.dataset.read([*network.peers, "ASSS"], network.year + 2)
    chosen = (
        table["region"].eq("3201")
        & table["measure"].eq("gross_f252_per_child_placed_nok")
        & table["year"].eq(2024)
    )
    assert chosen.any()
    table = table.assign(
        value=table["value"].mask(chosen), status=table["status"].mask(chosen, ":")
    )
    item = show.members(
        made_of(network, table),
        "gross_f252_per_child_placed_nok",
    )
    assert "vises ikke av personvernhensyn" in item.summary and HIDDEN_NOTE in item.html
