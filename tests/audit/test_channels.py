"""A hidden count let out in one way at a time: the audit finds each, and nothing on the same page
without it.
"""

import finished
import pytest

from barnevern import figures
from barnevern.audit import audit, lines
from barnevern.indicators import indicator
from barnevern.observations import regions
from barnevern.show.series import columns
from barnevern.words import sentences

BREACHES, SENDERS, SHARES = (
    "referral_deadline_breaches",
    "referrals_by_sender",
    "referrals_sender_pct",
)
SERIES = {2020: 7, 2021: 9, 2022: 5}
HIDDEN_YEAR, HIDDEN_COUNT = 2023, 2


def section(item, *blocks):
    return (
        f"<section class='item' data-item='{item}' data-state='shown'>{''.join(blocks)}</section>"
    )


def series_rows():
    """The deadline breaches of Bærum over the years, the last one hidden."""
    shown = [
        finished.row(BREACHES, "3201", year, BREACHES, "", value) for year, value in SERIES.items()
    ]
    return [*shown, finished.row(BREACHES, "3201", HIDDEN_YEAR, BREACHES, "", finished.HIDDEN)]


def series(last):
    """The same as a table for a drawing; ``last`` is the hidden count, or None as it should be."""
    values = {**SERIES, HIDDEN_YEAR: last} if last is not None else SERIES
    return [("Bærum", year, float(value)) for year, value in values.items()]


def drawn(last):
    table = columns(series(last), "name", "year", "value")
    spec = {"own": "Bærum", "decimals": 0, "marks": {}}
    return figures.svg("line", "test-line", "Linjediagram uten tall.", table, spec)


def told(last):
    return (
        f"<svg aria-label='{sentences.line_alt(series(last), indicator(BREACHES), 'Bærum')}'></svg>"
    )


def said(last):
    short = indicator(BREACHES).short
    return (
        f"<p>{short}: {last} i Bærum i 2023, 3 færre enn i 2022.</p>"
        if last is not None
        else f"<p>{short}: 5 i Bærum i 2022 (siste tall).</p>"
    )


def tabled(last):
    cells = "".join(
        f"<td>{value}</td>" for value in [*SERIES.values(), ":" if last is None else last]
    )
    head = "".join(f"<th scope='col'>{year}</th>" for year in [*SERIES, HIDDEN_YEAR])
    return (
        f"<table><thead><tr><th>Område</th>{head}</tr></thead><tbody><tr><th"
        f" scope='row'>Bærum</th>{cells}</tr></tbody></table>"
    )


CHANNELS = {"drawing": drawn, "alternative text": told, "sentence": said, "table": tabled}


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_number_for_a_hidden_count_is_found_in(channel, tmp_path):
    html = section(BREACHES, CHANNELS[channel](HIDDEN_COUNT))
    found = audit(finished.write(tmp_path, "3201", series_rows(), html=html))[0]
    assert [(slip.channel, slip.indicator, slip.year) for slip in found.slips] == [
        (channel, BREACHES, HIDDEN_YEAR)
    ]
    assert found.failed


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_page_without_it_is_clean(channel, tmp_path):
    html = section(BREACHES, CHANNELS[channel](None))
    found = audit(finished.write(tmp_path, "3201", series_rows(), html=html))[0]
    assert found.slips == []
    assert not found.failed


@pytest.mark.parametrize("change", ["3 flere enn i 2022", "klart flere enn i 2022 (3)"])
def test_the_change_that_a_sentence_tells_gives_the_year_before(change, tmp_path):
    rows = [
        finished.row(BREACHES, "3201", 2023, BREACHES, "", 5),
        finished.row(BREACHES, "3201", 2022, BREACHES, "", finished.HIDDEN),
    ]
    html = section(BREACHES, f"<p>{indicator(BREACHES).short}: 5 i Bærum i 2023, {change}.</p>")
    found = audit(finished.write(tmp_path, "3201", rows, html=html))[0]
    assert [(slip.channel, slip.year) for slip in found.slips] == [("sentence", 2022)]


def sender_rows(*, share):
    """Referrals of Bærum by sender with three small ones hidden; ``share`` shows the share of one
    of them all the same.
    """
    counts = {
        "": 200,
        "police": 90,
        "school": 70,
        "child": finished.HIDDEN,
        "ppt": finished.HIDDEN,
        "other": finished.HIDDEN,
        "guardians": 25,
    }
    rows = [
        finished.row(SENDERS, "3201", 2023, SENDERS, category, value)
        for category, value in counts.items()
    ]
    return [
        *rows,
        *([finished.row(SENDERS, "3201", 2023, SHARES, "child", 1.0, "prosent")] if share else []),
    ]


