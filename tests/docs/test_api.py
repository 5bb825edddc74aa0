"""The page on the public API is what signatures and docstrings say, and everything public has a
docstring.
"""

import re

import api_reference
from barnevern import show


def test_the_page_is_what_the_code_says():
    assert api_reference.API.read_text(encoding="utf-8") == api_reference.page(), "run make docs"


def test_everything_that_can_be_shown_stands_there_with_its_docstring():
    page = api_reference.page()
    assert [name for name in show.__all__ if f"### show.{name}\n" not in page] == []
    nothing_said = re.findall(r"^#+ (\S+)\n+(?:```python\n[^`]*```\n+)?(?=#)", page, flags=re.M)
    assert nothing_said == []


def test_a_signature_has_its_types_and_defaults():
    call = api_reference._call("show.own", show.own)
    assert call.startswith("show.own(\n    page: Page,\n    title: str,\n    data: DataFrame,")
    assert "    plot: Figure | Axes | None = None,\n    *,\n    alt: str = ''," in call
    assert call.endswith(") -> Item")
