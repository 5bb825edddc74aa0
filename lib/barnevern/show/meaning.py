"""Blocks that many items share: what indicators mean, and the table behind a drawing."""

from collections.abc import Iterable, Sequence

from barnevern.indicators import Indicator
from barnevern.norwegian.messages import say
from barnevern.render.blocks import About, Block, Definition, Drawing, Fold, Table


def about(indicators: Iterable[Indicator], sources: Iterable[str] = ()) -> About:
    """What each indicator means, and where it and the figures come from."""
    return About(tuple(map(_definition, indicators)), tuple(sources))


def _definition(indicator: Indicator) -> Definition:
    direction = say("about-direction", direction=indicator.direction)
    terms = (
        (say("about-measures"), indicator.definition),
        (say("about-read"), f"{indicator.read} {direction}"),
        (say("about-not-read"), indicator.not_read),
    )
    return Definition(indicator.name, terms, indicator.source)


def table(
    caption: str,
    head: Iterable[str],
    rows: Iterable[Iterable[str]],
    notes: Iterable[str] = (),
) -> Table:
    """A table block of any sequences of text."""
    return Table(caption, tuple(head), tuple(tuple(row) for row in rows), tuple(notes))


def behind(
    drawing: Drawing | None, shown: Table, *, title: str = "", opened: bool = False
) -> Sequence[Block]:
    """A drawing with its table folded behind it; the table alone where there is no drawing."""
    if drawing is None:
        return [shown]
    return [drawing, Fold(title or say("about-behind"), (shown,), opened=opened, role="behind")]


def folded(title: str, *blocks: Block) -> Fold:
    """Blocks behind a heading that a reader opens."""
    return Fold(title, blocks)
