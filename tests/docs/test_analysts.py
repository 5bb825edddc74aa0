"""The examples of docs/analysts.md give what the page says."""

import doctest
import re
from pathlib import Path

import matplotlib as mpl
import pandas as pd

PAGE = Path(__file__).resolve().parents[2] / "docs" / "analysts.md"
BLOCK = re.compile(r"^```pycon\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
LAX = doctest.NORMALIZE_WHITESPACE


def test_the_examples_give_what_the_page_says():
    text = PAGE.read_text(encoding="utf-8")
    # A line of text keeps the place of each block, so that a failure names the line of the page.
    kept = re.sub(r"[^\n]+", "", text)
    lines = kept.split("\n")
    for block in BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(1))
        lines[first : first + block[1].count("\n")] = block[1].rstrip("\n").split("\n")
    examples = doctest.DocTestParser().get_doctest("\n".join(lines), {}, PAGE.name, str(PAGE), 0)
    assert len(examples.examples) > 20
    said: list[str] = []
    with mpl.rc_context({"backend": "agg"}), pd.option_context("display.width", 120):
        result = doctest.DocTestRunner(optionflags=LAX).run(examples, out=said.append)
    assert result.failed == 0, "".join(said)


def test_the_lines_for_analysts_in_the_readme_give_tables():
    readme = (PAGE.parents[1] / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^## For analysts\n\n```python\n(.*?)^```$", readme, re.M | re.S)
    assert block
    *first, indicators, figures, differences = block[1].strip().splitlines()
    names: dict[str, object] = {}
    exec("\n".join(first), names)
    for line in (indicators, figures, differences):
        table = eval(line, names)
        assert isinstance(table, pd.DataFrame) and len(table), line
