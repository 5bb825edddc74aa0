"""Legal bases as case systems write them (``bvl``, ``§ 4-12``, ``Barnevernloven 1992``): the act,
chapter and section that are meant.

KOSTRA 15F lets any text stand for the act and its parts; Statistics Norway's own sample file has
the act in small letters (statisticsnorway/kostra-kontrollprogram, specification and XSD 15F). Each
text becomes a token first, so that nothing else of it is carried on; the tokens of one legal basis
are then understood together.
"""

import re
import unicodedata
from collections.abc import Callable

ACTS = ("BVL", "BVL2021", "BL1981")
CHILD_WELFARE = "BV"  # a child welfare act that does not say which of the two it is
UNREADABLE = "?"
REWRITTEN, TOO_LONG = "~", "!"  # before a token: the text is not one that the format has
MARKS = REWRITTEN + TOO_LONG
LONGEST = 100
PARTS = ("Lov", "Kapittel", "Paragraf", "Ledd", "Bokstav", "Punktum")
LAST_EMERGENCY = 6  # chapter 4 of the act of 2021 ends there; that of 1992 goes on to § 4-31

DASHES = re.compile(r"\s*[-‐‑‒–—−./]\s*")
WORDS = re.compile(r"§+|\b(kapittel|kap|paragraf|pgf|par)\b\.?")
NUMBER = re.compile(r"(?:0*([1-9]\d{0,2})-)?(0|0*[1-9]\d{0,2})\s*([a-zæøå])?\)?")
PLAIN = re.compile(r"0|[1-9]\d{0,2}")
PLAIN_SEVERAL = re.compile(r"\d{1,3}([ ,]{1,2}\d{1,3})*")
LETTER = re.compile(r"[A-Za-zæøåÆØÅ]")
ORDINALS = {"første": "1", "annet": "2", "andre": "2", "tredje": "3", "fjerde": "4", "femte": "5"}
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
YEARS = {"BVL": ("1992", "92"), "BVL2021": ("2021", "21"), "BL1981": ("1981", "81")}
OLD, NEW = re.compile(r"\b(gammel|gamle|gml|tidligere)\b"), re.compile(r"\b(ny|nye)\b")
ACT_NAME = re.compile(r"bvl|barneverns?lov(en|a|i)?|barneverntjenest(er|en)|barnevern(et)?")
CHILDREN_NAME = re.compile(r"bl|barnelov(en|a|i)?")
FILLING = re.compile(
    r"\b(lov|loven|om|av|fra|nr|juli|juni|april|ny|nye|gammel|gamle|gml|tidligere)\b"
)


def token(name: str, text: str, longest: int = LONGEST) -> str:
    """The token of one part of a legal basis (``name`` is its attribute in 15F): "" where there is
    nothing, UNREADABLE where it cannot be read, with REWRITTEN before it where the text is another,
    and TOO_LONG before that where it has more than ``longest`` characters.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    found = READERS[name](plain) if plain else ""
    long = TOO_LONG if len(text) > longest else ""
    same = not text or found == UNREADABLE or FORMAT[name].fullmatch(text)
    return long + ("" if same else REWRITTEN) + found


def _act(text: str) -> str:
    if text in ACTS:
        return text
    small = text.casefold()
    words = re.sub(r"[^a-zæøå]+", " ", small).strip()
    name = re.sub(r"\s", "", FILLING.sub(" ", words))
    figures = re.findall(r"\d+", small)
    numbered = [act for act, years in YEARS.items() if figures and figures[0] in years]
    dated = [act for act, years in YEARS.items() if years[0] in figures]
    said = [*dated, *numbered]
    if CHILDREN_NAME.fullmatch(name):
        return "BL1981" if not said or said[0] == "BL1981" else UNREADABLE
    if not (ACT_NAME.fullmatch(name) or (not name and words and said)):
        return UNREADABLE
    if said or figures:
        return said[0] if said else UNREADABLE
    if NEW.search(small) or OLD.search(small):
        return "BVL2021" if NEW.search(small) else "BVL"
    return "BVL" if name == "bvl" else CHILD_WELFARE


def _number(text: str) -> str:
    """A chapter or section: "4", "12", "4-12", with a letter after it "5-1a"."""
    if PLAIN.fullmatch(text):
        return text
    small = DASHES.sub("-", WORDS.sub(" ", text.casefold()).strip(" .,)")).strip(" -")
    found = NUMBER.fullmatch(small)
    if not found:
        return UNREADABLE
    chapter, section, letter = found[1], found[2].lstrip("0") or "0", found[3] or ""
    return f"{chapter}-{section}{letter}" if chapter else f"{section}{letter}"


def _several(text: str) -> str:
    """Subsections or sentences: "2", "1 2"."""
    words = re.sub(r"\b(ledd|ld|punktum|pkt|og|jf|jfr)\b", " ", text.casefold())
    words = re.sub(r"(?<=\d)(ledd|ld|l)\b", " ", re.sub(r"[.,;:+&/()§]", " ", words))
    numbers = [ORDINALS.get(word, ROMAN.get(word, word)) for word in words.split()]
    right = numbers and all(re.fullmatch(r"\d{1,3}", number) for number in numbers)
    return " ".join(numbers) if right else UNREADABLE


def _letter(text: str) -> str:
    return text if LETTER.fullmatch(text) else UNREADABLE


READERS: dict[str, Callable[[str], str]] = {
    "Lov": _act,
    "Kapittel": _number,
    "Paragraf": _number,
    "Ledd": _several,
    "Bokstav": _letter,
    "Punktum": _several,
}


FORMAT = {
    "Lov": re.compile("|".join(ACTS)),
    "Kapittel": PLAIN,
    "Paragraf": PLAIN,
    "Ledd": PLAIN_SEVERAL,
    "Bokstav": LETTER,
    "Punktum": PLAIN_SEVERAL,
}


def understood(tokens: tuple[str, ...], *, since_2023: bool) -> tuple[str, ...]:
    """A legal basis from its tokens, in the order of PARTS; ``since_2023`` says that its measure
    started when the act of 2021 was in force.

    A section that says its chapter (``4-12``) must say the same as the chapter; an act without a
    year is that of its section, else that of the day. What does not go together is UNREADABLE.
    """
    act, chapter, section, subsection, letter, sentence = (text.lstrip(MARKS) for text in tokens)
    own, section, letter = _divided(section, letter)
    of_chapter, _, also = chapter.rpartition("-")
    chapter = of_chapter or also
    if of_chapter and section not in ("", also):
        section = UNREADABLE
    if own:
        chapter, section = (own, section) if chapter in ("", own, UNREADABLE) else (chapter, "?")
    if act == CHILD_WELFARE:
        act = _by_section(chapter, section) or ("BVL2021" if since_2023 else "BVL")
    return act, chapter or UNREADABLE, section or UNREADABLE, subsection, letter, sentence


def _divided(section: str, letter: str) -> tuple[str, str, str]:
    """Chapter, section and letter of a section that says more than its number: "5-1a"."""
    found = re.fullmatch(r"(?:(\d+)-)?(\d+)([A-Za-zæøåÆØÅ]?)", section)
    if not found:
        return "", section, letter
    own, number, behind = found[1] or "", found[2], found[3].lower()
    if behind and letter not in ("", behind):
        return own, UNREADABLE, letter
    return own, number, letter or behind


def _by_section(chapter: str, section: str) -> str:
    """The act that alone has the section as the basis of a measure, "" where both may."""
    if chapter == "4" and section.isdigit() and int(section) > LAST_EMERGENCY:
        return "BVL"
    return "BVL2021" if (chapter, section) == ("5", "1") else ""
