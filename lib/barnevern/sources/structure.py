"""What a case extract may hold: elements, attributes, how often and with which values, from
data/reference/extract_structure_*.csv.

The structures are those of statisticsnorway/kostra-kontrollprogram (15F) and
statisticsnorway/barn-barnevern-xsd (BVR v4), both MIT.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial

from barnevern import reference
from barnevern.cases import legal_text

ROOT = "Barnevern"
# Two attributes that say where a schema lies; a file may carry them, and they hold nothing of a
# case.
IGNORED_ATTRIBUTES = {
    f"{{http://www.w3.org/2001/XMLSchema-instance}}{name}"
    for name in ("schemaLocation", "noNamespaceSchemaLocation")
}
TEXT = "text()"  # the name under which an element's own text stands beside its attributes


@dataclass(frozen=True)
class Value:
    """What one attribute, or the text of one element, may be.

    ``kind``: date, word (few different ones; ``canonical`` is how a table has it) or free (never
    kept as it stands; it has ``shortest`` to ``longest`` characters, and ``matches`` where that is
    given).
    """

    name: str
    kind: str
    required: bool
    rule: str
    remedy: str
    fits: Callable[[str], object]
    canonical: Callable[[str], str] = str
    shortest: int = 0
    longest: int = 100
    matches: Callable[[str], object] | None = None


@dataclass
class Node:
    """One kind of element: where it stands, what it holds, how often (``most`` 0 for any number)
    and in which order among its siblings.
    """

    path: str
    tag: str
    number: int
    parent: int
    least: int
    most: int
    order: int
    values: dict[str, Value] = field(default_factory=dict)
    children: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Structure:
    """The elements of one format; ``nodes[0]`` is the root, ``paths`` finds one by its path below
    the root ("Individ/Melding").
    """

    nodes: list[Node]
    paths: dict[str, int]

    def __getitem__(self, path: str) -> Node:
        return self.nodes[self.paths[path]]


@lru_cache
def structure(name: str) -> Structure:
    """The structure ``15f`` or ``bvr``."""
    nodes: list[Node] = []
    paths: dict[str, int] = {}
    for row in reference.rows(f"extract_structure_{name}.csv"):
        above, _, last = row["path"].removeprefix(f"/{ROOT}").removeprefix("/").rpartition("/")
        if last.startswith("@"):
            nodes[paths[above]].values[last[1:]] = _value(last[1:], row, name)
            continue
        path = f"{above}/{last}" if above else last
        number, parent = len(nodes), paths.get(above, -1) if path else -1
        node = Node(
            path,
            last or ROOT,
            number,
            parent,
            int(row["min"]),
            0 if row["max"] == "n" else int(row["max"]),
            number,
        )
        if row["type"] != "element":
            node.values[TEXT] = _value(last, row, name)
        if parent >= 0:
            nodes[parent].children[last] = number
        nodes.append(node)
        paths[path] = number
    return Structure(nodes, paths)


@lru_cache
def code_list(name: str, fmt: str) -> tuple[str, ...]:
    """The codes of a list of data/reference/extract_codes.csv that the format ``15f`` or ``bvr``
    knows, whatever their period.
    """
    rows = [
        row
        for row in reference.rows("extract_codes.csv")
        if row["list"] == name and row["group"] != "group"
    ]
    return tuple(row["code"] for row in rows if fmt == "bvr" or row["in_15f"] == "1")


def _value(name: str, row: dict[str, str], fmt: str) -> Value:
    required = row["min"] == "1"
    if row["codes"]:
        listed = row["codes"]
        codes = listed.split("|") if "|" in listed else list(code_list(listed, fmt))
        return _one_of(name, codes, required=required)
    if row["type"] == "date":
        rule, remedy = "must be a date, YYYY-MM-DD", "mend the date in the case system"
        return Value(name, "date", required, rule, remedy, bool)
    if row["type"] in TYPED:
        kind, rule, fits = TYPED[row["type"]]
        return Value(name, kind, required, rule, "mend it in the case system", fits, matches=fits)
    return _text(name, row, required=required)


def _one_of(name: str, codes: list[str], *, required: bool) -> Value:
    shown = ", ".join(codes)
    if len(codes) > 10:
        shown = f"{len(codes)} codes, {codes[0]} to {codes[-1]}"
    remedy = "choose a code of the list in the case system"
    return Value(name, "word", required, f"must be one of {shown}", remedy, set(codes).__contains__)


def _text(name: str, row: dict[str, str], *, required: bool) -> Value:
    shortest, longest = int(row["min_length"] or 0), int(row["max_length"] or 100)
    rule, pattern = f"must have {shortest} to {longest} characters", row["pattern"]
    if pattern:
        rule = PATTERNS.get(pattern, f"must match {pattern}")
    matches = re.compile(pattern or r"(?s).*", re.ASCII).fullmatch

    def fits(text: str) -> object:
        return shortest <= len(text) <= longest and matches(text)

    if name in legal_text.PARTS and pattern:
        return Value(name, "word", required, rule, "mend the legal basis", fits)
    if name in legal_text.PARTS:
        return Value(
            name,
            "word",
            required,
            f"must have {shortest} to {legal_text.LONGEST} characters",
            "mend the legal basis",
            lambda text: shortest <= len(text) <= legal_text.LONGEST,
            partial(legal_text.token, name, longest=longest),
        )
    if name in ("Kommunenummer", "Bydelsnummer", "Organisasjonsnummer"):
        return Value(name, "word", required, rule, "mend it in the case system", fits)

    return Value(
        name,
        "free",
        required,
        rule,
        "mend it in the case system",
        fits,
        str,
        shortest,
        longest,
        matches if pattern else None,
    )


PATTERNS = {
    r"\d{4}": "must be four digits",
    r"\d{2}": "must be two digits",
    r"\d{9}": "must be nine digits",
    r"\d{11}": "must be eleven digits",
    r"\d{12}": "must be twelve digits",
    r"\d+": "must be digits",
    r"\d+[a-z]*": "must be digits, and letters after them at most",
    r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}": (
        "must be a UUID"
    ),
}
DATE = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?\s*", re.ASCII)


def day_of(text: str) -> datetime.date | None:
    """The day an XML date stands for, or None where it is no date; a time zone does not move it."""
    found = DATE.fullmatch(text)
    try:
        return datetime.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def moment_of(text: str) -> datetime.datetime | None:
    """The moment a dateTime with a time zone stands for, to the microsecond, or None."""
    try:
        found = datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))
    except ValueError:
        return None
    return found if found.tzinfo else None


TYPED: dict[str, tuple[str, str, Callable[[str], object]]] = {
    "boolean": ("word", "must be true or false", {"true", "false", "1", "0"}.__contains__),
    "gYear": ("word", "must be a year, four digits", re.compile(r"(19|20)\d\d").fullmatch),
    "dateTime": ("free", "must be a date and time with a time zone", moment_of),
}
