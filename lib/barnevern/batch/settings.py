"""The settings of a parameter file, read and checked: names and kinds of value, not yet what they
choose.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from barnevern import reference
from barnevern.paths import PARAMS
from barnevern.problems import nearest

Kinds = Mapping[str, tuple[type, ...]]
SETTINGS: Kinds = {"dataset": (str,), "peers": (str,), "notebooks": (list,), "pages": (list,)}
PAGE_SETTINGS: Kinds = {
    "municipalities": (list,),
    "with_figures": (list,),
    "years": (list, str),
    "networks": (list,),
}


def read(path: Path) -> tuple[dict[str, Any], list[str]]:
    """The settings of a parameter file that have a right name and kind of value, and everything
    that is wrong with the others, in words, by line.
    """
    if not path.is_file():
        there = sorted(file.name for file in PARAMS.glob("*.yml"))
        return {}, [f"parameter file {path.name} is not there; {near_or_all(path.name, there)}"]
    try:
        settings = reference.parsed(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path.name}, line {mark.line + 1}" if mark else path.name
        return {}, [f"{place} is not readable YAML: {str(error).splitlines()[0]}"]
    if not isinstance(settings, dict):
        return {}, [f"{path.name} must be settings with values: {', '.join(SETTINGS)}"]
    at = lines(path)
    wrong = _wrong(settings, SETTINGS, at, ()) + _wrong_pages(settings, at)
    right = _right(settings, SETTINGS)
    if "pages" in right:
        right["pages"] = [_right(entry, PAGE_SETTINGS) for entry in right["pages"]]
    return right, wrong


def _right(settings: object, kinds: Kinds) -> dict[str, Any]:
    """The settings with a known name and the right kind of value."""
    given = settings.items() if isinstance(settings, dict) else ()
    return {key: value for key, value in given if isinstance(value, kinds.get(key, ()))}


def near_or_all(word: object, known: Iterable[str]) -> str:
    """What to write instead of ``word``: the nearest known word, or all of them."""
    words = list(known)
    return nearest(str(word), words) or f"use {', '.join(words)}"


def lines(path: Path) -> Callable[..., str]:
    """A function that says where in the file something stands: where("pages", 0, "years") is
    "batch.yml, line 4". The file is readable YAML.
    """
    known: dict[tuple[str | int, ...], int] = {}

    def note(node: yaml.Node, place: tuple[str | int, ...]) -> None:
        known.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                known[*place, str(key.value)] = key.start_mark.line + 1
                note(value, (*place, str(key.value)))
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                note(value, (*place, number))

    def where(*place: str | int) -> str:
        return f"{path.name}, line {known[place]}" if place in known else path.name

    root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    if root is not None:
        note(root, ())
    return where


def _wrong_pages(settings: dict[str, Any], at: Callable[..., str]) -> list[str]:
    """What is wrong with the names and kinds of the entries under pages."""
    entries = settings.get("pages")
    wrong = []
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            wrong += _wrong(entry, PAGE_SETTINGS, at, ("pages", number))
        else:
            place = f"{at('pages', number)}, entry {number + 1} under pages"
            wrong.append(f"{place} must hold settings: {', '.join(PAGE_SETTINGS)}")
    return wrong


def _wrong(
    settings: dict[str, Any], kinds: Kinds, at: Callable[..., str], above: tuple[str | int, ...]
) -> list[str]:
    """What is wrong with the names and the kinds of value of some settings, which stand at
    ``above`` in the file.
    """
    entry = f", entry {int(above[1]) + 1} under pages" if above else ""
    wrong = []
    for key, value in settings.items():
        place = at(*above, str(key)) + entry
        if key not in kinds:
            wrong.append(f'{place}: "{key}" is not a setting; {near_or_all(key, kinds)}')
        elif not isinstance(value, kinds[key]):
            wanted = "a list, for example [a, b]" if list in kinds[key] else "text"
            wrong.append(f"{place}: {key} must be {wanted}")
    return wrong
