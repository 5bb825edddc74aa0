"""The made pages in Chromium: accessibility rules, requests, keyboard, narrow screens, print and
the search of the index.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from barnevern.batch.plan import report_notebooks
from patience import PATIENCE_SECONDS

pytestmark = pytest.mark.browser

KINDS = [
    f"{folder}/{notebook}.html"
    for folder in ("2024/3201-baerum", "2018/3110-hvaler")
    for notebook in report_notebooks()
    if notebook != "network"
]
KINDS += ["2024/ASSS-asss-nettverket/network.html"]
DOCUMENTS = ["2024/3201-baerum/tilstandsrapport.html", "2018/3110-hvaler/tilstandsrapport.html"]
DOCUMENTS += [page.replace("tilstandsrapport", "kort-fortalt") for page in DOCUMENTS]
INDEXES = ["index.html", "2024/index.html"]
# What passes is not told element by element, which takes ten times as long as the rules.
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}
PHONE, ZOOMED = (
    {"width": 360, "height": 740},
    {"width": 320, "height": 256},
)  # the second is 1280 by 1024 at 400 per cent
SHOWN = (
    "tables => tables.map(table => table.checkVisibility({contentVisibilityAuto: true,"
    " visibilityProperty: true}))"
)
OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(part => { part.open = true; })"

# Texts of figures that reach out of their figure; a letter's box is a little wider than what is
# drawn of it.
CUT_OFF = """() => [...document.querySelectorAll('svg text')].filter(text => {
  const [inner, outer] = [text, text.closest('svg')].map(part => part.getBoundingClientRect());
  return inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
}).map(text => text.textContent)"""


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="nb-NO")
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    yield context.new_page()
    context.close()


def show(tab: Page, path: Path) -> Page:
    tab.goto(path.as_uri())
    return tab


def rows_shown(tab: Page) -> list[str]:
    return [
        text.rsplit(" ", 1)[0].removeprefix("3201 ").removeprefix("3110 ").removeprefix("3301 ")
        for text in shown_headings(tab)
    ]


def shown_headings(tab: Page) -> list[str]:
    return tab.locator("#pages h3:visible").all_inner_texts()


def violations(tab: Page) -> str:
    """What axe finds, to be read in the message of a test; empty when it finds nothing."""
    broken = Axe().run(tab, options=WCAG).response["violations"]
    return (
        json.dumps(
            [{one["id"]: [node["html"] for node in one["nodes"]]} for one in broken],
            indent=1,
            ensure_ascii=False,
        )
        if broken
        else ""
    )


@pytest.mark.parametrize("name", KINDS + DOCUMENTS + INDEXES)
def test_no_accessibility_rule_is_broken(tab: Page, reports: Path, name: str) -> None:
    show(tab, reports / name).evaluate(OPEN_EVERYTHING)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        assert violations(tab) == "", scheme


@pytest.mark.parametrize("fault", ["<img src='x'>", "<p style='color: #999'>grått</p>"])
def test_the_accessibility_rules_can_fail(tab: Page, fault: str) -> None:
    tab.set_content(f"<!DOCTYPE html><html lang='nb'><title>x</title><main>{fault}</main>")
    assert violations(tab) != ""


@pytest.mark.parametrize("name", INDEXES)
def test_no_accessibility_rule_is_broken_in_the_dark(tab: Page, reports: Path, name: str) -> None:
    tab.emulate_media(color_scheme="dark")
    show(tab, reports / name)
    dark = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(map(int, re.findall(r"\d+", dark)[:3])) < 64
    assert violations(tab) == ""


@pytest.mark.parametrize("name", KINDS + DOCUMENTS + INDEXES)
def test_page_asks_for_nothing_but_itself_and_reports_no_error(
    tab: Page, reports: Path, name: str
) -> None:
    asked, said = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    show(tab, reports / name)
    assert asked == [(reports / name).as_uri()]
    assert said == []


@pytest.mark.parametrize("name", KINDS + DOCUMENTS + INDEXES)
def test_narrow_screen_needs_no_sideways_scroll(tab: Page, reports: Path, name: str) -> None:
    show(tab, reports / name)
    too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    found = []
    for what in ("", OPEN_EVERYTHING):
        tab.evaluate(what or "null")
        for size in (PHONE, ZOOMED):
            tab.set_viewport_size(size)
            found.append(tab.evaluate(too_wide))
    assert found == [0] * 4  # folded and open, on a phone and at 400 per cent


@pytest.mark.parametrize("name", KINDS)
def test_no_text_of_a_figure_is_cut_off(tab: Page, reports: Path, name: str) -> None:
    assert show(tab, reports / name).evaluate(CUT_OFF) == []


@pytest.mark.parametrize("name", [name for name in KINDS if name.endswith("/overview.html")])
def test_names_and_figures_of_the_spine_are_inside_a_phones_screen(
    tab: Page, reports: Path, name: str
) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    texts = show(tab, reports / name).locator(".narrow svg text")
    boxes = texts.evaluate_all("all => all.map(one => one.getBoundingClientRect().toJSON())")
    assert boxes
    assert all(box["left"] >= 0 and box["right"] <= 390 for box in boxes)


@pytest.mark.parametrize("name", KINDS)
def test_every_folded_part_opens_by_keyboard(tab: Page, reports: Path, name: str) -> None:
    folded = show(tab, reports / name).locator("details:not([open])")
    count = folded.count()
    assert count > 0
    for _ in range(count):
        first = folded.first.locator("summary")  # what has been opened is folded no more
        first.focus()
        tab.keyboard.press("Enter")
    assert folded.count() == 0


@pytest.mark.parametrize("name", KINDS + DOCUMENTS + INDEXES)
def test_first_tab_stop_leads_past_the_navigation(tab: Page, reports: Path, name: str) -> None:
    show(tab, reports / name).keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.locator(".skip").bounding_box()["x"] >= 0
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.querySelector('main:target') !== null")


@pytest.mark.parametrize("name", [*KINDS[:1], *DOCUMENTS[:1]])
def test_one_box_shows_every_table_and_hides_it_again_without_a_script(
    tab: Page, reports: Path, name: str
) -> None:
    page = show(tab, reports / name)
    before = page.locator("details table").evaluate_all(SHOWN)
    box = page.get_by_role("checkbox", name="Vis alle tabeller og forklaringer")
    box.press("Space")
    expect(box).to_be_checked()
    shown = page.locator("details:not(.code) table").evaluate_all(SHOWN)
    assert not all(before) and all(shown)
    box.press("Space")
    expect(box).not_to_be_checked()
    assert page.locator("details table").evaluate_all(SHOWN) == before


def test_one_box_shows_all_code_and_hides_it_again(tab: Page, reports: Path) -> None:
    box = show(tab, reports / KINDS[0]).get_by_role("checkbox", name="Vis koden bak siden")
    seen = []
    for checked in (False, True, False):
        box.set_checked(checked)
        seen.append(tab.locator("details.code pre").first.is_visible())
    assert seen == [False, True, False]


def test_csv_link_gives_the_items_own_figures_from_the_file_itself(
    tab: Page, reports: Path, tmp_path: Path
) -> None:
    page = reports / "2024/3201-baerum/intake.html"
    link = show(tab, page).locator("[data-item=referrals_by_sender] a[download]")
    with tab.expect_download() as download:
        link.click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    text = {"dtype": str, "keep_default_na": False}
    found, every = pd.read_csv(saved, **text), pd.read_csv(page.with_suffix(".csv"), **text)
    assert saved.name == "3201-2024-referrals_by_sender.csv"
    pd.testing.assert_frame_equal(
        found,
        every.loc[every["item"].eq("referrals_by_sender"), list(found.columns)].reset_index(
            drop=True
        ),
    )
    assert len(found) > 20


def test_dark_screens_get_light_text_on_dark_and_paper_does_not(tab: Page, reports: Path) -> None:
    colours = []
    for media, scheme in (("screen", "light"), ("screen", "dark"), ("print", "dark")):
        tab.emulate_media(media=media, color_scheme=scheme)
        colours.append(
            show(tab, reports / KINDS[0]).evaluate(
                "getComputedStyle(document.body).backgroundColor"
            )
        )
    assert colours == ["rgb(255, 255, 255)", "rgb(20, 24, 29)", "rgb(255, 255, 255)"]


def test_document_prints_with_every_figure_whole_and_no_table_cut_off(
    tab: Page, reports: Path
) -> None:
    show(tab, reports / DOCUMENTS[0]).emulate_media(media="print")
    tab.set_viewport_size({"width": 665, "height": 900})  # the width of what is printed: 176 mm
    cut = tab.locator("table").evaluate_all(
        "tables => tables.filter(one => one.getBoundingClientRect().right >"
        " document.querySelector('main').getBoundingClientRect().right).map(one =>"
        " one.caption.textContent)"
    )
    assert cut == []
    assert set(
        tab.locator("figure").evaluate_all(
            "all => all.map(one => getComputedStyle(one).breakInside)"
        )
    ) == {"avoid"}
    pages = len(re.findall(rb"/Type\s*/Page\b", tab.pdf(prefer_css_page_size=True)))
    assert 20 <= pages <= 60


def test_page_prints_on_a4(tab: Page, reports: Path) -> None:
    pdf = show(tab, reports / KINDS[0]).pdf(format="A4")
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 1


def test_print_shows_the_figures_behind_a_drawing_and_no_code(tab: Page, reports: Path) -> None:
    show(tab, reports / "2024/3201-baerum/costs.html").emulate_media(media="print")
    heights = tab.locator("details:not(.code) table").evaluate_all(
        "tables => tables.map(table => table.getBoundingClientRect().height)"
    )
    assert heights and min(heights) > 0
    assert not tab.locator("details.code").is_visible()


# The index


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bær", ["Bærum", "Bærum"]),
        ("BÆRUM", ["Bærum", "Bærum"]),
        ("baerum", ["Bærum", "Bærum"]),
        ("3201", ["Bærum", "Bærum"]),
        ("0219", ["Bærum", "Bærum"]),
        ("akershus", ["Bærum", "Bærum"]),
        ("østfold", ["Hvaler"]),
        ("bær 2023", ["Bærum"]),
        ("svelvik", ["Drammen"]),
        ("nedre eiker 2018", ["Drammen"]),
        ("asss", ["ASSS-nettverket"]),
        ("finnes ikke", []),
    ],
)
def test_index_search_finds_by_name_number_county_and_old_name_and_counts_the_hits(
    tab: Page, reports: Path, words: str, found: list[str]
) -> None:
    show(tab, reports / "index.html").get_by_role("searchbox").fill(words)
    assert rows_shown(tab) == found
    assert tab.get_by_role("status").inner_text() == f"{len(found)} treff"


@pytest.mark.parametrize(
    ("label", "choice", "found"),
    [
        ("Fylke", "Akershus", ["Bærum", "Bærum"]),
        ("Fylke", "Nettverk", ["ASSS-nettverket"]),
        ("KOSTRA-gruppe", "KOSTRA-gruppe 12", ["Bærum", "Bærum", "Drammen"]),
        ("Tilstand", "Noe feilet", []),
    ],
)
def test_index_filters_leave_what_is_chosen(
    tab: Page, reports: Path, label: str, choice: str, found: list[str]
) -> None:
    show(tab, reports / "index.html").get_by_label(label, exact=True).select_option(choice)
    assert rows_shown(tab) == found
    assert tab.get_by_role("status").inner_text() == f"{len(found)} treff"


def test_index_search_and_filters_work_together_and_empty_counties_are_hidden(
    tab: Page, reports: Path
) -> None:
    show(tab, reports / "index.html").get_by_label("KOSTRA-gruppe").select_option(
        "KOSTRA-gruppe 12"
    )
    tab.get_by_role("searchbox").fill("2018")
    assert rows_shown(tab) == ["Drammen"]
    assert tab.locator("#pages h2:visible").all_inner_texts() == ["Buskerud"]


def test_index_shows_everything_again_when_the_search_is_emptied(tab: Page, reports: Path) -> None:
    field = show(tab, reports / "index.html").get_by_role("searchbox")
    everything = rows_shown(tab)
    field.fill("hvaler")
    field.fill("")
    assert rows_shown(tab) == everything
    assert tab.get_by_role("status").inner_text() == ""


def test_index_by_keyboard_alone(tab: Page, reports: Path) -> None:
    show(tab, reports / "index.html")
    everything = rows_shown(tab)
    for key in ["Tab", "Enter", "Tab"]:  # past the navigation, into the search
        tab.keyboard.press(key)
    tab.keyboard.type("hvaler")
    tab.keyboard.press("Enter")  # sends nothing anywhere
    assert rows_shown(tab) == ["Hvaler"]
    for _ in range(4):
        tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Vis alle"
    tab.keyboard.press("Enter")
    assert rows_shown(tab) == everything
    assert tab.evaluate("document.activeElement.id") == "words"
    for _ in range(5):
        tab.keyboard.press("Tab")
    assert (
        tab.evaluate("document.activeElement.closest('nav').getAttribute('aria-label')") == "Fylker"
    )


def test_index_tile_leads_to_its_county_whatever_was_searched_for(tab: Page, reports: Path) -> None:
    show(tab, reports / "index.html").get_by_role("searchbox").fill("bærum")
    tile = tab.get_by_role("navigation", name="Fylker").get_by_role("link", name="Østfold")
    tile.focus()
    tab.keyboard.press("Enter")
    assert rows_shown(tab) == ["Hvaler"]
    assert tile.get_attribute("aria-current") == "true"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('section').id") == "fylke-31"


def test_index_search_in_a_years_index_leads_to_its_pages(tab: Page, reports: Path) -> None:
    show(tab, reports / "2024/index.html").get_by_role("searchbox").fill("bærum")
    tab.get_by_role("link", name="Økonomi for Bærum 2024").click()
    assert tab.get_by_role("heading", level=1).inner_text() == "Økonomi: Bærum 2024"


def test_index_focus_follows_what_is_seen_on_the_map(tab: Page, reports: Path) -> None:
    show(tab, reports / "index.html")
    boxes = [
        link.bounding_box()
        for link in tab.get_by_role("navigation", name="Fylker").get_by_role("link").all()
    ]
    assert len(boxes) == 4
    assert boxes == sorted(boxes, key=lambda box: (box["y"], box["x"]))


@pytest.mark.parametrize("name", INDEXES)
def test_index_at_400_per_cent_needs_no_sideways_scroll_and_hides_nothing(
    tab: Page, reports: Path, name: str
) -> None:
    tab.set_viewport_size({"width": 320, "height": 256})  # 1280 x 1024 at 400 %
    show(tab, reports / name)
    assert tab.evaluate("document.documentElement.scrollWidth") == 320
    wide = (
        "[...document.querySelectorAll('a, h1, h2, h3, p, input, select, button')].filter(e =>"
        " e.getBoundingClientRect().right > 320).length"
    )
    assert tab.evaluate(wide) == 0


@pytest.mark.parametrize("name", INDEXES)
def test_index_without_script_lists_every_page_and_its_map_leads_to_the_counties(
    chromium: Browser, reports: Path, name: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    tab = show(context.new_page(), reports / name)
    assert len(rows_shown(tab)) == (5 if name == "index.html" else 2)
    assert tab.get_by_role("searchbox").count() == 0
    tab.get_by_role("navigation", name="Fylker").get_by_role("link", name="Akershus").click()
    assert tab.url.endswith("#fylke-32")
    context.close()