def bar_rows(values):
    return [(label, "2023", float(value)) for label, value in values.items()]


def bars_of(rows):
    table = columns(rows, "label", "series", "value")
    return figures.svg("bars", "test-bars", "Søylediagram uten tall.", table, {"decimals": 0})


@pytest.mark.parametrize(("extra", "expected"), [({"Barnet": 2}, ["drawing"]), ({}, [])])
def test_a_bar_for_a_hidden_category_is_found(tmp_path, extra, expected):
    svg = bars_of(bar_rows({"Politi": 90, "Skole": 70, "Foresatte": 25, **extra}))
    found = audit(
        finished.write(tmp_path, "3201", sender_rows(share=False), html=section(SENDERS, svg))
    )[0]
    assert [slip.channel for slip in found.slips] == expected


FOLDED = "Henlagt etter barnevernstjenestens vurdering"  # too long for one line beside the bars
CONCLUSIONS = {
    "dismissed_by_service": FOLDED,
    "measure": "Vedtak om tiltak",
    "dismissed_moved": "Henlagt på grunn av flytting",
}


def conclusion_rows(counts):
    """Investigations of Bærum by conclusion; ``counts`` by (category, year), None where hidden."""
    name = "investigations_by_conclusion"
    return [
        finished.row(name, "3201", year, name, kind, finished.HIDDEN if n is None else n)
        for (kind, year), n in counts.items()
    ]


def bars_of_two_years(counts):
    """Bars of 2023 and 2022 for every count that is given."""
    table = [
        (CONCLUSIONS[kind], str(year), float(n))
        for (kind, year), n in counts.items()
        if n is not None and year > 2021
    ]
    rows = sorted(table, key=lambda bar: bar[1], reverse=True)
    return section("investigations_by_conclusion", bars_of(rows))


TWO_YEARS = {
    **{("dismissed_by_service", year): 198 + year - 2023 for year in (2021, 2022, 2023)},
    **{("measure", year): n for year, n in ((2021, None), (2022, None), (2023, 107))},
    **{("dismissed_moved", year): n for year, n in ((2021, None), (2022, 15), (2023, 16))},
}


@pytest.mark.parametrize(
    "leak", [None, ("measure", 2022), ("dismissed_by_service", 2022), ("dismissed_moved", 2023)]
)
def test_bars_of_two_years_are_read_as_the_year_their_colour_means(tmp_path, leak):
    hidden = {**TWO_YEARS, **({leak: None} if leak else {})}
    html = bars_of_two_years({**TWO_YEARS, **({leak: 9} if leak else {})})
    found = audit(finished.write(tmp_path, "3201", conclusion_rows(hidden), html=html))[0]
    assert [(slip.channel, slip.category, slip.year) for slip in found.slips] == (
        [("drawing", *leak)] if leak else []
    )


def test_a_bar_whose_label_names_nothing_must_stand_for_a_shown_figure(tmp_path):
    svg = bars_of(bar_rows({"Politi": 90, "Noe annet": 2}))
    found = audit(
        finished.write(tmp_path, "3201", sender_rows(share=False), html=section(SENDERS, svg))
    )[0]
    assert [slip.channel for slip in found.slips] == ["drawing"]


def leaks(found):
    return {
        (cell[:2], cell[3]): (leak.low, leak.high)
        for cell, leak, hidden in found.leaks
        if leak.attacker == "pages" and hidden
    }


def test_a_share_with_a_known_total_gives_the_count(tmp_path):
    clean = audit(finished.write(tmp_path / "clean", "3201", sender_rows(share=False)))[0]
    assert not clean.failed
    found = audit(finished.write(tmp_path / "leak", "3201", sender_rows(share=True)))[0]
    # 1.0 per cent of 200 lies between 0.95 and 1.05 per cent: two children and no other number.
    assert leaks(found)[("3201", 2023), "child"] == (2.0, 2.0)


def test_a_change_from_last_year_gives_the_count(tmp_path):
    rows = [
        finished.row("referrals", "3201", 2022, "referrals", "", 10),
        finished.row("referrals", "3201", 2023, "referrals", "", finished.HIDDEN),
        finished.row("referrals", "3201", 2023, "referrals", "", -8, derived=("change", "2022")),
    ]
    assert leaks(audit(finished.write(tmp_path, "3201", rows))[0]) == {
        (("3201", 2023), ""): (2.0, 2.0)
    }


