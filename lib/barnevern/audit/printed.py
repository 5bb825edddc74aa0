"""What a printed PDF says beside the page it was printed from."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from barnevern.audit import pdf
from barnevern.audit.constants import TELLING, without_constants
from barnevern.audit.unexplained import OF_TEMPLATES, Place
from barnevern.audit.words import parsed

# at the foot of every sheet: how many there are, what it is, where and when
FOOT = re.compile(r"\d+av\d+Tilstandsrapport\D*\d{4}")
UNSEEN = re.compile(r"[\s\u00ad\u200b]")
ALONE = re.compile(r"[+−-]?[\d,.]+%?")  # a number as it stands in a cell


def of_pdf(content: bytes, html: str) -> Iterator[Place]:
    """What stands in a PDF and not on its page, where it has a number: as it is said, and a number
    alone as often as it stands there. Files, scripts and pictures that it carries. Raises
    pdf.Unreadable.
    """
    yield from (("", "carried by a PDF", name) for name in pdf.carried(content))
    texts = _of_page(html)
    whole, alone = "".join(texts), Counter(texts)
    for runs in pdf.pieces(content):
        together = "".join(runs)
        as_it_stands = _bare(together)
        for said in (together,) if as_it_stands in whole else runs:
            if FOOT.fullmatch(as_it_stands):
                break
            yield from (("", "PDF", number) for number in _strange(said, whole, alone))


def _strange(said: str, whole: str, alone: Counter[str]) -> Iterator[str]:
    """What is said with a number and does not stand on the page, or a number alone that stands
    there less often; it is counted down in ``alone``.
    """
    bare = _bare(said)
    if not TELLING.search(said):
        return
    if ALONE.fullmatch(bare) and TELLING.search(without_constants(bare)):
        alone[bare] -= 1
    if bare not in whole or alone[bare] < 0:
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
