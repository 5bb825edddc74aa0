"""The picture in docs/architecture.md is the truth: every room stands in it once, no import goes
against the order of its layers, and each arrow is an import.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "lib" / "barnevern"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PICTURE = PAGE.partition("```mermaid\n")[2].partition("```")[0]
ROOMS = {path.parent.name for path in LIBRARY.glob("*/__init__.py")}
GROUND = {path.stem for path in LIBRARY.glob("*.py")} - {"__init__", "__main__"}
# Imports that go against the order, each with its reason. One that is no longer there must go.
AGAINST = {
    ("observations", "cases"): "the check of a value of eleven digits asks whether it can be an "
    "identity number; in a function, for kroner of Oslo's size alone",
    ("sources", "data"): "counts of controls lie as Parquet in the folder of a data set",
}
APART = {"audit": {"disclosure", "page", "show", "render", "document", "batch", "words", "figures"}}


def layers() -> list[list[str]]:
    """The rooms of each layer, from the top of the picture."""
    boxes = re.findall(r"^  subgraph [^\n]*\n(.*?)^  end$", PICTURE, flags=re.M | re.S)
    return [box.split() for box in boxes]


def arrows() -> list[tuple[str, str]]:
    """Where figures go from and to, between rooms alone."""
    every = re.findall(r"^  (\w+) --> (\w+)$", PICTURE, flags=re.M)
    return [(start, end) for start, end in every if {start, end} <= ROOMS]


def modules(tree: ast.Module) -> Iterator[str]:
    """Every module that is imported anywhere in the file, in functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "barnevern":
            yield from (f"barnevern.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports name the whole way: from barnevern.room import name"
            yield node.module or ""


@cache
def imports() -> dict[tuple[str, str], list[str]]:
    """Who imports whom, by room or module of the ground floor, with the files that do."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in sorted(LIBRARY.rglob("*.py")):
        place = path.relative_to(LIBRARY)
        owner = place.parts[0].removesuffix(".py")
        for module in modules(ast.parse(path.read_text(encoding="utf-8"))):
            package, _, rest = module.partition(".")
            other = rest.partition(".")[0]
            if package == "barnevern" and other in ROOMS | GROUND and other != owner:
                found[owner, other].append(str(place))
    return dict(found)


def test_every_room_stands_in_the_picture_once():
    drawn = [room for layer in layers() for room in layer]
    assert sorted(drawn) == sorted(ROOMS)


def test_no_import_goes_against_the_layers():
    place = {room: number for number, layer in enumerate(layers()) for room in layer}
    wrong = {
        pair: files
        for pair, files in imports().items()
        if set(pair) <= ROOMS and place[pair[1]] >= place[pair[0]]
    }
    assert {pair: files for pair, files in wrong.items() if pair not in AGAINST} == {}
    assert AGAINST.keys() - wrong.keys() == set(), "an exception that is needed no longer"


def test_every_arrow_is_an_import():
    known = imports()
    assert len(arrows()) > len(ROOMS)
    assert [arrow for arrow in arrows() if (arrow[1], arrow[0]) not in known] == []


def test_every_room_has_an_arrow():
    assert ROOMS - {room for arrow in arrows() for room in arrow} == set()


def test_the_ground_floor_imports_no_room():
    ground = {pair for pair in imports() if pair[0] in GROUND}
    assert {other for _, other in ground} <= GROUND
    assert [name for name in sorted(GROUND) if f"`{name}`" not in PAGE] == []


def test_the_audit_shares_nothing_with_the_gate_or_with_what_makes_pages():
    for room, others in APART.items():
        assert [other for other in sorted(others) if (room, other) in imports()] == []


def test_every_room_has_its_promise():
    rows = re.findall(r"^\| `(\w+)` \|", PAGE, flags=re.M)
    assert sorted(rows) == sorted(ROOMS)
