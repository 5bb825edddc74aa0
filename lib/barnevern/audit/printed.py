"""What a printed PDF and a Word file say beside the page that they were made with."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from barnevern.audit import pdf, word
from barnevern.audit.constants import TELLING, without_constants
from barnevern.audit.numbers import Known, unfounded
from barnevern.audit.unexplained import OF_TEMPLATES, Place
from barnevern.audit.words import parsed

# on every sheet: its chapter, how many sheets there are, what it is, where and when
FOOT = re.compile(r"(.*?)\d+av\d+Tilstandsrapport\D*\d{4}")
UNSEEN = re.compile(r"[\s\u00ad\u200b]")
ALONE = re.compile(r"[+−-]?[\d,.]+%?")  # a number as it stands in a cell


def of_pdf(content: bytes, html: str) -> Iterator[Place]:
    """What stands in a PDF and not on its page, where it has a number: as it is said, and a number
    alone as often as it stands there or names the
    sheet of a heading. Files, scripts and pictures that it carries. Raises
    pdf.Unreadable.
    """
    yield from (("", "carried by a PDF", name) for name in pdf.carried(content))
    texts = _of_page(html)
    whole, alone = "".join(texts), Counter(texts) + Counter(map(str, pdf.sheets(content)))
    for runs in pdf.pieces(content):
        together = "".join(runs)
        as_it_stands = _bare(together)
        for said in (together,) if as_it_stands in whole else runs:
            if (foot := FOOT.fullmatch(as_it_stands)) and foot[1] in whole:
                break
            yield from (("", "PDF", number) for number in _strange(said, whole, alone))


def of_word(path: Path, html: str, known: Known) -> Iterator[Place]:
    """What stands in a Word file and neither on its page nor among the ``known`` figures, where it
    has a number; what it carries besides text, and pictures of something else than the drawings of
    the page. Raises word.UnreadableWord.
    """
    yield from (("", "carried by a Word file", name) for name in word.carried(path))
    texts = _of_page(html)
    whole, alone = "".join(texts), Counter(texts)
    for alt in word.pictures(path):
        if not alt or _bare(alt) not in whole:
            yield "", "picture in a Word file", alt[:40] or "without a text"
    for said in dict.fromkeys(word.texts(path)):
        numbers = _strange(said, whole, Counter(alone))
        if any(numbers):
            yield from (("", "Word", number) for number in unfounded(said, known))


def _strange(said: str, whole: str, alone: Counter[str]) -> Iterator[str]:
    """What is said with a number and does not stand on the page, or a number alone that stands
    there less often; it is counted down in ``alone``.
    """
    bare = _bare(said)
    if not TELLING.search(said):
        return
    if ALONE.fullmatch(bare) and TELLING.search(without_constants(bare)):
        alone[bare] -= 1
        known = alone[bare] >= 0
    else:
        known = bare in whole
    if not known:
        yield said.strip()[:40]


def _of_page(html: str) -> list[str]:
    """Every text and attribute of the page, without spaces."""
    texts = []
    for node in parsed(html).iter():
        if isinstance(node.tag, str):
            own = "" if node.tag in OF_TEMPLATES else node.text
            texts += [own, *(child.tail for child in node), *node.attrib.values()]
    return [_bare(text or "") for text in texts]


def _bare(text: str) -> str:
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))
