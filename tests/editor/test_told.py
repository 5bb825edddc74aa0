"""Every indicator that the editor tells of has its sentences."""

import re
from pathlib import Path

import pytest

from barnevern import editor
from barnevern.editor import Clear, Result
from barnevern.indicators import PARTS, catalogue, indicator
from barnevern.indicators.figure import Figure
from barnevern.norwegian.messages import say
from barnevern.paths import LANGUAGES

LONGEST_WORDS = 25
LIBRARY = Path(editor.__file__).parents[1]


def figure(name: str, value: float) -> Figure:
    return Figure("3201", 2024, name, "", value)


def said(name: str, value: float = 42.0, **more) -> str:
    return editor.sentence(Result(indicator(name), figure(name, value), **more), "Bærum")


@pytest.mark.parametrize("name", editor.told_of())
def test_each_has_a_part_a_quantity_a_sentence_and_a_question(name):
    entry = indicator(name)
    assert entry.part in PARTS
    assert entry.quantity
    assert re.fullmatch(r"(?=.*Bærum)(?=.*2024)[A-ZÆØÅ0-9].*\.", said(name))
    assert editor.question(entry.quantity).endswith("?")


@pytest.mark.parametrize("name", editor.told_of())
def test_no_sentence_is_long(name):
    sentences = re.split(
        r"(?<=[.?]) ", said(name) + " " + editor.question(indicator(name).quantity)
    )
    assert max(len(one.split()) for one in sentences) <= LONGEST_WORDS


@pytest.mark.parametrize(
    "name", [name for name in editor.told_of() if indicator(name).demand is not None]
)
def test_each_demand_of_the_law_can_be_kept_or_not_or_hidden(name):
    assert said(name, kept=False) != said(name, kept=True)
    hidden = editor.sentence(Result(indicator(name), None), "Bærum")
    assert hidden.endswith("vises ikke av personvernhensyn.")
    assert hidden != say("editor-hidden", quantity="", place="Bærum")


def test_part_and_quantity_stand_together():
    assert [e.id for e in catalogue().values() if bool(e.part) != bool(e.quantity)] == []


def clear(name: str, kind: str, against: str, other: float, effect: float) -> Clear:
    own = figure(name, 42.0)
    return Clear(own.derived(kind, effect, against=against), figure(name, other), effect, 5.0)


def test_clear_differences_stand_in_one_sentence_and_say_which_way_is_best():
    name = "sick_leave_pct"
    both = {
        "level": clear(name, "deviation", "EAK", 20.0, 1.1),
        "change": clear(name, "change", "2023", 44.0, -0.045),
    }
    assert said(name, **both) == (
        "Sykefraværet i barnevernet i Bærum var 42,0 prosent i 2024. Det er over dobbelt så høyt som"
        " i landet (20,0 prosent) og klart lavere enn i 2023 (44,0 prosent). Her er et lavt tall"
        " best."
    )


def test_one_is_written_as_a_word_and_none_too():
    assert said("referrals", 1.0) == "Bærum fikk én ny bekymringsmelding i 2024."
    assert said("children_placed_0_17_pct", 0.0).startswith("Ingen av barna 0–17 år i Bærum")


def test_a_trend_is_told_where_no_change_is():
    assert said("referrals", 42.0, trend=-2015).endswith("Tallet har klart falt siden 2015.")


def test_every_message_of_the_editor_is_said_somewhere():
    named = {one.id for one in catalogue().values() if one.part}
    quantities = {one.quantity for one in catalogue().values() if one.part}
    lawful = {one.quantity for one in catalogue().values() if one.demand is not None}
    made = {f"editor-{name}" for name in named}
    made |= {f"editor-ask-{name}" for name in quantities}
    made |= {f"editor-{what}-{name}" for name in lawful for what in ("kept", "demand")}
    made |= {f"editor-{what}-{part}" for part in PARTS for what in ("part", "ask-of")}
    code = "".join(path.read_text(encoding="utf-8") for path in LIBRARY.rglob("*.py"))
    written = re.findall(
        r"(?m)^(editor-[\w-]+) =", (LANGUAGES / "nb/editor.ftl").read_text("utf-8")
    )
    unsaid = set(written) - {name.replace("_", "-") for name in made}
    assert {name for name in unsaid if f'"{name}"' not in code} == set()
