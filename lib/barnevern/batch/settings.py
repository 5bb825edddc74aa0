"""The settings of a parameter file, read and checked: names and kinds of value, not yet what they
choose.
"""

from collections.abc import Iterable, Mapping
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
    """The settings of a parameter file, and everything that is wrong with their names and kinds, in
    words.
    """
    if not path.is_file():
        there = sorted(file.name for file in PARAMS.glob("*.yml"))
        return {}, [f"parameter file {path.name} is not there; {near_or_all(path.name, there)}"]
    try:
        settings = reference.parsed(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return {}, [f"{path.name} is not readable YAML: {str(error).splitlines()[0]}"]
    if not isinstance(settings, dict):
        return {}, [f"{path.name} must be settings with values: {', '.join(SETTINGS)}"]
    return settings, _wrong(settings, SETTINGS, path.name) + _wrong_pages(settings, path.name)


def near_or_all(word: object, known: Iterable[str]) -> str:
    """What to write instead of ``word``: the nearest known word, or all of them."""
    words = list(known)
    return nearest(str(word), words) or f"use {', '.join(words)}"


def _wrong_pages(settings: dict[str, Any], file: str) -> list[str]:
    """What is wrong with the names and kinds of the entries under pages."""
    entries = settings.get("pages")
    wrong = []
    for number, entry in enumerate(entries if isinstance(entries, list) else [], start=1):
        place = f"{file}, entry {number} under pages"
        if isinstance(entry, dict):
            wrong += _wrong(entry, PAGE_SETTINGS, place)
        else:
            wrong.append(f"{place} must hold settings: {', '.join(PAGE_SETTINGS)}")
    return wrong


def _wrong(settings: dict[str, Any], kinds: Kinds, place: str) -> list[str]:
    """What is wrong with the names and the kinds of value of some settings."""
    wrong = []
    for key, value in settings.items():
        if key not in kinds:
            wrong.append(f'{place}: "{key}" is not a setting; {near_or_all(key, kinds)}')
        elif not isinstance(value, kinds[key]):
            wanted = "a list, for example [a, b]" if list in kinds[key] else "text"
            wrong.append(f"{place}: {key} must be {wanted}")
    return wrong
