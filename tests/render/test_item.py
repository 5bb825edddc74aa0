"""One item, three forms: HTML, CSV and JSON follow from the same blocks and rows."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader
from lxml import html as reader

from barnevern.indicators import UnknownIndicator, catalogue
from barnevern.indicators.figure import Figure
from barnevern.render import blocks, html
from barnevern.render.csv import csv_text
from barnevern.render.derived import UndeclaredKind, kinds, unit_of
from barnevern.render.item import CSV_COLUMNS, SHOWN, Item, counted, rows_of

BARS = {"label": ["Politi", "Skole"], "series": ["2024", "2024"], "value": [137.0, None]}
OWN = Figure("3201", 2024, "referrals", "police", 137.0, source="s")
DRAWN = "<svg></svg>"
WORD = st.text(min_size=1, max_size=20)


def item_of(*text: str) -> Item:
    """An item with every kind of block, filled with some texts."""
    first, second, third = text
    table = blocks.Table(first, ("", second), ((third, "1"),), (first,))
    drawing = blocks.Drawing("bars", "test-x", second, third, BARS, {"decimals": 0}, DRAWN)
    about = blocks.About((blocks.Definition(first, ((second, third),), third),), (second,))
    shown = (
        blocks.Sentence(first, "lead"),
        blocks.Subheading(second),
        blocks.Bullets((first, second, third), "findings"),
        drawing,
        blocks.Fold(third, (table,), role="behind"),
        about,
    )
    rows = rows_of("x", first, [OWN, OWN.derived("change", 27.0, against=2023)])
    return Item("x", first, SHOWN, shown, rows, {"year": 2024})


@given(text=st.tuples(WORD, WORD, WORD))
def test_an_item_comes_back_from_json_as_it_was(text):
    item = item_of(*text)
    content = json.loads(json.dumps(item.to_json()))
    again = Item.from_json(content)
    assert again.html == item.html
    assert csv_text(again.figures) == csv_text(item.figures)
    assert again.summary == item.summary
    assert again.to_json() == item.to_json()


@given(text=st.tuples(*[st.text("<>&'\"ab;#/= ", min_size=1)] * 3))
def test_whatever_a_block_says_is_text_and_no_markup(text):
    plain = item_of("a", "b", "c")
    tree, expected = (reader.fromstring(one.html) for one in (item_of(*text), plain))
    # Not one element more than with harmless words, in the same order.
    assert [node.tag for node in tree.iter()] == [node.tag for node in expected.iter()]


def test_units_follow_from_the_kind_and_the_indicator():
    change = OWN.derived("change", 27.0, against=2023)
    share = Figure("3201", 2024, "referrals_sender_pct", "police", 16.6)
    cost = Figure("3201", 2024, "gross_f252_per_child_placed_nok", "", 1_078_632.0)
    rows = rows_of(
        "x",
        "X",
        [
            change,
            share.derived("change", 3.4, against=2023),
            cost.derived("change", 14.8, against=2023),
            cost.derived("real_change", 10.0, against=2023),
            cost.derived("index", 153.1, against="EKG12"),
            *counted("3201", 2024, {"services": 38}),
        ],
    )
    assert [row.unit for row in rows] == [
        "antall",
        "prosentpoeng",
        "prosent",
        "prosent",
        "indeks",
        "antall",
    ]
    assert (rows[0].kind, rows[0].against, rows[0].of) == ("change", "2023", "referrals")
    assert rows[0].category == "police"


def test_every_kind_has_a_unit_and_says_what_it_tells():
    told = {"relation", "figure", "pair", "product", "control", "nothing"}
    for kind in kinds().values():
        assert kind.tells in told and kind.against in {"", "year", "region", "prices"}
        assert unit_of(kind.id, "referrals")


def test_a_kind_that_nobody_declared_is_refused_with_the_nearest():
    fallen = OWN.derived("chnge", -3.0, against=2022)
    with pytest.raises(UndeclaredKind, match=r'"chnge".*did you mean "change"'):
        rows_of("x", "X", [fallen])


def test_an_indicator_that_nobody_declared_is_refused_with_the_nearest():
    with pytest.raises(UnknownIndicator, match='did you mean "referrals"'):
        rows_of("x", "X", [OWN._replace(indicator="referals")])


TURNED = {
    "class='item' data-item='{{ name }}' data-state='{{ state }}'": (
        'data-state="{{ state }}" class="item" data-item="{{ name }}"'
    ),
    "class='drawing' role='region'": 'role="region" class="drawing"',
    "<summary>": '<summary lang="nb">',
}


def test_an_attribute_in_another_place_breaks_no_other_room(monkeypatch):
    item, turned = item_of("a", "b", "c"), {}
    for path in html.FOLDER.iterdir():
        turned[path.name] = path.read_text(encoding="utf-8")
        for attributes, others in TURNED.items():
            turned[path.name] = turned[path.name].replace(attributes, others)
    before = item.html
    changed = html.environment().overlay(loader=DictLoader(turned))
    monkeypatch.setattr(html, "template", changed.get_template)
    assert item.html != before
    assert Item.from_json(item.to_json()).to_json() == item.to_json()
    assert _document_of(item) == (["b"], [])


def _document_of(item: Item) -> tuple[list[str], list[str]]:
    from barnevern.document.parts import Lists, numbered

    lists = Lists()
    numbered("test/x", item, lists)
    return lists.figures, lists.tables


def test_columns_of_the_csv():
    assert csv_text([]).strip().split(",") == CSV_COLUMNS
    assert {"kind", "against", "of"} < set(CSV_COLUMNS)


def test_every_indicator_has_a_unit_for_its_changes():
    assert all(unit_of("change", name) for name in catalogue())
