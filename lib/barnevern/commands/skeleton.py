"""A new notebook from the skeleton that every report page has: title, findings, a question per
indicator, method and sources.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import nbformat

from barnevern.indicators import UnknownIndicator, indicator
from barnevern.norwegian.messages import say
from barnevern.paths import NOTEBOOKS
from barnevern.problems import InputProblems, Problem

INDICATORS = (
    "children_investigated_0_17_pct",
    "gross_f251_per_child_not_placed_nok",
    "gross_f252_per_child_placed_nok",
)
MOST_FINDINGS = 5
NAME = r"[a-z][a-z0-9_]{1,39}"
PARAMETERS = """\
municipality: str = "3201"  # four digits as text, or a name: "3201", "Bærum"
year: int = 2024  # the year the page is about
dataset: str = "published"  # a data set under data/, or a folder with a dataset.json
peers: str = "auto"  # municipalities or groups to compare with, separated by comma: "3203, EKG12"
""".rstrip()


def write(name: str, title: str, indicators: Sequence[str], folder: Path = NOTEBOOKS) -> Path:
    """Write the notebook ``name`` with a question per indicator to ``folder``; gives its path.

    Raises InputProblems for a name that is taken or cannot be one, and for unknown or repeated
    indicators.
    """
    path = folder / f"{name}.ipynb"
    problems = [*_wrong_name(name, path), *_wrong_title(title), *_wrong_indicators(indicators)]
    if problems:
        raise InputProblems(problems)
    content = notebook(name, title or name.replace("_", " ").capitalize(), indicators)
    path.write_text(nbformat.writes(content) + "\n", encoding="utf-8")
    return path


def _problem(option: str, value: str, rule: str, remedy: str) -> Problem:
    return Problem("", "", option, value, rule, remedy)


def _wrong_name(name: str, path: Path) -> list[Problem]:
    if not re.fullmatch(NAME, name):
        rule = "a name has 2–40 small letters, digits and _"
        return [_problem("name", name, rule, "write it so, for example aftercare")]
    if path.exists():
        rule = "there is a notebook of that name"
        return [_problem("name", name, rule, "choose another name, or change that one")]
    return []


def _wrong_title(title: str) -> list[Problem]:
    if not title or re.fullmatch(r"[^\n#<>]{2,80}", title):
        return []
    rule = "a title is one line of 2–80 letters, without # < >"
    return [_problem("--title", title[:80], rule, "shorten or correct it")]


def _wrong_indicators(indicators: Sequence[str]) -> list[Problem]:
    problems = []
    for place, name in enumerate(indicators):
        try:
            indicator(name)
        except UnknownIndicator as error:
            rule, remedy = "the indicator is not in the catalogue", str(error).rpartition("; ")[2]
            problems.append(_problem("--indicator", name, rule, remedy))
        if name in indicators[:place]:
            rule = "the indicator is given more than once"
            problems.append(_problem("--indicator", name, rule, "give it once"))
    return problems


def notebook(name: str, title: str, indicators: Sequence[str]) -> nbformat.NotebookNode:
    """The notebook: what it shows is declared in its metadata, and a page that shows less is not
    published.
    """
    cells = [*_opening(name, title, indicators), *_questions(indicators), *_closing()]
    about = {"title": title, "items": ["heading", "findings", *indicators, "method", "sources"]}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(
        cells=[
            _cell(kind, source, f"{name}-{number:02d}")
            for number, (kind, source) in enumerate(cells)
        ],
        metadata={"barnevern": about, "kernelspec": kernel, "language_info": {"name": "python"}},
    )


def _opening(name: str, title: str, indicators: Sequence[str]) -> list[tuple[str, str]]:
    """Kind and source of the cells before the questions: title, parameters, heading, findings."""
    opened = (
        f'from barnevern import show\nfrom barnevern.page import Page\n\npage = Page.open("{name}",'
        " municipality, year, dataset, peers)"
    )
    named = "".join(f'    "{known}",\n' for known in indicators[:MOST_FINDINGS])
    return [
        ("markdown", f"# {title}\n\n{say('skeleton-about')}"),
        ("parameters", PARAMETERS),
        ("code", f"{opened}\nshow.heading(page)"),
        ("markdown", f"## {say('page-findings')}\n\n{say('skeleton-findings')}"),
        ("code", f"show.findings(\n    page,\n{named})"),
    ]


def _closing() -> list[tuple[str, str]]:
    """Kind and source of the cells after the questions: method and sources."""
    return [
        ("markdown", f"## {say('page-method')}\n\n{say('skeleton-method')}"),
        ("code", "show.method(page)"),
        ("markdown", f"## {say('page-sources')}\n\n{say('skeleton-sources')}"),
        ("code", "show.sources(page)"),
    ]


def _questions(indicators: Sequence[str]) -> list[tuple[str, str]]:
    """Kind and source of the two cells of each indicator: what it says, and its figure."""
    cells = []
    for name in indicators:
        about = indicator(name)
        cells.append(("markdown", f"## {about.short}\n\n{about.read}"))
        cells.append(("code", f'show.trend(page, "{name}")'))
    return cells


def _cell(kind: str, source: str, name: str) -> nbformat.NotebookNode:
    if kind == "markdown":
        return nbformat.v4.new_markdown_cell(source, id=name)
    return nbformat.v4.new_code_cell(
        source, id=name, metadata={"tags": ["parameters"]} if kind == "parameters" else {}
    )
