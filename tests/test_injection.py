"""Hostile texts in every place a text can come from, on every kind of page: nothing of them runs,
and nothing of them is lost.
"""

import csv
import html
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement, fromstring
from playwright.sync_api import Browser, Page

from barnevern.batch import index, plan
from barnevern.batch.reasons import Reason
from barnevern.document import as_html, chapters
from barnevern.observations import lookup
from barnevern.render import export
from barnevern.render.blocks import Table
from barnevern.render.csv import FORMULA, table_text
from barnevern.render.export import Link
from barnevern.render.item import Item
from patience import PATIENCE_SECONDS
from payloads import FORMULAS, OWN_NAME, PAYLOADS, home

OWN = "2024/3201"
KINDS = [*(name for name in plan.report_notebooks()), "tilstandsrapport", "kort-fortalt", "index"]
NUMBER = re.compile(r"-\d+(\.\d+)?(e-?\d+)?")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
COUNT_HITS = "window.hits = 0; window.hit = () => { window.hits += 1; }; window.alert = window.hit;"
TOUCH_EVERYTHING = """() => {
  document.querySelectorAll('details').forEach(one => { one.open = true; });
  document.querySelectorAll('*').forEach(one => { one.dispatchEvent(new Event('mouseover', {bubbles: true})); if (one.focus) one.focus(); });
}"""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One page of each kind, made by the command from a home of payloads."""
    folder, out = (
        home(tmp_path_factory.mktemp("home") / "home"),
        tmp_path_factory.mktemp("attacked"),
    )
    program = [sys.executable, "-c", "from barnevern.commands.app import main; main()"]
    asked = [
        "run",
        "-m",
        "3201",
        "--network",
        "asss",
        "--year",
        "2024",
        "--dataset",
        "attack",
        "--out",
        str(out),
    ]
    done = subprocess.run(
        [*program, *asked],
        env=os.environ | {"BARNEVERN_HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    pages = {path.stem: path for path in (out / "attack").glob("*/*/*.html")}
    return pages | {"index": out / "attack" / "index.html"}


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="nb-NO")
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    context.add_init_script(COUNT_HITS)
    yield context.new_page()
    context.close()


def text_of(root: HtmlElement) -> str:
    """Everything a reader may be told: text, and the names of drawings, regions and links."""
    for style in root.xpath("//style | //script"):
        style.drop_tree()
    return " ".join(" ".join([*root.xpath("//text()"), *root.xpath("//@aria-label")]).split())


def hits(tab: Page, address: str, *, policy: bool) -> int:
    """How often a payload ran in the page, with its content policy or without."""
    left: list[str] = []
    tab.on("framenavigated", lambda frame: left.append(frame.url))
    if not policy:
        tab.route(
            "**/*",
            lambda route: route.fulfill(
                body=POLICY.sub(
                    "", Path(unquote(route.request.url[7:])).read_text(encoding="utf-8")
                )
            ),
        )
    tab.goto(address)
    tab.evaluate(TOUCH_EVERYTHING)
    tab.wait_for_timeout(100)
    assert set(left) <= {address}
    return int(tab.evaluate("window.hits"))


def test_there_are_payloads_enough() -> None:
    assert len(set(PAYLOADS)) >= 27


def test_every_kind_of_page_is_attacked(attacked: dict[str, Path]) -> None:
    assert set(attacked) == set(KINDS)


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "policy", [True, False], ids=["as published", "without its content policy"]
)
def test_nothing_runs_in_chromium(
    attacked: dict[str, Path], tab: Page, kind: str, policy: bool
) -> None:
    assert hits(tab, attacked[kind].as_uri(), policy=policy) == 0


@pytest.mark.browser
def test_the_count_of_hits_can_fail(tmp_path: Path, tab: Page) -> None:
    path = tmp_path / "open.html"
    path.write_text(f"<!DOCTYPE html><title>x</title>{''.join(PAYLOADS[:12])}", encoding="utf-8")
    hits(tab, path.as_uri(), policy=True)
    tab.wait_for_function("window.hits > 0")


@pytest.mark.parametrize("kind", KINDS)
def test_no_payload_became_an_element_or_an_attribute(attacked: dict[str, Path], kind: str) -> None:
    root = fromstring(attacked[kind].read_text(encoding="utf-8"))
    assert root.xpath("//@*[starts-with(name(), 'on')]") == []
    assert (
        root.xpath(
            "//iframe | //object | //embed | //form | //base | //link | //math | //img |"
            " //meta[@http-equiv='refresh']"
        )
        == []
    )
    assert len(root.xpath("//script")) == (kind == "index")
    assert [
        href
        for href in root.xpath("//a/@href")
        if re.match(r"\s*(javascript|data:text/html|vbscript)", href, re.IGNORECASE)
    ] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "network"])
def test_the_name_of_the_municipality_stands_whole(attacked: dict[str, Path], kind: str) -> None:
    root = fromstring(attacked[kind].read_text(encoding="utf-8"))
    if kind != "index":
        assert OWN_NAME in root.findtext(".//title")
    assert OWN_NAME in text_of(root)


def test_every_payload_stands_whole_in_the_document(attacked: dict[str, Path]) -> None:
    text = text_of(fromstring(attacked["tilstandsrapport"].read_text(encoding="utf-8")))
    assert [payload for payload in PAYLOADS if text.count(payload) < len(chapters())] == []


def test_every_payload_stands_whole_among_the_controls(attacked: dict[str, Path]) -> None:
    text = text_of(fromstring(attacked["quality"].read_text(encoding="utf-8")))
    assert [payload for payload in PAYLOADS if payload not in text] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "index"])
def test_the_title_of_the_data_set_stands_whole(attacked: dict[str, Path], kind: str) -> None:
    text = text_of(fromstring(attacked[kind].read_text(encoding="utf-8"))).casefold()
    assert [payload for payload in PAYLOADS[:12] if payload.casefold() not in text] == []


def cells_of(text: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "index"])
def test_no_cell_of_a_csv_is_a_formula(attacked: dict[str, Path], kind: str) -> None:
    tables_of = [attacked[kind].with_suffix(".csv").read_text(encoding="utf-8")]
    links = fromstring(attacked[kind].read_text(encoding="utf-8")).xpath("//a[@download]/@href")
    tables_of += [unquote(link.partition(",")[2]) for link in links]
    begun = [
        cell
        for text in tables_of
        for cell in cells_of(text)
        if len(cell) > 1 and cell.startswith(FORMULA)
    ]
    assert [cell for cell in begun if not NUMBER.fullmatch(cell)] == []


@given(st.one_of(st.sampled_from(FORMULAS), st.text(min_size=2)))
def test_any_text_in_a_csv_cell_is_inert_and_comes_back(text: str) -> None:
    rows = csv.reader(io.StringIO(table_text([{"title": text}], ["title"]), newline=""))
    assert next(rows) == ["title"]
    (cell,) = next(rows)
    assert not cell.startswith(FORMULA)
    assert cell.removeprefix("'") == text.replace("\r\n", "\n").replace("\r", "\n").removeprefix(
        "'"
    )


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_in_a_csv_cell_stays_a_number(value: float) -> None:
    _, (cell,) = csv.reader(io.StringIO(table_text([{"value": value}], ["value"])))
    assert float(cell) == value


@pytest.mark.parametrize("payload", PAYLOADS)
def test_tables_failures_and_navigation_keep_the_text_as_text(payload: str) -> None:
    table = fromstring(
        Item(
            "x",
            "",
            "shown",
            (Table(payload, (payload, payload), ((payload, payload),), (payload,)),),
        ).html
    )
    failure = index.failure(
        plan.Job("costs", lookup.region("3201"), 2024, "x", "auto"),
        Reason("cell", payload),
        [Link(payload, payload)],
    )
    for root, count in ((table, 6), (fromstring(failure), 2)):
        assert text_of(root).count(" ".join(payload.split())) >= count
        assert root.xpath("//script | //img | //iframe | //@*[starts-with(name(), 'on')]") == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_name_in_a_style_sheet_stays_inside_its_string(payload: str) -> None:
    written = as_html._css_string(payload)
    assert re.fullmatch(r"([0-9A-Za-z]|\\[0-9a-f]+ )*", written)
    assert re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), written) == payload


OUTPUTS = {
    "text/html": "<script>hit()</script><img src=x onerror=hit()>",
    "text/markdown": "<img src=x onerror=hit()> [x](javascript:hit())",
    "text/vnd.mermaid": 'graph TD; A["<img src=x onerror=hit()>"]',
    "application/javascript": "hit()",
    "image/svg+xml": "<svg onload='hit()' xmlns='http://www.w3.org/2000/svg'/>",
    "text/latex": "$\\href{javascript:hit()}{x}$",
    "image/png": "iVBORw0KGgo=",
}


@pytest.mark.browser
@pytest.mark.parametrize("kind", OUTPUTS)
def test_an_output_of_a_notebook_that_is_no_item_never_runs(
    kind: str, tmp_path: Path, tab: Page
) -> None:
    hostile = {
        "image/png": {"width": '1 onerror=hit() src=x a="', "alt": '"><script>hit()</script>'}
    }
    output = nbformat.v4.new_output(
        "display_data", {kind: OUTPUTS[kind], "text/plain": PAYLOADS[0]}, metadata=hostile
    )
    stream = nbformat.v4.new_output("stream", name="stdout", text=PAYLOADS[3])
    cells = [
        nbformat.v4.new_markdown_cell(
            "# x\n\n[x](javascript:hit()) <img src=x onerror=hit()> <svg onload=hit()>"
        ),
        nbformat.v4.new_code_cell(f"x = {PAYLOADS[0]!r}", outputs=[output, stream]),
    ]
    path = tmp_path / "page.html"
    path.write_text(
        export.to_html(
            nbformat.v4.new_notebook(cells=cells, metadata={"barnevern": {"title": PAYLOADS[1]}}),
            [],
        ),
        encoding="utf-8",
    )
    assert hits(tab, path.as_uri(), policy=True) == 0
    shown = html.unescape(path.read_text(encoding="utf-8"))
    assert PAYLOADS[0] in shown and PAYLOADS[3] in shown
