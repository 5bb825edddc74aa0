"""The items of finished pages, their drawings and tables numbered through the document."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from barnevern.norwegian.messages import say
from barnevern.render.blocks import (
    About,
    Block,
    Bullets,
    Definition,
    Drawing,
    Fold,
    Sentence,
    Subheading,
    Table,
)
from barnevern.render.item import SHOWN, Item

WIDEST_ROW = 100  # letters and digits of a row that still fits on a standing A4


@dataclass(frozen=True)
class NumberedDrawing:
    """A drawing as figure ``number`` of the document."""

    number: int
    drawing: Drawing
    block: str = "numbered drawing"


@dataclass(frozen=True)
class NumberedTable:
    """A table of the document: with a ``number`` of its own, or behind a numbered drawing (0)."""

    caption: str
    table: Table
    number: int = 0
    behind: int = 0  # the number of the drawing
    block: str = "numbered table"

    @property
    def wide(self) -> bool:
        """Whether its rows need a sheet that lies, on paper."""
        rows = [self.table.head, *self.table.rows]
        return max(sum(map(len, row)) for row in rows) > WIDEST_ROW


@dataclass(frozen=True)
class Opened:
    """Parts behind a heading that a reader opens; ``role`` is "behind" for a drawing's table."""

    summary: str
    parts: "tuple[Part, ...]"
    role: str = ""
    block: str = "opened"


Part = Block | NumberedDrawing | NumberedTable | Opened


@dataclass
class Lists:
    """What has been numbered so far: captions in order, and what each indicator means by name."""

    figures: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    definitions: dict[str, Definition] = field(default_factory=dict)


@dataclass(frozen=True)
class Numbered:
    """An item as it stands in the document: ``name`` is "intake/referrals"."""

    name: str
    state: str
    parts: tuple[Part, ...]


def numbered(name: str, item: Item, lists: Lists) -> Numbered:
    """The item with numbers on its drawings and tables; ``lists`` grows by them and by what its
    indicators mean, where it has figures. A page's definitions and sources stand in the
    appendices instead.
    """
    blocks = [block for block in item.blocks if item.state == SHOWN or not isinstance(block, About)]
    parts = [_part(block, lists) for block in blocks]
    return Numbered(name, item.state, tuple(part for part in parts if part is not None))


def _part(block: Block, lists: Lists) -> Part | None:
    if isinstance(block, About):
        for definition in block.definitions:
            lists.definitions.setdefault(definition.name, definition)
        return None
    if isinstance(block, Drawing):
        lists.figures.append(
            block.caption.partition(f" {say('drawing-source')} ")[0].removesuffix(".")
        )
        return NumberedDrawing(len(lists.figures), block)
    if isinstance(block, Table):
        lists.tables.append(block.caption)
        number = len(lists.tables)
        name = say("report-table", number=number)
        return NumberedTable(f"{name} {block.caption}", block, number)
    if isinstance(block, Fold):
        return _opened(block, lists)
    return Sentence(block.text, "minor") if isinstance(block, Subheading) else block


def _opened(fold: Fold, lists: Lists) -> Opened:
    if fold.role != "behind":
        parts = [_part(block, lists) for block in fold.blocks]
        return Opened(fold.summary, tuple(part for part in parts if part is not None))
    title = say("report-behind", number=len(lists.figures))
    tables = [block for block in fold.blocks if isinstance(block, Table)]
    number = len(lists.figures)
    behind = [NumberedTable(f"{title}. {one.caption}", one, behind=number) for one in tables]
    return Opened(title, tuple(behind), "behind")


def shortened(item: Item, most: int, title: str) -> Item:
    """The findings of a page as a part of a summary: a title over the first ``most`` sentences."""
    blocks = [
        replace(block, sentences=block.sentences[:most]) if isinstance(block, Bullets) else block
        for block in item.blocks
    ]
    return titled(replace(item, blocks=tuple(blocks)), title)


def titled(item: Item, title: str) -> Item:
    """The item with a title over it."""
    return replace(item, blocks=(Subheading(title), *item.blocks))


def sources(items: Iterable[Item]) -> list[tuple[str, ...]]:
    """The rows of the pages' tables of sources, each once, in the order of their titles."""
    rows = {tuple(row) for item in items for row in item.facts.get("sources", ())}
    return sorted(rows)
