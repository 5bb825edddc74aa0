r"""Text with a little form, as Markdown and as blocks of runs: paragraphs, lists with "- ",
headings with ###, **strong**, *emphasised* and [links](https://...).

Everything else stands as it is written. A backslash lets a mark stand: \*, \[, \#, \-.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

OWN_HEADING = re.compile(r"#{3,6}\s+(.*)")
BULLET = re.compile(r"[-*]\s+(.*)")
MARKED = re.compile(
    r"\[(?P<label>[^\[\]]+)\]\((?P<link>(?:https?://|mailto:)[^\s()]+)\)"
    r"|\*\*\*(?P<both>\S(?:[^*]*\S)?)\*\*\*(?!\*)"
    r"|\*\*(?P<strong>\S(?:.*?\S)?)\*\*(?!\*)"
    r"|(?<![*\w])\*(?P<em>\S(?:[^*]*\S)?)\*(?![*\w])"
)
ESCAPED = re.compile(r"\\([*\[\]\\#-])")
NEEDS_ESCAPE = re.compile(r"([*\[\]\\])")
AT_THE_START = re.compile(r"[#-]")
FIRST = 0xE000  # letters of no alphabet (Unicode's private use) stand for escaped marks meanwhile
HIDDEN = re.compile(f"[{chr(FIRST)}-{chr(FIRST + 0x7F)}]")
SPACE = re.compile(r"\s+")
LINK = re.compile(r"(?:https?://|mailto:)[^\s()]+")


class Run(NamedTuple):
    """A piece of text in one form; ``link`` is where it leads, or ""."""

    text: str
    strong: bool = False
    em: bool = False
    link: str = ""


Runs = tuple[Run, ...]


class Block(NamedTuple):
    """A paragraph ("p"), a list ("ul", a text for each point) or a heading ("h")."""

    kind: str
    texts: tuple[Runs, ...]


Words = tuple[Block, ...]


def blocks(lines: Iterable[str]) -> Words:
    """The lines of a chapter as blocks."""
    return tuple(
        Block(kind, tuple(map(runs, [" ".join(texts)] if kind == "p" else texts)))
        for kind, texts in _kinds(lines)
    )


def _kinds(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Runs of lines of one kind: ("p", lines of a paragraph), ("ul", one text for each point) or
    ("h", the heading).
    """
    kind, texts = "", list[str]()
    for line in [*lines, ""]:
        heading, bullet = OWN_HEADING.fullmatch(line.strip()), BULLET.fullmatch(line.strip())
        now = "h" if heading else "ul" if bullet else "p" if line.strip() else ""
        if now == "p" and kind == "ul" and line.startswith(" "):
            texts[-1] += " " + line.strip()  # the second line of a point
            continue
        if texts and (now != kind or kind == "h"):
            yield kind, texts
            texts = []
        kind = now
        if now:
            marked = heading or bullet
            texts.append(marked[1] if marked else line.strip())


def runs(text: str) -> Runs:
    """One line of text as runs."""
    hidden = ESCAPED.sub(lambda mark: chr(FIRST + ord(mark[1])), HIDDEN.sub("", text))
    return tuple(_merged(_parsed(hidden, Run(""))))


def _parsed(text: str, form: Run) -> Iterator[Run]:
    """The runs of a text that stands in the form of ``form``."""
    place = 0
    for found in MARKED.finditer(text):
        yield form._replace(text=_shown(text[place : found.start()]))
        kind = str(found.lastgroup)
        if kind == "link":
            yield from _parsed(found["label"], form._replace(link=_shown(found["link"])))
        else:
            strong, em = kind in ("strong", "both"), kind in ("em", "both")
            inner = form._replace(strong=form.strong or strong, em=form.em or em)
            yield from _parsed(found[kind], inner)
        place = found.end()
    yield form._replace(text=_shown(text[place:]))


def _shown(text: str) -> str:
    return HIDDEN.sub(lambda mark: chr(ord(mark[0]) - FIRST), text)


def _merged(found: Iterable[Run]) -> Iterator[Run]:
    """The runs that have text, neighbours of one form together."""
    told = (run for run in found if run.text)
    for form, same in groupby(told, key=lambda run: run[1:]):
        yield Run("".join(run.text for run in same), *form)


def plain(found: Runs) -> str:
    """The text of runs without their form."""
    return "".join(run.text for run in found)


def tidy(found: Iterable[Run]) -> Runs:
    """Runs as Markdown can hold them: one space where there are several, none at the ends, spaces
    outside of marked words, and no links but to pages and addresses of mail.
    """
    split = list[Run]()
    for run in _merged(run._replace(text=_spaced(run.text), link=_link(run)) for run in found):
        inner = run.text.strip(" ")
        before, _, after = run.text.partition(inner) if inner else (run.text, "", "")
        outside = Run(" ")
        split += [outside] * bool(before) + [run._replace(text=inner)] + [outside] * bool(after)
    merged, told = list[Run](), ""
    for run in _merged(split):
        text = SPACE.sub(" ", run.text)
        text = text.removeprefix(" ") if not told or told.endswith(" ") else text
        merged, told = [*merged, run._replace(text=text)], told + text
    if merged and merged[-1].text.endswith(" "):
        merged[-1] = merged[-1]._replace(text=merged[-1].text[:-1])
    return tuple(_merged(merged))


def _spaced(text: str) -> str:
    """One ordinary space for whatever ends a line; other spaces between words stand."""
    return re.sub(r"[\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029 ]+", " ", HIDDEN.sub("", text))


def _link(run: Run) -> str:
    link = run.link.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return link if LINK.fullmatch(link) else ""


def written(words: Words) -> str:
    """The blocks as Markdown, which blocks() reads back as they are (of tidy runs)."""
    return "\n\n".join(_block(block) for block in words)


def _block(block: Block) -> str:
    before = {"p": "", "ul": "- ", "h": "### "}[block.kind]
    return "\n".join(before + line(text) for text in block.texts)


def line(found: Runs) -> str:
    """Runs as a line of Markdown. Marks that Markdown cannot hold, such as half a word, go; the
    text is never another.
    """
    text = _line(found)
    if runs(text) == found:
        return text
    return _line(tuple(_merged(Run(run.text) for run in found)))


def _line(found: Sequence[Run]) -> str:
    text = "".join(map(_marked, found))
    return AT_THE_START.sub(r"\\\g<0>", text, count=1) if AT_THE_START.match(text) else text


def _marked(run: Run) -> str:
    mark = "**" * run.strong + "*" * run.em
    text = mark + NEEDS_ESCAPE.sub(r"\\\1", run.text) + mark
    return f"[{text}]({run.link})" if run.link else text
