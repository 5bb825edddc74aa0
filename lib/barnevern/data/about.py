"""dataset.json: what a folder of tables says of itself, checked."""

import json
import re
from pathlib import Path

from barnevern.data.layout import About
from barnevern.problems import InputProblems, Problem

REQUIRED = ("name", "title", "date", "licence", "synthetic", "disclosure")


def read(folder: Path) -> About:
    """dataset.json of ``folder``. Raises InputProblems when it is not there, is no JSON or lacks
    what every page states.
    """
    about = _parsed(folder)
    rules = {key: "the entry is missing" for key in REQUIRED if key not in about}
    if not re.fullmatch(r"[a-z0-9-]+", str(about.get("name", "x"))):
        rules["name"] = "the name has small letters, digits and hyphens only"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(about.get("date", "2026-01-01"))):
        rules["date"] = "the date is written as 2026-01-31"
    rules |= _lists(folder, about)
    if rules:
        raise InputProblems(
            [
                Problem("dataset.json", "", key, str(about.get(key, "")), rule, "correct it")
                for key, rule in rules.items()
            ]
        )
    return about


def _parsed(folder: Path) -> About:
    try:
        return dict(json.loads((folder / "dataset.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        rule, remedy = "the file is not there or is not JSON", "see data/published/dataset.json"
        raise InputProblems([Problem("dataset.json", "", "", "", rule, remedy)]) from None


def _lists(folder: Path, about: About) -> dict[str, str]:
    """What is wrong with the entries that are lists."""
    rules, borders = {}, about.get("current_borders", [])
    if not isinstance(borders, list) or [
        table for table in borders if not (folder / str(table)).is_file()
    ]:
        rules["current_borders"] = "it is a list of tables in the folder"
    if not isinstance(about.get("public_sources", []), list):
        rules["public_sources"] = "it is a list of the sources that are published elsewhere"
    return rules
