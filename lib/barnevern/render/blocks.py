"""The blocks that everything shown is made of. They hold text and figures, and no markup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Sentence:
    """A paragraph; its ``role`` is "" for running text, or "missing", "warning", "lead" and
    such.
    """

    block: ClassVar[str] = "sentence"
    text: str
    role: str = ""


@dataclass(frozen=True)
class Subheading:
    """A heading inside an item, below that of the question."""

    block: ClassVar[str] = "subheading"
    text: str


@dataclass(frozen=True)
class Bullets:
    """A list of sentences; ``role`` is "findings" for the findings of a page."""

    block: ClassVar[str] = "bullets"
    sentences: tuple[str, ...]
    role: str = ""


@dataclass(frozen=True)
class Table:
    """A table of text cells whose first column heads its rows; ``notes`` stand under it."""

    block: ClassVar[str] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """A figure: what is drawn (``kind``, ``table`` by column, ``spec``) and what is said of it.

    ``kind`` is one that the room figures can draw. ``id`` tells the figures of a page apart.
    ``svg`` is the drawing itself where it has been drawn already.
    """

    block: ClassVar[str] = "drawing"
    kind: str
    id: str
    caption: str
    alt: str
    table: Columns
    spec: Mapping[str, Any] = field(default_factory=dict)
    svg: str = ""


@dataclass(frozen=True)
class Definition:
    """What an indicator means: terms with their texts. ``source`` is where it comes from."""

    name: str
    terms: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True)
class About:
    """What the indicators of an item mean, and where its figures come from."""

    block: ClassVar[str] = "about"
    definitions: tuple[Definition, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fold:
    """Blocks behind a heading that a reader opens; ``role`` is "behind" for a drawing's table."""

    block: ClassVar[str] = "fold"
    summary: str
    blocks: "tuple[Block, ...]"
    opened: bool = False
    role: str = ""


Block = Sentence | Subheading | Bullets | Table | Drawing | About | Fold
KINDS: dict[str, type[Block]] = {
    kind.block: kind for kind in (Sentence, Subheading, Bullets, Table, Drawing, About, Fold)
}


def to_json(block: Block) -> dict[str, Any]:
    """The block as JSON, with the name of its kind under "block"."""
    found: dict[str, Any] = {"block": block.block}
    for one in fields(block):
        found[one.name] = _plain(getattr(block, one.name))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Block):
        return to_json(value)
    if isinstance(value, Definition):
        return [value.name, [list(term) for term in value.terms], value.source]
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def from_json(content: Mapping[str, Any]) -> Block:
    """The block that to_json() made ``content`` of. Raises KeyError for a kind nobody declared."""
    given = {key: value for key, value in content.items() if key != "block"}
    kind: Any = KINDS[content["block"]]
    if kind is About:
        texts = tuple(
            Definition(name, tuple((term, text) for term, text in terms), source)
            for name, terms, source in given["definitions"]
        )
        return About(texts, tuple(given["sources"]))
    if kind is Fold:
        given["blocks"] = tuple(from_json(inner) for inner in given["blocks"])
    if kind is Table:
        given["rows"] = tuple(tuple(row) for row in given["rows"])
    frozen = {
        key: tuple(value) if isinstance(value, list) else value for key, value in given.items()
    }
    block: Block = kind(**frozen)
    return block


def inside(blocks: Sequence[Block]) -> list[Block]:
    """The blocks and all that are folded into them, in reading order."""
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, Fold):
            found += inside(block.blocks)
    return found


def sentences(blocks: Sequence[Block]) -> list[str]:
    """What the blocks say in running text, in reading order."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Sentence) and block.text:
            found.append(block.text)
        elif isinstance(block, Bullets):
            found += block.sentences
    return found
