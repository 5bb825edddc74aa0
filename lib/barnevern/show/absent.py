"""What stands where there is no figure: the reason, in words."""

from collections.abc import Sequence

from barnevern.indicators import Indicator, indicator
from barnevern.indicators.figure import Figures, known, of_region
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.render.blocks import Block, Sentence
from barnevern.render.item import MISSING, Item
from barnevern.show.meaning import about
from barnevern.words import sentences


def said_missing(
    id: str,  # noqa: A002 (an item's id)
    title: str,
    text: str,
    *,
    before: Sequence[Block] = (),
    after: Sequence[Block] = (),
) -> Item:
    """An item that says in words why it has no figure, between other blocks."""
    return Item(id, title, MISSING, (*before, Sentence(text, "missing"), *after))


def missing(
    page: Page,
    id: str,  # noqa: A002 (an item's id)
    indicators: Sequence[str],
    title: str = "",
    region: str = "",
) -> Item:
    """An item that says in words why the municipality (or ``region``) has no figure for any of the
    indicators.
    """
    wanted, code = [indicator(name) for name in indicators], region or page.region.code
    by_reason: dict[str, list[tuple[Indicator, Figures]]] = {}
    for entry in wanted:
        own = _without_value(page, entry, code)
        because = sentences.reason(own)
        if not because and page.dataset.counted:
            because = sentences.not_in_extract(entry)
        by_reason.setdefault(because, []).append((entry, own))
    text = " ".join(_sentences(page, code, list(by_reason.values())))
    return said_missing(id, title or wanted[0].name, text, after=[about(wanted)])


def _without_value(page: Page, entry: Indicator, code: str) -> Figures:
    """The figures that say why there is none: the indicator's own, or those of its categories where
    only they are missing.
    """
    own = of_region(page.figures(entry.id), code)
    if not known(own) or not entry.breakdown:
        return own
    divided = of_region(page.figures(entry.id, by_category=True), code)
    return [figure for figure in divided if figure.category]


def _sentences(
    page: Page, code: str, by_reason: list[list[tuple[Indicator, Figures]]]
) -> list[str]:
    """For each reason a sentence on the first indicator, and one that names the others."""
    place, dataset = regions.name_of(code), page.dataset.about["title"].lower()
    found = []
    for (first, own), *others in by_reason:
        counted = page.dataset.counted
        found.append(sentences.missing(first, place, page.year, own, dataset, counted=counted))
        found += [sentences.also_missing([entry for entry, _ in others])] if others else []
    return found
