"""The message files hold every Norwegian sentence, and the code says each of them as it is."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from barnevern.commands.app import app
from barnevern.controls import every_control
from barnevern.indicators import catalogue
from barnevern.norwegian import message_files, messages
from barnevern.norwegian.messages import UnknownMessage, say
from barnevern.paths import LANGUAGES, TEMPLATES

LIBRARY = Path(messages.__file__).resolve().parents[1]
IMPORTED = re.compile(r"^from barnevern\.norwegian\.messages import .*\bsay\b", re.MULTILINE)
# What no English sentence has: the letters, and words that Norwegian ones can hardly do without.
NORWEGIAN = re.compile(
    r"[æøåÆØÅ]|(?<![\w-])(og|ikke|som|med|av|til|fra|har|ble|eller|uten|mellom|ingen|siden|kommune"
    r"|kommuner|forrige|neste|alle|barn|tallet|tallene|figur|tabell|kilde|antall|prosent|kroner)(?![\w-])",
    re.IGNORECASE,
)
# What reads Norwegian that others wrote, or that pages print, or writes it letter by letter.
READS = {
    "audit": "finds numbers and claims in finished pages, and shares nothing with what made them",
    "cases/legal_text.py": "reads legal bases as services write them",
    "norwegian/text.py": "the letters of the alphabet, for sorting and file names",
    "observations/group_lookup.py": "reads names of groups as people write them",
    "observations/names.py": "reads names of municipalities in five languages",
    "sources": "reads files and tables as others write them",
}
SAID = re.compile(r"\bsay\('([a-z][a-z0-9-]*)'((?:[^()]|\([^()]*\))*)\)")  # in a template
# An English sentence may name something Norwegian, such as a column.
ENGLISH = re.compile(r"\b(the|is|or|are|add|write|no)\b")
PLACES = re.compile(r"\b(Bærum)\b")  # in examples of commands


@cache
def codes() -> frozenset[str]:
    """Words of the reference data that the code knows by name: units, ages, names of controls."""
    entries = catalogue().values()
    return frozenset(
        {entry.unit for entry in entries} | {entry.age for entry in entries} | {*every_control()}
    ) | {"millioner kroner", "prosentpoeng", "kr"}


def modules() -> list[Path]:
    return sorted(LIBRARY.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def strings(path: Path) -> Iterator[str]:
    """Every string of a module but its docstrings and the names of messages."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def is_norwegian(text: str) -> bool:
    return bool(NORWEGIAN.search(PLACES.sub("", text))) and not ENGLISH.search(text)


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of say, with the module it stands in; but for what says them all as examples."""
    for path in set(modules()) - {Path(message_files.__file__)}:
        if not IMPORTED.search(path.read_text(encoding="utf-8")):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                yield str(path.relative_to(LIBRARY)), node


def in_templates() -> dict[str, set[str]]:
    """The names of messages in templates, with their values."""
    every = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.j2"))
    return {name: set(re.findall(r"(\w+)=", given)) for name, given in SAID.findall(every)}


@cache
def known() -> dict[str, message_files.Message]:
    return {message.name: message for message in message_files.messages()}


def test_no_norwegian_in_the_code():
    texts = {message.text for message in known().values() if " " in message.text}
    found = []
    for path in modules():
        name = path.relative_to(LIBRARY)
        if not {str(name), name.parts[0]} & READS.keys():
            found += [
                (str(name), text)
                for text in strings(path)
                if (is_norwegian(text) or text in texts) and text not in codes()
            ]
    assert not found


def test_no_norwegian_in_the_templates():
    shown = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*?>", re.DOTALL)
    labels = re.compile(r'(?:aria-label|title|alt|placeholder)="([^"]*)"')
    for path in TEMPLATES.rglob("*.j2"):
        text = re.sub(r"<style>.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        told = [shown.sub(" ", text), *(shown.sub(" ", label) for label in labels.findall(text))]
        assert not re.findall(r"[A-ZÆØÅa-zæøå]{3,}", " ".join(told)), path.name


def test_what_may_read_norwegian_still_does():
    for name in READS:
        place = LIBRARY / name
        some = place.rglob("*.py") if place.is_dir() else [place]
        assert any(is_norwegian(text) for path in some for text in strings(path)), name


def test_messages_are_said_by_their_name_with_all_their_values():
    every, wrong = known(), []
    for where, call in calls():
        name, given = call.args[0], {keyword.arg for keyword in call.keywords}
        if len(call.args) != 1 or not isinstance(name, ast.Constant) or None in given:
            wrong.append(f"{where}:{call.lineno}: the name stands there, and each value by name")
        elif name.value not in every:
            wrong.append(f"{where}:{call.lineno}: no message {name.value}")
        elif given != every[name.value].values:
            wrong.append(f"{where}:{call.lineno}: {name.value} {given ^ every[name.value].values}")
    for name, given in in_templates().items():
        if name not in every or given != every[name].values:
            wrong.append(f"templates: {name} {given}")
    assert not wrong


def test_every_message_is_said():
    said = {call.args[0].value for _, call in calls()}  # type: ignore[attr-defined]
    texts = [message.text for message in known().values()]
    within = {name for text in texts for name in re.findall(r"\{ ([a-z][a-z0-9-]+) \}", text)}
    assert known().keys() == said | within | in_templates().keys()


def test_names_are_those_of_the_files_and_none_stands_twice():
    every = message_files.messages()
    assert len(every) == len(known())
    assert all(message.name.startswith(f"{message.file}-") for message in every)
    assert all(message.place for message in every)  # a comment says where they stand


def test_each_message_has_an_example_of_all_it_can_say():
    values = set[str]()
    for message in known().values():
        found = message_files.examples(message)
        assert found and all(text.strip() for text in found)
        assert not any("{" in text or "???" in text for text in found)
        values |= message.values - message.choices.keys()
    assert values == message_files.example_values().keys()


def test_a_choice_by_number_is_between_singular_and_plural():
    message = known()["extract-legal-bases"]
    one, more = message_files.examples(message)
    assert one.startswith("Lovhjemmelen til ett tiltak") and "Det er regnet" in one
    assert more.startswith("Lovhjemmelen til 3 tiltak") and "De er regnet" in more


def test_years_have_no_space_in_them_and_long_lists_are_whole():
    assert say("risk-number", year=2024).endswith(" 2024")
    names = ", ".join(["Bærum"] * 800)
    assert names in say("borders-merged", names=names, year=2020)


def test_an_unknown_message_or_value_is_an_error():
    for name, values in (("no-such", {}), ("risk-none", {}), ("risk-number", {"other": "1"})):
        with pytest.raises(UnknownMessage):
            say(name, **values)


def test_no_message_that_cannot_be_read_passes(tmp_path, monkeypatch):
    (tmp_path / "nb").mkdir()
    (tmp_path / "nb" / "odd.ftl").write_text("odd-one = { $value\n", encoding="utf-8")
    monkeypatch.setattr(message_files, "LANGUAGES", tmp_path)
    with pytest.raises(ValueError, match=r"odd\.ftl"):
        message_files.messages()


def test_the_examples_are_in_the_order_of_their_names():
    text = (LANGUAGES / "nb" / message_files.EXAMPLES).read_text(encoding="utf-8")
    assert list(yaml.safe_load(text)) == sorted(yaml.safe_load(text))


def test_the_command_lists_every_message_with_its_examples(tmp_path):
    done = CliRunner().invoke(app, ["words"])
    assert done.exit_code == 0
    for message in known().values():
        assert message.name in done.output
        assert all(text in done.output for text in message_files.examples(message))
    page = tmp_path / "words.html"
    assert CliRunner().invoke(app, ["words", "--page", str(page)]).exit_code == 0
    html = page.read_text(encoding="utf-8")
    assert '<html lang="nb">' in html and "<script" not in html
    assert all(f'id="{name}"' in html for name in known())


def test_the_command_lists_what_is_asked_for():
    done = CliRunner().invoke(app, ["words", "tilfeldigheter"])
    assert "findings-not-clear" in done.output and "risk-title" not in done.output
    nothing = CliRunner().invoke(app, ["words", "zzzz"])
    assert nothing.exit_code == 1
