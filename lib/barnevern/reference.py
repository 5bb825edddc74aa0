"""The tables and lists in data/reference: rows of CSV, and what stands in YAML."""

import csv
from functools import lru_cache
from typing import Any

import yaml

from barnevern.paths import REFERENCE

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file in data/reference, each cell as text."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@lru_cache
def document(name: str) -> Any:
    """What a YAML file in data/reference says; nobody may change it."""
    return parsed((REFERENCE / name).read_text(encoding="utf-8"))


def parsed(text: str) -> Any:
    """What a YAML text says, as lists, dicts, texts and numbers. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=LOADER)  # noqa: S506 (both loaders are safe)
