"""The explorer in a real JupyterLab, driven in a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

import lab
from patience import PATIENCE_SECONDS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def tab(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with lab.server(tmp_path_factory.mktemp("lab")) as address:
        context = chromium.new_context(locale="nb-NO", viewport={"width": 1400, "height": 1100})
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        made = context.new_page()
        asked: list[str] = []
        made.on("request", lambda request: asked.append(request.url))
        lab.open_explorer(made, address)
        yield made
        assert not [url for url in asked if not url.startswith((address, "data:", "blob:"))]
        context.close()


def test_a_change_of_municipality_is_shown_and_nothing_moves(tab):
    height = tab.locator(lab.EXPLORER).bounding_box()["height"]
    for given, name in [("Oslo", "Oslo"), ("1103", "Stavanger"), ("0219", "Bærum")]:
        lab.change_municipality(tab, given)
        expect(tab.locator(f"{lab.EXPLORER} h2")).to_contain_text(f"{name}: ")
        assert tab.locator(lab.EXPLORER).bounding_box()["height"] == height


def test_a_wrong_municipality_is_said_in_words(tab):
    box = tab.locator("input[placeholder^='navn']")
    box.fill("Baerum")
    box.press("Enter")
    expect(tab.locator("p[role=alert]")).to_contain_text("Mente du Bærum?")
    lab.change_municipality(tab, "Oslo")
    expect(tab.locator("p[role=alert]")).to_have_count(0)


def test_what_is_shown_can_be_saved(tab):
    tab.get_by_role("button", name="Lag filer").click()
    link = tab.locator("a[download$='.csv']")
    with tab.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.startswith("0301-oslo-children_with_measures")
    assert "Statistisk sentralbyrå" in download.value.path().read_text(encoding="utf-8-sig")


def test_the_style_of_the_reports_stays_inside(tab):
    inside, outside = (
        tab.locator(place).first.evaluate("e => getComputedStyle(e).getPropertyValue('--own')")
        for place in (lab.EXPLORER, "body")
    )
    assert inside and not outside
