"""The modules of the batch stand in layers: none imports another that imports it, in functions
either.
"""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

from barnevern import batch

FOLDER = Path(batch.__file__).parent
MODULES = {path.stem: path for path in FOLDER.glob("*.py") if path.stem != "__init__"}


def imported(path: Path) -> set[str]:
    """The modules of the batch that this one imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "barnevern.batch":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "barnevern.batch."
        ):
            found.add(str(node.module).split(".")[2])
    return found & set(MODULES)


def test_no_module_imports_another_in_a_circle():
    order = list(
        TopologicalSorter({name: imported(MODULES[name]) for name in MODULES}).static_order()
    )
    assert set(order) == set(MODULES)
    assert order.index("pool") < order.index("cluster")
