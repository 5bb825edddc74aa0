"""Figures as documents print them: what stands where, and how exactly."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import pandas as pd

from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import printed_decimals
from barnevern.observations import category_name, measures

FIGURE = ["region", "year", "measure", "category", "printed", "source", "place"]
# ``what`` names the figure, ``rule`` the rule that it breaks, and ``because`` says how.
RESULT = [*FIGURE, "what", "rule", "because"]
Record = dict[str, Any]
Place = tuple[str, int, str]  # region, year, category


class Quoted:
    """The figures of ``editions`` that are printed somewhere, in today's municipalities.

    ``editions`` has the observation columns, ``printed``, ``place`` and ``current`` (today's
    municipality).
    """

    def __init__(self, editions: pd.DataFrame) -> None:
        told = editions[editions["printed"].ne("") & editions["value"].notna()]
        table = told.assign(region=told["current"])[[*FIGURE, "value"]]
        self.rows: list[Record] = [
            {str(column): cell for column, cell in row.items()} for row in table.to_dict("records")
        ]
        self._decimals: dict[tuple[str, str], int] = {}

    @cached_property
    def sources(self) -> set[str]:
        """The documents."""
        return {row["source"] for row in self.rows}

    @cached_property
    def _by_measure(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for row in self.rows:
            found.setdefault(row["measure"], []).append(row)
        return found

    def of(self, measure: str) -> list[Record]:
        """The figures of a measure."""
        return self._by_measure.get(measure, [])

    def values(self, measure: str) -> dict[Place, float]:
        """The figures of a measure by region, year and category."""
        return {(r["region"], r["year"], r["category"]): r["value"] for r in self.of(measure)}

    def at(self, row: Record, measure: str, category: str) -> Record | None:
        """The figure of a measure at the region and year of ``row``."""
        here = (row["region"], row["year"], category)
        found = (r for r in self.of(measure) if (r["region"], r["year"], r["category"]) == here)
        return next(found, None)

    def decimals(self, row: Record) -> int:
        """How many decimals the table that a figure stands in really has."""
        key = (row["measure"], row["source"])
        if key not in self._decimals:
            cells = [r["printed"] for r in self.of(key[0]) if r["source"] == key[1]]
            self._decimals[key] = printed_decimals([cell for cell in cells if "," in cell])
        return self._decimals[key]

    def can_be(self, row: Record) -> tuple[float, float]:
        """The lowest and the highest value that rounds to what a row prints."""
        exact = measures()[row["measure"]]["kind"] == "count"
        half = 0.0 if exact else 0.5 * 10 ** -self.decimals(row)
        return row["value"] - half, row["value"] + half


def named(measure: str, category: str) -> str:
    """What a figure is called."""
    name = measures()[measure]["name"]
    return f"{name}: {category_name(measure, category)}" if category else name


def contradicted(row: Record, rule: str, because: str, what: str = "") -> Record:
    """A row with RESULT, of the printed figure or words ``row``."""
    name = what or named(row["measure"], row["category"])
    told = {column: row[column] for column in FIGURE}
    return {**told, "what": name, "rule": rule, "because": because}


def printed(rows: Iterable[Record]) -> str:
    """What stands against a figure."""
    return "; ".join(
        say(
            "claims-printed",
            what=named(row["measure"], row["category"]),
            value=row["printed"],
            where=row["place"],
        )
        for row in rows
    )
