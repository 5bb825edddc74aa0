"""The StatBank and Klass, as they answer and as they stumble: what is asked, what is kept, and what
is said when a table is not as it was.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import statbank_service
from barnevern.observations.check import check
from barnevern.problems import InputProblems
from barnevern.sources import klass, statbank, statbank_figures
from barnevern.sources.statbank_figures import Figure, Wanted
from barnevern.sources.web import Refused, Service
from statbank_service import Bank, Cell, Held

COUNT = Wanted(
    "1", "Region", (Figure("children_investigated", "age_0_17", {"ContentsCode": ("C",)}),)
)
AMOUNT = Wanted("1", "Region", (Figure("gross_expenditure_nok", "", {"ContentsCode": ("C",)}),))


ASKED = {
    "KOKkommuneregion0000": ["0301", "4601", "5001"],
    "ContentsCode": ["KOSAG110000"],
    "Tid": ["2024"],
}  # what the real answer is to


class Changed(Held):
    """A table whose metadata, or answers, are not what they should be."""

    metadata_changes: ClassVar[dict[str, object]] = {}
    answer_changes: ClassVar[dict[str, object]] = {}

    def metadata(self, number: str) -> dict[str, object]:
        return super().metadata(number) | self.metadata_changes

    def answer(self, number: str, chosen: dict[str, list[str]]) -> dict[str, object]:
        return super().answer(number, chosen) | self.answer_changes


def changed(
    of: Held, metadata: dict[str, object] | None = None, answer: dict[str, object] | None = None
) -> Held:
    found = Changed(**vars(of))
    found.metadata_changes, found.answer_changes = metadata or {}, answer or {}
    return found


def real() -> Held:
    """Table 12134, whose metadata and answer are what the service gave."""
    return changed(
        Held(ASKED, lambda _: (None, "")),
        statbank_service.TABLE_12134,
        statbank_service.TABLE_12134,
    )


def held(cells: dict[tuple[str, str], Cell] | None = None, **changes: object) -> Held:
    """A small table of one content; ``cells`` by region and year, 7 in the others."""
    codes = {"Region": ["EAK", "0301", "3201"], "ContentsCode": ["C"], "Tid": ["2019", "2024"]}
    return Held(
        **{
            "codes": codes,
            "cell": lambda of: (cells or {}).get((of["Region"], of["Tid"]), (7.0, "")),
            **changes,
        }
    )


@pytest.fixture
def bank() -> Iterator[Bank]:
    with statbank_service.opened(Bank({"1": held()})) as opened:
        yield opened


def read(bank: Bank, tmp_path, wanted: Wanted = COUNT) -> pd.DataFrame:
    """The observations of the table «1», as fetch() gets them."""
    service = bank.service()
    table = statbank.metadata(service, "1")
    selection, problems = statbank_figures.selection(wanted, table)
    assert problems == []
    parts = enumerate(statbank.questions(selection, "Region", 800_000))
    cells = [
        statbank.cells(service, table, asked, tmp_path / f"{number}.json")
        for number, asked in parts
    ]
    found, problems = statbank_figures.observations(pd.concat(cells), wanted, table)
    assert problems == []
    return found


def figures(found: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (row["region"], row["year"]): (row["value"], row["status"])
        for row in found.to_dict("records")
    }


def problems_of(bank: Bank, tmp_path, wanted: Wanted = COUNT) -> list[tuple[str, str, str]]:
    """Table, variable and code of everything that is not as it was."""
    with pytest.raises(InputProblems) as raised:
        service = bank.service()
        table = statbank.metadata(service, "1")
        selection, problems = statbank_figures.selection(wanted, table)
        if problems:
            raise InputProblems(problems)
        statbank.cells(service, table, selection, tmp_path / "0.json")
    return [(one.file, one.column, one.value) for one in raised.value.problems]


# What the real answers hold


def test_the_real_answer_gives_its_printed_values(bank, tmp_path):
    bank.tables["12134"] = real()
    table = statbank.metadata(bank.service(), "12134")
    found = statbank.cells(bank.service(), table, ASKED, tmp_path / "kept.json")
    assert dict(zip(found["KOKkommuneregion0000"], found["value"], strict=True)) == {
        "0301": 81240,
        "4601": 66605,
        "5001": 62853,
    }
    assert (table.updated, table.units) == ("2026-03-16T07:00:00Z", {"KOSAG110000": "kr"})


def test_the_real_answer_names_the_notes_that_must_be_shown(bank):
    bank.tables["12134"] = real()
    notes = statbank.metadata(bank.service(), "12134").notes
    assert [note[:45] for note in notes] == [
        "Det er brudd i tidsserien for KOSTRA-gruppene",
        "Tall for landet uten Oslo publiseres ikke 16.",
    ]


def test_the_real_answer_names_the_table_for_the_list_of_sources(bank):
    bank.tables["12134"] = real()
    (row,) = statbank_figures.sources([statbank.metadata(bank.service(), "12134")]).to_dict(
        "records"
    )
    assert row["title"] == "Utvalgte nøkkeltall for kommuneregnskap, kommunekonsern, tabell 12134"
    assert (row["source"], row["published"]) == ("ssb-12134", "2026-03-16")


def test_the_real_code_list_has_the_municipalities_and_not_the_one_that_is_none(bank):
    found = klass.municipalities(bank.service(), date(2026, 4, 25))
    assert (len(found), found["5636"], "9999" in found) == (357, "Unjárga - Nesseby", False)


# What is asked


@given(
    regions=st.lists(st.integers(0, 999), min_size=1, max_size=900),
    each=st.integers(1, 40),
    most=st.integers(1, 20_000),
)
def test_every_code_is_asked_for_once_and_no_question_is_too_large(regions, each, most):
    selection = {
        "Region": [str(code) for code in regions],
        "Alder": [str(code) for code in range(each)],
    }
    asked = statbank.questions(selection, "Region", most)
    assert [code for one in asked for code in one["Region"]] == list(
        dict.fromkeys(selection["Region"])
    )
    sizes = [len(one["Region"]) * each for one in asked]
    assert all(size <= max(most, each) for size in sizes) and all(
        len(one["Region"]) <= statbank.MOST_REGIONS for one in asked
    )


def test_only_regions_that_table_and_code_lists_share_are_asked_for(bank, tmp_path):
    bank.tables["1"] = held(
        codes={
            "Region": ["0", "03", "030101", "EAFK01", "3201", "9999"],
            "ContentsCode": ["C"],
            "Tid": ["2024"],
        }
    )
    found = read(bank, tmp_path)
    assert bank.data_questions() == [
        {"Region": ["0", "03", "3201"], "ContentsCode": ["C"], "Tid": ["2024"]}
    ]
    assert found["region"].tolist() == ["3201", "EAK", "EKA03"]


def test_a_variable_that_may_be_left_out_is_left_out(bank, tmp_path):
    bank.tables["1"] = held()
    bank.tables["1"].codes["Kjonn"] = ["1", "2"]
    assert "Kjonn" not in read(bank, tmp_path) and "Kjonn" not in bank.data_questions()[0]


def test_the_limit_of_cells_is_the_services_own(bank):
    assert statbank.most_cells(bank.service()) == 800_000
    bank.config = {"maxDataCells": 0}
    assert statbank.most_cells(bank.service()) == statbank.FEWEST_CELLS


# What becomes of the cells


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ((13.0, ""), ("13", "")),
        ((None, ":"), ("", ":")),
        ((None, ".."), ("", "..")),
        ((None, "..."), ("", "..")),
        ((None, "-"), ("", "-")),
        ((0, "-"), ("", "-")),
        ((None, ""), ("", "..")),
        ((5, "*"), ("5", "")),
        ((0, "0"), ("0", "")),
        ((2, ":"), ("", ":")),  # before eight in the morning figures that will be revised show so
    ],
)
def test_every_symbol_is_kept_and_nothing_missing_becomes_a_zero(bank, tmp_path, cell, expected):
    bank.tables["1"] = held({("3201", "2024"): cell})
    found = read(bank, tmp_path)
    assert figures(found)["3201", "2024"] == expected
    assert check(found.reset_index(drop=True), "t", {"ssb-1"}) == []


def test_an_unknown_symbol_is_named(bank, tmp_path):
    bank.tables["1"] = held({("3201", "2024"): (None, "?")})
    service = bank.service()
    table = statbank.metadata(service, "1")
    cells = statbank.cells(
        service, table, statbank_figures.selection(COUNT, table)[0], tmp_path / "0.json"
    )
    assert [
        (one.file, one.value) for one in statbank_figures.observations(cells, COUNT, table)[1]
    ] == [("table 1", "?")]


def test_a_municipality_has_no_row_for_a_year_it_was_not_there_unless_it_has_a_figure(
    bank, tmp_path
):
    bank.tables["1"] = held({("3201", "2019"): (None, "."), ("0301", "2019"): (None, ".")})
    assert set(figures(read(bank, tmp_path))) == {
        ("EAK", "2019"),
        ("EAK", "2024"),
        ("0301", "2019"),
        ("0301", "2024"),
        ("3201", "2024"),
    }


def test_a_kostra_group_before_2020_is_another_group(bank, tmp_path):
    bank.tables["1"] = held(
        codes={"Region": ["EKG12"], "ContentsCode": ["C"], "Tid": ["2019", "2020"]}
    )
    assert set(figures(read(bank, tmp_path))) == {("EKG12-2019", "2019"), ("EKG12", "2020")}


def test_amounts_become_kroner(bank, tmp_path):
    bank.tables["1"] = held({("3201", "2024"): (123_456, "")}, units={"C": "1000 kr"})
    assert figures(read(bank, tmp_path, AMOUNT))["3201", "2024"] == ("123456000", "")


def test_an_amount_that_looks_like_an_identity_number_is_left_out(bank, tmp_path):
    bank.tables["1"] = held({("EAK", "2024"): (12_345_678, "")}, units={"C": "1000 kr"})
    assert ("EAK", "2024") not in figures(read(bank, tmp_path, AMOUNT))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([(5.0, ""), (7.0, "")], ("12", "")),
        ([(5.0, ""), (None, ":")], ("", ":")),
        ([(None, ".."), (7.0, "")], ("", "..")),
        ([(None, "-"), (7.0, "")], ("7", "")),
        ([(None, "-"), (None, "-")], ("0", "")),
        ([(None, ""), (7.0, "")], ("", "..")),
    ],
)
def test_codes_that_are_summed_are_missing_when_one_of_them_is(bank, tmp_path, cells, expected):
    both = dict(zip(("005", "006"), cells, strict=True))
    codes = {"Region": ["3201"], "HushType": ["005", "006"], "ContentsCode": ["C"], "Tid": ["2024"]}
    bank.tables["1"] = held(codes=codes, cell=lambda of: both[of["HushType"]])
    summed = Wanted(
        "1",
        "Region",
        (
            Figure(
                "single_parent_families", "", {"ContentsCode": ("C",), "HushType": ("005", "006")}
            ),
        ),
    )
    assert figures(read(bank, tmp_path, summed)) == {("3201", "2024"): expected}


def test_every_figure_has_its_table_as_source(bank, tmp_path):
    found = read(bank, tmp_path)
    assert set(zip(found["source"], found["place"], found["licence"], strict=True)) == {
        ("ssb-1", "tabell 1", "CC BY 4.0")
    }


# A table that is not as it was: the message names table and variable


def test_a_table_that_is_gone(bank, tmp_path):
    del bank.tables["1"]
    assert problems_of(bank, tmp_path) == [("table 1", "", "")]


@pytest.mark.parametrize(
    "changes", [{"discontinued": True}, {"title": "Barn med tiltak (avslutta serie)"}]
)
def test_a_discontinued_table_says_when_it_was_last_updated(bank, changes):
    bank.tables["1"] = held(updated="2019-06-15T06:00:00Z", **changes)
    with pytest.raises(
        InputProblems, match=r"table 1 .*discontinued; it was last updated 2019-06-15 .*--without 1"
    ):
        statbank.metadata(bank.service(), "1")


def test_a_variable_that_is_gone(bank, tmp_path):
    bank.tables["1"] = held(codes={"KOKregion": ["3201"], "ContentsCode": ["C"], "Tid": ["2024"]})
    assert problems_of(bank, tmp_path) == [("table 1", "Region", "")]


def test_a_content_that_is_gone(bank, tmp_path):
    bank.tables["1"] = held(codes={"Region": ["3201"], "ContentsCode": ["D"], "Tid": ["2024"]})
    assert problems_of(bank, tmp_path) == [("table 1", "ContentsCode", "C")]


def test_a_new_variable_that_must_be_chosen_from(bank, tmp_path):
    bank.tables["1"] = held(
        codes={
            "Region": ["3201"],
            "KOKregnskapsomfa0000": ["A", "B"],
            "ContentsCode": ["C"],
            "Tid": ["2024"],
        }
    )
    assert problems_of(bank, tmp_path) == [("table 1", "KOKregnskapsomfa0000", "")]


def test_a_time_that_is_no_year(bank, tmp_path):
    bank.tables["1"] = held(codes={"Region": ["3201"], "ContentsCode": ["C"], "Tid": ["2024K1"]})
    assert problems_of(bank, tmp_path) == [("table 1", "Tid", "2024K1")]


def test_a_table_without_any_known_region(bank, tmp_path):
    bank.tables["1"] = held(codes={"Region": ["030101"], "ContentsCode": ["C"], "Tid": ["2024"]})
    assert problems_of(bank, tmp_path) == [("table 1", "Region", "")]


def test_amounts_in_another_unit(bank, tmp_path):
    bank.tables["1"] = held(units={"C": "kr per innbygger"})
    assert problems_of(bank, tmp_path, AMOUNT) == [("table 1", "ContentsCode", "C")]


def test_a_table_that_is_updated_while_it_is_read(bank, tmp_path):
    bank.tables["1"] = changed(held(), answer={"updated": "2026-06-16T06:00:00Z"})
    assert problems_of(bank, tmp_path) == [("table 1", "", "2026-06-16T06:00:00Z")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": [1]},
        {"value": None},
        {"id": ["Region"]},
        {"dimension": {}},
        {"status": {"x": ":"}},
        {"value": ["7"] * 6},
    ],
)
def test_an_answer_that_is_not_what_was_asked_for_is_refused_and_not_kept(bank, tmp_path, wrong):
    bank.tables["1"] = changed(held(), answer=wrong)
    assert problems_of(bank, tmp_path)[0][0] == "table 1"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": None},
        {"updated": 7},
        {"updated": "../x"},
        {"role": {}},
        {"dimension": []},
        {"extension": 3},
    ],
)
def test_metadata_that_cannot_be_understood_names_the_table(bank, tmp_path, wrong):
    bank.tables["1"] = changed(held(), metadata=wrong)
    assert problems_of(bank, tmp_path) == [("table 1", "", "")]


@pytest.mark.parametrize("wrong", [{}, {"codes": None}, {"codes": [{"name": "Oslo"}]}])
def test_a_code_list_that_is_none_is_told(bank, wrong):
    bank.klass = wrong
    with pytest.raises(InputProblems, match="Klass 131"):
        klass.municipalities(bank.service(), date(2026, 4, 25))


# The service stumbles


@pytest.mark.parametrize("fault", ["cut", "html", "500", "502", "503", "504", "408"])
def test_an_answer_that_was_not_whole_is_asked_for_again_after_a_growing_pause(bank, fault):
    bank.faults = [fault, fault, fault]
    assert statbank.most_cells(bank.service()) == 800_000
    assert bank.slept == [1.0, 2.0, 4.0]


def test_a_service_that_says_nothing_is_asked_again(bank):
    bank.faults = ["slow"]
    assert statbank.most_cells(bank.service(timeout=3)) == 800_000
    assert bank.slept == [1.0]


def test_after_too_many_questions_a_whole_window_is_waited(bank):
    bank.faults = ["429"]
    statbank.most_cells(bank.service())
    assert bank.slept == [60.0]


def test_the_services_own_wish_for_a_pause_is_kept(bank):
    bank.faults = ["429 Retry-After=17", "503 Retry-After=5"]
    statbank.most_cells(bank.service())
    assert bank.slept == [17.0, 5.0]


def test_a_service_that_wants_a_long_rest_is_left_alone(bank):
    bank.faults = ["503 Retry-After=7200"]
    with pytest.raises(InputProblems, match=r"being updated.*run barnevern data fetch again later"):
        statbank.most_cells(bank.service())
    assert (bank.slept, len(bank.asked)) == ([], 1)


def test_a_service_that_never_answers_is_told_with_the_reason(bank):
    bank.faults = ["cut"] * 9
    with pytest.raises(InputProblems, match="the answer was cut short"):
        statbank.most_cells(bank.service())
    assert len(bank.asked) == 6


def test_no_service_at_all_is_told_without_a_place_on_this_machine():
    quiet = Service("http://127.0.0.1:9", sleep=lambda _: None)
    with pytest.raises(InputProblems, match="the service cannot be reached"):
        quiet.ask("pxwebapi/v2/config")


def test_every_pause_is_told(bank):
    bank.faults = ["429", "cut"]
    told: list[str] = []
    statbank.most_cells(bank.service(tell=told.append))
    assert told == [
        "too many questions in a short time; asking again in 60 s",
        "the answer was cut short; asking again in 2 s",
    ]


def test_no_more_questions_are_asked_in_a_window_than_the_service_allows(bank):
    service = bank.service(calls=3, window=10.0)
    service.ask("pxwebapi/v2/config")
    assert (service.calls, service.window) == (
        40,
        60.0,
    )  # what the service says goes before what was thought
    for _ in range(80):
        service.ask("pxwebapi/v2/config")
    assert bank.slept == [60.0, 60.0]


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ({"Region": ["3201", "0000"]}, "Non-existent value"),
        ({"Fylke": ["32"]}, "Non-existent variable"),
        ({"ContentsCode": []}, "Missing selection for mandantory variable"),
    ],
)
def test_a_refusal_is_not_repeated_and_keeps_the_services_words(bank, body, title):
    asked = {"Region": ["3201"], "ContentsCode": ["C"], "Tid": ["2024"]} | body
    selection = [
        {"variableCode": variable, "valueCodes": codes}
        for variable, codes in asked.items()
        if codes
    ]
    with pytest.raises(Refused, match=title):
        bank.service().ask("pxwebapi/v2/tables/1/data", {"selection": selection})
    assert len(bank.asked) == 1


@pytest.mark.parametrize(
    "address", ["http://data.ssb.no/api", "file:///etc", "ftp://x", "data.ssb.no"]
)
def test_an_address_that_is_not_encrypted_is_refused(address):
    with pytest.raises(InputProblems, match="https://"):
        Service(address)


# What is kept


def test_a_kept_answer_is_not_asked_for_again(bank, tmp_path):
    first = read(bank, tmp_path)
    asked = len(bank.data_questions())
    pd.testing.assert_frame_equal(read(bank, tmp_path), first)
    assert len(bank.data_questions()) == asked == 1


@pytest.mark.parametrize("damage", ["", "{", "[1]", "null"])
def test_a_damaged_kept_answer_is_asked_for_again(bank, tmp_path, damage):
    first = read(bank, tmp_path)
    (tmp_path / "0.json").write_text(damage, encoding="utf-8")
    pd.testing.assert_frame_equal(read(bank, tmp_path), first)
    assert json.loads((tmp_path / "0.json").read_text(encoding="utf-8"))["class"] == "dataset"


# The list of tables


def test_every_figure_that_is_wanted_is_a_measure_and_a_category_of_it():
    rows = [
        {
            "region": "3201",
            "year": "2024",
            "measure": one.measure,
            "category": one.category,
            "value": "1",
            "status": "",
            "source": f"ssb-{name}",
        }
        for name, wanted in statbank_figures.wanted().items()
        for one in wanted.figures
    ]
    assert check(pd.DataFrame(rows, dtype="str"), "statbank_tables.yml", None) == []


def test_every_table_has_contents_and_each_figure_its_own_cells():
    for wanted in statbank_figures.wanted().values():
        assert all("ContentsCode" in one.codes for one in wanted.figures)
        assert len({tuple(sorted(one.codes.items())) for one in wanted.figures}) == len(
            wanted.figures
        )
        assert (
            len({tuple(sorted(one.codes)) for one in wanted.figures}) == 1
        )  # each figure says a code of every variable