@pytest.mark.parametrize(("hidden", "expected"), [(1, 1), (3, 0)])
def test_the_total_of_a_county_gives_its_only_hidden_count(tmp_path, hidden, expected):
    county = [code for code, one in regions.municipalities().items() if one.county == "31"]
    counts = {code: 2 if n < hidden else 10 + n for n, code in enumerate(county)}
    for n, code in enumerate(county):
        value = finished.HIDDEN if n < hidden else counts[code]
        rows = [
            finished.row("referrals", code, 2023, "referrals", "", value),
            finished.row("referrals", "EKA31", 2023, "referrals", "", sum(counts.values())),
        ]
        finished.write(tmp_path, code, rows)
    found = audit(tmp_path)[0]
    assert found.hidden == hidden
    assert len(leaks(found)) == expected
    assert all(interval == (2.0, 2.0) for interval in leaks(found).values())


def test_a_unit_cost_gives_the_count_where_the_cost_is_known(tmp_path):
    rows = [
        finished.row("a", "3201", 2023, "gross_f252_per_child_placed_nok", "", 1_250_000, "kroner"),
        finished.row("b", "3201", 2023, "net_f252_per_child_placed_nok", "", 1_000_000, "kroner"),
        finished.row("c", "3201", 2023, "net_expenditure_nok", "", 10_000_000, "kroner"),
        finished.row("d", "3201", 2023, "f252_share_pct", "", 20.0, "prosent"),
    ]
    found = audit(finished.write(tmp_path, "3201", rows))[0]
    cells = {(cell[2], leak.low) for cell, leak, hidden in found.leaks if leak.exact}
    assert (
        "children_placed_during_year",
        2.0,
    ) in cells  # 20 per cent of ten million, at one million each


def test_a_count_with_a_small_rest_tells_of_the_rest(tmp_path):
    rows = [
        finished.row("a", "3201", 2023, "investigations_concluded", "", 40),
        finished.row("b", "3201", 2023, "investigations_extended", "", 38),
    ]
    found = audit(finished.write(tmp_path, "3201", rows))[0]
    assert {(leak.low, hidden) for _, leak, hidden in found.leaks} == {(2.0, False)}


def test_the_same_count_hidden_on_one_page_and_shown_on_another_is_found(tmp_path):
    finished.write(tmp_path, "3201", series_rows(), notebook="overview")
    shown = [finished.row("findings", "3201", HIDDEN_YEAR, BREACHES, "", HIDDEN_COUNT)]
    found = audit(finished.write(tmp_path, "3201", shown, notebook="intake"))[0]
    assert [(clash.indicator, clash.year) for clash in found.clashes] == [(BREACHES, HIDDEN_YEAR)]
    assert found.failed


def test_a_count_hidden_in_one_edition_and_shown_in_the_next_is_found(tmp_path):
    finished.write(tmp_path, "3201", series_rows(), year=2023)
    found = audit(
        finished.write(
            tmp_path,
            "3201",
            [finished.row(BREACHES, "3201", HIDDEN_YEAR, BREACHES, "", 2)],
            year=2024,
        )
    )[0]
    assert [clash.year for clash in found.clashes] == [HIDDEN_YEAR]


def test_a_sentence_about_a_count_that_is_hidden_on_another_page_is_found(tmp_path):
    finished.write(tmp_path, "3201", series_rows(), notebook="overview")
    html = section("findings", f"<ul><li>{indicator(BREACHES).short}: 2 i Bærum i 2023.</li></ul>")
    found = audit(
        finished.write(
            tmp_path,
            "3201",
            [finished.row("findings", "3201", 2023, "referrals", "", 40)],
            html=html,
        )
    )[0]
    assert [
        (slip.page.rpartition("/")[2], slip.channel, slip.indicator) for slip in found.slips
    ] == [("page", "sentence", BREACHES)]


def test_an_interval_around_a_hidden_figure_is_found(tmp_path):
    rows = [
        *series_rows(),
        finished.row(
            BREACHES, "3201", HIDDEN_YEAR, BREACHES, "", 0.2, derived=("interval_low", "")
        ),
    ]
    assert audit(finished.write(tmp_path, "3201", rows))[0].told == [
        ("3201", HIDDEN_YEAR, BREACHES, "interval_low")
    ]


@pytest.mark.parametrize(
    ("indicator_id", "kind", "said"),
    [
        (BREACHES, "fall_since", "the kind «fall_since»"),
        ("breaches_of_something", "", "the indicator «breaches_of_something»"),
    ],
)
def test_what_nobody_declared_is_found(tmp_path, indicator_id, kind, said):
    """A new word for a change gave a hidden count away, and the audit passed: what it cannot read is a finding."""
    row = finished.row("x", "3201", HIDDEN_YEAR, indicator_id, "", -3, derived=(kind, "2022"))
    found = audit(finished.write(tmp_path, "3201", [*series_rows(), row]))[0]
    assert found.failed and len(found.undeclared) == 1
    assert any(said in line for line in lines(found))
