"""What the editor makes of the page's figures: the main findings, and the four parts of what a
council must know.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from barnevern import editor
from barnevern.editor import Result
from barnevern.norwegian.messages import say
from barnevern.page import Page
from barnevern.render.blocks import Block, Bullets, Sentence, Subheading
from barnevern.render.item import MISSING, SHOWN, Item, Row, rows_of
from barnevern.show.absent import said_missing
from barnevern.show.sample import sample

LEAST_FINDINGS = 3  # where there are fewer, figures stand beside them without comparison
MOST_OF_A_PART, LEAST_OF_A_PART, MOST_KEPT = 4, 2, 2


@dataclass(frozen=True)
class Edited:
    """Every result, the findings by importance, those of the first screen, and the plain figures
    beside them where they are few.
    """

    results: list[Result]
    findings: list[Result]
    leading: list[Result]
    plain: list[Result]


def edited(page: Page, *indicators: str) -> Edited:
    """What the editor makes of the indicators, by default of all it may tell of, once."""
    wanted = indicators or tuple(editor.told_of())
    return page.once(f"edited {indicators}", lambda: _edited(page, wanted))


def _edited(page: Page, wanted: Sequence[str]) -> Edited:
    results = editor.results(page, wanted)
    found = editor.main_findings(results)
    leading = editor.leading(found)
    good_first = sorted(results, key=lambda one: not one.kept)
    plain = editor.plain(good_first, leading, max(0, LEAST_FINDINGS - len(leading)))
    return Edited(results, found, leading, plain)


@sample()
def matters(page: Page, *indicators: str, id: str = "findings") -> Item:  # noqa: A002
    """What matters most in the municipality, of the indicators or of all that the editor may tell
    of: where the law is not kept, the largest certain differences, what is good and what is not;
    figures without comparison where that is little.
    """
    title, found = say("editor-title"), edited(page, *indicators)
    told = [*found.leading, *found.plain]
    if not told:
        dataset = page.dataset.about["title"].lower()
        text = say("editor-nothing-new", dataset=dataset, place=page.place)
        return said_missing(id, title, text)
    above = "" if found.leading else editor.nothing_clear(found.plain)
    bullets = tuple(editor.sentence(one, page.place) for one in told)
    page.source_titles(figure for one in told for figure in one.figures)
    rows = _rows(id, title, told)
    return Item(id, title, SHOWN, (Sentence(above), Bullets(bullets, "findings")), rows)


def _rows(id: str, title: str, told: Iterable[Result]) -> tuple[Row, ...]:  # noqa: A002
    return rows_of(id, title, dict.fromkeys(figure for one in told for figure in one.figures))


@dataclass(frozen=True)
class Part:
    """One of the four parts: what stands out or is plain in it, what is said beside that, and what
    the council can ask.
    """

    name: str
    told: list[Result]
    aside: list[str]
    questions: list[str]


@sample()
def brief(page: Page, *, id: str = "brief") -> Item:  # noqa: A002 (an item's id)
    """What a council must know in its four parts, each thing once, and what it can ask. What stands
    among the main findings is left out here, and is there in ``facts`` for the page of its own.
    """
    title, found = say("editor-brief-title"), edited(page)
    parts = [_part(page, found, name) for name in editor.by_part([])]
    told = [one for part in parts for one in part.told]
    above = [*found.leading, *found.plain]
    blocks: list[Block] = [Sentence(say("editor-brief-unless"))]
    blocks += [block for part in parts for block in _blocks(page, part, above)]
    state = SHOWN if told else MISSING
    sources = page.source_titles(figure for one in told for figure in one.figures)
    facts = {"brief": [_fact(page, part) for part in parts], "sources": sources}
    return Item(id, title, state, tuple(blocks), _rows(id, title, told), facts)


def _part(page: Page, found: Edited, name: str) -> Part:
    results = editor.by_part(found.results)[name]
    findings = editor.by_part(found.findings)[name][:MOST_OF_A_PART]
    kept = editor.plain([one for one in results if one.kept], findings, MOST_KEPT)
    told = [*findings, *kept][:MOST_OF_A_PART]
    told += editor.plain(results, told, max(0, LEAST_OF_A_PART - len(told)))
    hidden = [one for one in results if one.own is None and one.indicator.demand is not None]
    unseen = editor.unseen(hidden, told)[:1]
    aside = [editor.sentence(one, page.place) for one in unseen]
    aside += [editor.odd(one) for one in editor.unseen([o for o in results if o.odd], told)[:1]]
    asked = [editor.question(one.indicator.quantity) for one in findings if one.good is not True]
    questions = list(dict.fromkeys(asked))[:2] or [say("editor-ask-of", part=name)]
    return Part(name, told, aside, questions)


def _blocks(page: Page, part: Part, above: list[Result]) -> list[Block]:
    """A part as it stands on the page under the main findings."""
    told = [editor.sentence(one, page.place) for one in part.told if one not in above]
    heading = Subheading(say("editor-part", part=part.name))
    said: Block = Bullets((*told, *part.aside))
    if not told and not part.aside:
        no_figures = say("editor-no-figures", place=page.place)
        said = Sentence(say("editor-told-above") if part.told else no_figures)
    return [heading, said, Bullets(tuple(part.questions), "questions")]


def _fact(page: Page, part: Part) -> dict[str, object]:
    """A part as the page of its own tells it."""
    told = [editor.sentence(one, page.place) for one in part.told]
    return {
        "title": say("editor-part", part=part.name),
        "told": [*told, *part.aside] or [say("editor-no-figures", place=page.place)],
        "questions": part.questions,
    }
