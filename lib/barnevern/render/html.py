"""Blocks as HTML: the one renderer, and the one place where text is escaped (by Jinja2)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from barnevern.norwegian.messages import say
from barnevern.paths import TEMPLATES
from barnevern.render.blocks import Block, Drawing, Fold
from barnevern.render.item import Item

FOLDER = TEMPLATES / "report"


@lru_cache
def environment() -> Environment:
    """Jinja2 with the project's templates; everything is escaped."""
    found = Environment(
        loader=FileSystemLoader([FOLDER, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["say"] = say
    return found


@lru_cache
def template(name: str) -> Template:
    """A template by the name of its file, read once."""
    return environment().get_template(name)


def drawn(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with every drawing drawn, also those behind a fold."""
    from barnevern import figures  # only here: matplotlib takes a second, and commands draw nothing

    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Drawing) and not block.svg:
            svg = figures.svg(block.kind, block.id, block.alt, block.table, block.spec)
            found.append(replace(block, svg=svg))
        elif isinstance(block, Fold):
            found.append(replace(block, blocks=drawn(block.blocks)))
        else:
            found.append(block)
    return tuple(found)


def item_html(item: Item, download: "dict[str, str] | None" = None, name: str = "") -> str:
    """The item as one section of a page.

    ``download`` (``file``, ``address``) is a link to its figures as a file. ``name`` is what the
    section is called where it is not the item's id.
    """
    return template("item.html.j2").render(
        name=name or item.id,
        state=item.state,
        title=item.title,
        blocks=drawn(item.blocks),
        download=download,
    )


def render(name: str, **values: Any) -> str:
    """A whole page from its template."""
    return template(name).render(**values).rstrip() + "\n"
