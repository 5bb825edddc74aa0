"""One thing shown on a page: blocks for the reader, and the same figures as tidy rows."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from barnevern.indicators import prices
from barnevern.indicators.figure import Figure
from barnevern.norwegian.numbers import NARROW_SPACE
from barnevern.render import blocks as block_kinds
from barnevern.render.blocks import Block
from barnevern.render.derived import unit_of

MIME = "application/vnd.barnevern.item+json"
SHOWN, MISSING = "shown", "missing"


class Row(NamedTuple):
    """One figure as it stands in a page's CSV.

    ``kind``, ``against`` and ``of`` are empty for the figure of an indicator itself; for a
    derived one they say what it is, against which year or region, and of which indicators it is
    made. ``prices`` says whose prices a value in kroner is in, and is empty for all others.
    """

    item: str
    title: str
    region: str
    year: int
    indicator: str
    category: str
    kind: str
    against: str
    of: str
    value: float | None
    status: str
    unit: str
    source: str
    prices: str = ""

    @classmethod
    def read(cls, cells: Mapping[str, str]) -> "Row":
        """The row from the cells of a page's CSV, by column."""
        given: dict[str, Any] = {name: cells[name] for name in cls._fields}
        value = float(cells["value"]) if cells["value"] else None
        return cls(**given | {"year": int(cells["year"]), "value": value})


CSV_COLUMNS = list(Row._fields)


@dataclass(frozen=True)
class Item:
    """What a notebook cell ends in: ``blocks`` in reading order, and ``rows`` for the CSV.

    ``state`` is SHOWN, or MISSING when the item says in words why there is no figure. ``facts`` are
    what the page needs to know of itself, such as its municipality.
    """

    id: str
    title: str
    state: str
    blocks: tuple[Block, ...]
    figures: tuple[Row, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """What the item says in running text; its title where it says nothing."""
        return " ".join(block_kinds.sentences(self.blocks)) or self.title

    @property
    def html(self) -> str:
        """The item as HTML."""
        from barnevern.render.html import item_html

        return item_html(self)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The figures as a table with CSV_COLUMNS."""
        table = pd.DataFrame(list(self.figures), columns=CSV_COLUMNS)
        return table.astype({"value": "float64"})

    def to_json(self) -> dict[str, Any]:
        """The item as JSON, its drawings drawn."""
        from barnevern.render.html import drawn

        return {
            **self.facts,
            "id": self.id,
            "title": self.title,
            "state": self.state,
            "blocks": [block_kinds.to_json(block) for block in drawn(self.blocks)],
            "rows": [list(row) for row in self.figures],
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Item":
        """The item that to_json() made ``content`` of."""
        own = {"id", "title", "state", "blocks", "rows"}
        return cls(
            content["id"],
            content["title"],
            content["state"],
            tuple(block_kinds.from_json(block) for block in content["blocks"]),
            tuple(Row(*row) for row in content.get("rows", ())),
            {key: value for key, value in content.items() if key not in own},
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        content = self.to_json()
        ready = Item.from_json(content)
        return {"text/html": ready.html, "text/plain": self.summary, MIME: content}


def rows_of(item: str, title: str, figures: Iterable[Figure], *, unit: str = "") -> tuple[Row, ...]:
    """Figures as rows of the page's CSV. Their unit follows from kind and indicator; only a kind
    whose unit is "given" takes ``unit``.

    Raises UndeclaredKind for a kind, and UnknownIndicator for an id, that nobody declared.
    """
    # An ordinary space in the table: the narrow one of the page would be in the way of whoever
    # filters by unit.
    plain_title = title.replace(NARROW_SPACE, " ")
    found = []
    for figure in figures:
        own = unit_of(figure.kind, figure.indicator)
        found.append(
            Row(
                item,
                plain_title,
                figure.region,
                int(figure.year),
                figure.indicator,
                figure.category,
                figure.kind,
                figure.against,
                figure.of,
                _number(figure.value),
                figure.status,
                (unit if own == "given" else own).replace(NARROW_SPACE, " "),
                figure.source,
                prices.basis([figure]) if own in prices.MONEY else "",
            )
        )
    return tuple(found)


def _number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def counted(region: str, year: int, numbers: Mapping[str, float]) -> list[Figure]:
    """Numbers that a sentence tells about the figures themselves, by their kind, such as how many
    services there are.
    """
    return [
        Figure(region, year, "", "", float(value), kind=kind) for kind, value in numbers.items()
    ]
