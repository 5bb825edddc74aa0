"""What explains a number that is no figure: dates, laws, names, and whatever stands word for word
in the reference data, the notebooks and the templates, and so is the same for every municipality.
"""

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from barnevern import reference
from barnevern.data.dataset import open_dataset
from barnevern.indicators import catalogue
from barnevern.observations import dimensions, regions
from barnevern.paths import LANGUAGES, NOTEBOOKS, REFERENCE, TEMPLATES

MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
WEIGHTS = {row["weight"] for row in reference.rows("production_weights.csv")} | {"1.00"}
GROWTH = "|".join(
    f"{row['year']} {float(row['growth_pct']):.1f} prosent".replace(".", ",")
    for row in reference.rows("deflator.csv")
)
PCT = "|".join(
    f"{float(row['growth_pct']):.1f}".replace(".", ",") for row in reference.rows("deflator.csv")
)
KS = "|".join(
    row["deviation_pct"].lstrip("-").replace(".", ",")
    for row in reference.rows("production_ks.csv")
)
FORMER = {row["code"] for row in reference.rows("municipality_codes.csv")}
CODES = "|".join(sorted(FORMER | set(regions.municipalities())))
# Numbers that name something: years, ages, dates, functions, paragraphs, levels of confidence, the
# base of an index, how much a method needs, what a file was made of.
NAMED = (
    rf"\b({GROWTH})\b",  # the deflator, of the whole country
    rf"\bPrisveksten som er brukt, er (({PCT})(, | og )?)+ prosent i \d{{4}}–\d{{4}}",
    rf"\bPrisveksten i \d{{4}} ble senere ({PCT}) prosent\b",
    r"\bfor dem fra før 2022 var satsen 37[ \u00a0\u202f]100 kroner i måneden i 2022\b",
    r"\b(19|20)\d\d\b",
    r"\d+–\d+ år",
    r"31\.12\b",
    rf"\b\d\d?\. ({MONTHS})\b",
    r"(funksjon|f\.)[ \u00a0]\d{3}",
    r"\b\d{3} og \d{3}\b",
    r"\b(80|95|99,8) prosent (intervall|sannsynlig|sannsynlighet|mellom)",
    r"^(95|99,8) %$",  # beside the lines of a funnel
    r"\(95 prosent; ",
    r"\b(per|ganger) 1[ \u00a0\u202f]000\b",
    r"= 100\b",
    r"trenger minst \d",
    r"\bi minst 2 av årene\b",
    r"\bettervern kan gis til 25 år\b",
    r"\bett barn mer eller mindre\b",
    r"KOSTRA-gruppe \d\d( \(til \d{4}\))?",
    r"§§?[ \u00a0]\d+[–-]\d+",
    r"\btabell \d{5}( og \d{5})?",
    r"\b([Tt]abell|[Ff]igur|[Vv]edlegg) \d+\b",
    r"\bRapporten har \d+ figurer? og \d+ tabell(er)?\b",
    r"\b\d+ av \d+ deler\b",  # parts of the report
    r"\b\d+ (sider?|(andre )?kommuner?|nettverk)\b",  # what a batch has made, and rests on
    r"\b1,000 er landet\b",
    r"\b[1-4][A-K]\b",  # figures of Bufdir's monitor
    # what KS wrote of Bærum's production, and how near our weights come
    rf"\bi 2024 ({KS})\sprosent under ASSS-snittet på plasserte barn og ({KS})\sprosent over\b",
    rf"\bgir det høyst [−-]?\d+,\d\sprosent, der KS har [−-]?({KS})(?!\d)",
    r"\bantallene gir [+-]?\d+,\d prosentpoeng\b",  # of counts that the same row prints
    r"\b[eE][kK][gG]\d\d\b",
    r"\bCC BY 4\.0\b",
    rf"\ber ({KS})\sprosent lavere \(Produksjonsindeks",
    r"\bKOSTRA-skjema 15F\b",
    r"\bEtt barn kan telle flere ganger\b",
    r"\bbarnevern \d+\.\d+\.\d+\b",
    r"\b[0-9a-f]{12}\b",
    rf"^({'|'.join(sorted(weight.replace('.', ',') for weight in WEIGHTS))})$",
    # accounts, which are public, and the intervals of the plan beside them
    r"\bEr alt annet likt, blir det med 80 prosent sannsynlighet mellom [^.]*",
    rf"(?<!\d)({CODES})(?!\d)",
)
# a number in words beside what is counted, on either side
IN_ORDER = (
    "en|ett|én to tre fire fem seks sju|syv åtte ni ti elleve tolv tretten fjorten femten seksten"
    " sytten atten nitten tjue|tyve"
)
EITHER = IN_ORDER.replace(" ", "|")
COUNTED = (
    "barn|unge|ungdommer|gutter|gutt|jenter|jente|familier|familie|meldinger|bekymringsmeldinger"
    "|undersøkelser|saker|plasseringer|vedtak|henleggelser|akuttvedtak"
)
IN_WORDS = re.compile(
    rf"\b({EITHER})\s+(?:{COUNTED})\b"
    rf"|\b(?:{COUNTED}|omsorg|fosterhjem|institusjon)\s*(?:[:=]|er|var)\s*({EITHER})\b",
    re.IGNORECASE,
)
TELLING = re.compile(rf"\d|{IN_WORDS.pattern}", re.IGNORECASE)
CONSTANT = re.compile("|".join(NAMED))
SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n")
OF_DRAWINGS = "*{stroke-linejoin: round; stroke-linecap: butt}"  # the style of matplotlib's SVG
EMBEDDED = ("published", "demo")
LONG_ENOUGH = 12  # letters of a declared phrase; a shorter one could be what somebody hides
MESSAGE, PLACEABLE = re.compile(r"^[\w-]+ = |^#.*|^\s*\*?\[\w+\] "), re.compile(r"\{[^{}]*\}")
SPACES = str.maketrans("\u202f\u00a0", "  ")


