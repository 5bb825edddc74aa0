"""The page docs/api.md: signature and docstring of everything public. ``make docs`` writes it.

--print prints the page instead.
"""

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import barnevern
from barnevern import show
from barnevern.analysis import data
from barnevern.page import Network, Page

API = Path(__file__).resolve().parents[1] / "docs" / "api.md"
WIDTH = 100
HEAD = """\
# The public API

<!-- made by make docs, from signatures and docstrings -->

What an analyst and a notebook may use, and what keeps its names from version to version. Examples
stand in [analysts.md](analysts.md) and in `notebooks/start.ipynb`. Everything else in the library
is its own affair.
"""


def page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD]
    parts += ["## Data sets as tables\n", *_function("barnevern.open", barnevern.open)]
    parts += [*_class("Data", barnevern.Data), _columns()]
    parts += ["## Pages\n", "`from barnevern.page import Page, Network`\n"]
    parts += [*_class("Page", Page), *_class("Network", Network)]
    parts += ["## What a page can show\n", "`from barnevern import show`\n", _said(show)]
    for name in sorted(show.__all__):
        parts += _function(f"show.{name}", getattr(show, name))
    return "\n".join(parts).rstrip() + "\n"


def _class(name: str, described: type) -> Iterator[str]:
    """The class, then its own public methods and properties in the order of its source."""
    yield from (f"### {name}\n", _said(described))
    for member, value in vars(described).items():
        if member.startswith("_") or not _is_code(value):
            continue
        if isinstance(value, classmethod | staticmethod):
            yield from _function(f"{name}.{member}", getattr(described, member), level=4)
        elif inspect.isfunction(value):
            yield from _function(f"{name.lower()}.{member}", value, level=4)
        else:
            yield from (f"#### {name.lower()}.{member}\n", _said(value))


def _is_code(value: Any) -> bool:
    """Whether it is a method or a property, and no plain value of the class."""
    return callable(value) or isinstance(value, classmethod | property) or hasattr(value, "func")


def _function(name: str, described: Any, *, level: int = 3) -> Iterator[str]:
    yield f"{'#' * level} {name}\n"
    yield f"```python\n{_call(name, described)}\n```\n"
    yield _said(described)


def _call(name: str, described: Any) -> str:
    """The signature, a line for each argument where it is too long for one."""
    signature = inspect.signature(described)
    arguments: list[str] = []
    starred = False
    for parameter in signature.parameters.values():
        if parameter.name in ("self", "cls"):
            continue
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and not starred:
            arguments.append("*")
        starred |= parameter.kind in (parameter.VAR_POSITIONAL, parameter.KEYWORD_ONLY)
        arguments.append(_argument(parameter))
    gives = f" -> {_type(signature.return_annotation)}"
    line = f"{name}({', '.join(arguments)}){gives}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"{name}(", *(f"    {one}," for one in arguments), f"){gives}"])


def _argument(parameter: inspect.Parameter) -> str:
    """Name, type and what it is if not given, as they stand in the source."""
    star = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
    given = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
    return f"{star}{parameter.name}: {_type(parameter.annotation)}{given}"


def _type(annotation: Any) -> str:
    """A type without the modules it stands in."""
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return re.sub(r"(?:[a-z_]\w*\.)+(?=[A-Za-z])", "", text).replace('"', "").replace("'", "")


def _said(described: Any) -> str:
    """The docstring as Markdown: its examples as code."""
    paragraphs = []
    for paragraph in (inspect.getdoc(described) or "").split("\n\n"):
        if paragraph.startswith(">>>"):
            example = paragraph.replace("open_data(", "barnevern.open(")
            paragraphs.append(f"```python\n{example}\n```")
        else:
            paragraphs.append(re.sub(r"``([^`]+)``", r"`\1`", paragraph))
    return "\n\n".join(paragraphs) + "\n"


def _columns() -> str:
    """What the tables of Data hold, by the names its docstrings use."""
    named = {"FRAME": data.FRAME, "COMPARED": data.COMPARED}
    rows = [f"| {name} | {', '.join(f'`{one}`' for one in has)} |" for name, has in named.items()]
    return "\n".join(["| Table | Columns |", "|---|---|", *rows]) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["--print"]:
        sys.stdout.write(page())
    else:
        API.write_text(page(), encoding="utf-8")