@lru_cache(maxsize=50_000)
def without_constants(text: str) -> str:
    """The text without dates, laws, names and declared phrases that have a number."""
    left = CONSTANT.sub(" ", _cut(text, names()))
    return CONSTANT.sub(" ", _cut(text, phrases())) if TELLING.search(left) else left


def _cut(text: str, known: tuple[str, ...]) -> str:
    """The text without those of the ``known`` phrases that are in it, whatever spaces they have."""
    plain = text.translate(SPACES)
    there = tuple(phrase for phrase in known if phrase in plain)
    if not there:
        return text
    whole = rf"(?<!\d)(?<!\d,)({'|'.join(map(re.escape, there))})(?!\d)"
    pattern, left = re.compile(whole), text
    for match in reversed(list(pattern.finditer(plain))):
        left = left[: match.start()] + " " + left[match.end() :]
    return left


@cache
def names() -> tuple[str, ...]:
    """Names of indicators, categories and groups with a number in them, the longest first."""
    known = {text for one in catalogue().values() for text in (one.short, one.name, one.scope)} | {
        name for categories in dimensions().values() for name in categories.values()
    }
    known |= {row["name"] for row in regions.groups().values()} | set(catalogue())
    with_number = {text for text in known if re.search(r"\d", text)}
    either = with_number | {text[:1].lower() + text[1:] for text in with_number}
    return tuple(sorted(either, key=len, reverse=True))


@cache
def phrases() -> tuple[str, ...]:
    """Every sentence with a number in data/reference, in the messages, in the list of sources of a
    data set and in the text of the notebooks; the longest first.
    """
    found = set()
    for text in [*_of_reference(), *_of_messages(), *_of_sources(), *_of_notebooks("markdown")]:
        found |= {text.strip(), *(part.strip() for part in SENTENCE.split(text))}
    known = {
        phrase.translate(SPACES)
        for phrase in found
        if TELLING.search(phrase) and len(re.findall(r"[^\W\d_]", phrase)) >= LONG_ENOUGH
    }
    return tuple(sorted({*names(), *known}, key=lambda phrase: (-len(phrase), phrase)))


@cache
def lines() -> frozenset[str]:
    """Every line of the templates' styles and scripts, and of the code in the notebooks."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.rglob("*.*"))]
    texts += _of_notebooks("code")
    return frozenset(line.strip() for text in [*texts, OF_DRAWINGS] for line in text.splitlines())


def _of_reference() -> Iterator[str]:
    for path in sorted(REFERENCE.glob("*.yml")):
        yield from _texts(reference.document(path.name))
    for path in sorted(REFERENCE.glob("*.csv")):
        yield from (cell or "" for row in reference.rows(path.name) for cell in row.values())


def _of_messages() -> Iterator[str]:
    """What the messages say whatever is set into them: a number that is set in is no part of it."""
    for path in sorted(LANGUAGES.rglob("*.ftl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from PLACEABLE.split(MESSAGE.sub("", line))


def _texts(document: Any) -> Iterator[str]:
    """Every text in lists and dicts."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for key, value in document.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(document, list):
        for value in document:
            yield from _texts(value)


def _of_sources() -> Iterator[str]:
    """The lists of sources of the data sets that come with the library."""
    for name in EMBEDDED:
        table = open_dataset(name).sources
        yield from (str(cell) for cell in table.to_numpy().ravel())


def _of_notebooks(kind: str) -> Iterator[str]:
    """The text of every cell of a kind."""
    for path in sorted(Path(NOTEBOOKS).glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == kind:
                yield "".join(cell["source"])
