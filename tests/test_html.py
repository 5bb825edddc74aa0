"""Every made page, its CSV and the index pages, as files: structure, alternative texts, numbers,
links and what they may load.
"""

import base64
import csv
import hashlib
import itertools
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree
from lxml.html import HtmlElement, fromstring

from barnevern import document
from barnevern.batch import index_page
from barnevern.batch.plan import fits, report_notebooks, titles
from barnevern.observations import regions
from barnevern.paths import NOTEBOOKS
from barnevern.render.csv import FORMULA
from barnevern.render.export import LARGEST_PAGE_BYTES
from barnevern.render.item import CSV_COLUMNS


def notebooks_of(folder: str) -> list[str]:
    """The notebooks that make a page for the municipality or network of a folder."""
    code = Path(folder).name.partition("-")[0]
    return [name for name in report_notebooks() if fits(name, code)]


FOLDERS = {
    "2024/3201-baerum": ("Bærum", 2024),
    "2023/3201-baerum": ("Bærum", 2023),
    "2018/3110-hvaler": ("Hvaler", 2018),
    "2018/3301-drammen": ("Drammen", 2018),
    "2024/ASSS-asss-nettverket": ("ASSS-nettverket", 2024),
}
PAGES = [f"{folder}/{notebook}" for folder in FOLDERS for notebook in notebooks_of(folder)]
DOCUMENTS = [
    f"{folder}/{name}"
    for folder in FOLDERS
    for name in (document.brief.NAME, document.NAME)
    if "ASSS" not in folder
]
INDEXES = ["", "2018", "2023", "2024"]
LISTED = "//div[@id='pages']//a"

NOT_A_VALUE = re.compile(r"\b(nan|NaN|NaT|None|inf|Infinity)\b")
SPACE_OR_POINT_IN_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}([ .]\d{3})+(?![\d.])")
HYPHEN_AS_MINUS = re.compile(r"(?<!\w)-\d")
FIGURE = re.compile(r"[\d\s.,+\-−]*\d[\d\s.,]*")
FIGURE_YEAR_OR_DATE = re.compile(r"[−+]?\d{1,3}(\u202f\d{3})*(,\d+)?|(19|20)\d\d(-\d\d-\d\d)?")
FOR_READERS = (
    "not(ancestor::style) and not(ancestor::script) and not(ancestor::details[@class='code'])"
)
# Cells quoted as the source prints them: whole items, and of the contradictions the column «Trykt»,
# the second after the row's head.
PRINTED_CELL = (
    "ancestor-or-self::td[count(preceding-sibling::td) = 1][ancestor::*[contains(@data-item,"
    " 'contradictions')]]"
)
QUOTED = f"(ancestor::*[contains(@data-item, '-as-published')] or {PRINTED_CELL})"


@dataclass(frozen=True)
class Made:
    """One made page: where it is, what it shows and what it holds."""

    path: Path
    notebook: str
    place: str
    year: int
    text: str
    root: HtmlElement

    @property
    def items(self) -> list[str]:
        return self.root.xpath("//@data-item")

    @property
    def texts(self) -> list[str]:
        """What a person sees or hears, apart from the folded code."""
        found = self.root.xpath(f"//text()[{FOR_READERS}] | //@aria-label")
        return [text.strip() for text in found if text.strip()]

    @property
    def own_texts(self) -> list[str]:
        """The texts without what is quoted as printed."""
        found = self.root.xpath(f"//text()[{FOR_READERS} and not({QUOTED})] | //@aria-label")
        return [text.strip() for text in found if text.strip()]

    @property
    def csv(self) -> Path:
        return self.path.with_suffix(".csv")


def made(name: str, reports: Path) -> Made:
    folder, _, notebook = name.rpartition("/")
    path = reports / f"{name}.html"
    text = path.read_text(encoding="utf-8")
    return Made(path, notebook, *FOLDERS[folder], text, fromstring(text))


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest, reports: Path) -> Made:
    return made(request.param, reports)


@pytest.fixture(scope="module", params=[*PAGES, *DOCUMENTS])
def sheet(request: pytest.FixtureRequest, reports: Path) -> Made:
    """A page or a document, for what holds for both."""
    return made(request.param, reports)


@pytest.fixture(scope="module")
def rows(sheet: Made) -> pd.DataFrame:
    return pd.read_csv(sheet.csv, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module", params=INDEXES, ids=lambda folder: folder or "all years")
def index_folder(request: pytest.FixtureRequest, reports: Path) -> Path:
    return reports / request.param


@pytest.fixture(scope="module")
def index(index_folder: Path) -> HtmlElement:
    return fromstring((index_folder / "index.html").read_text(encoding="utf-8"))


def loaded_from_elsewhere(root: HtmlElement) -> list[str]:
    """Every address in the page that a browser would fetch from a server."""
    pointing = [
        str(value)
        for element in root.iter(etree.Element)
        for name, value in element.attrib.items()
        if name.endswith(("href", "src"))
    ]
    pointing += re.findall(r"url\(['\"]?([^)]*)", etree.tostring(root, encoding="unicode"))
    return [address for address in pointing if re.match(r"\s*(\w+:)?//", address)]


def test_every_made_page_is_among_the_checked(reports: Path) -> None:
    made = {str(path.relative_to(reports).with_suffix("")) for path in reports.glob("*/*/*.html")}
    assert made == {*PAGES, *DOCUMENTS}


def test_page_is_in_bokmaal(sheet: Made) -> None:
    assert sheet.root.get("lang") == "nb"


def test_title_and_the_one_h1_name_municipality_and_year(page: Made) -> None:
    (heading,) = page.root.xpath("//h1")
    expected = f"{report_notebooks()[page.notebook]}: {page.place} {page.year}"
    assert [heading.text_content(), page.root.findtext(".//title")] == [expected, expected]


def test_heading_levels_never_skip(sheet: Made) -> None:
    levels = [
        int(element.tag[1])
        for element in sheet.root.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")
    ]
    assert levels[0] == 1
    assert [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1] == []


def test_ids_are_unique_and_everything_that_points_at_one_finds_it(sheet: Made) -> None:
    ids = sheet.root.xpath("//@id")
    pointing = [
        href.removeprefix("#") for href in sheet.root.xpath("//a/@href[starts-with(., '#')]")
    ]
    pointing += " ".join(sheet.root.xpath("//@aria-labelledby | //@aria-describedby")).split()
    assert sorted(ids) == sorted(set(ids))
    assert set(pointing) <= set(ids)


def test_contents_list_every_section_in_order(page: Made) -> None:
    listed = page.root.xpath("//nav[@class='contents']//a/@href")
    assert listed == [f"#{name}" for name in page.root.xpath("//h2/@id") if name != "contents"]


def test_drawings_have_an_alternative_text_with_figures(sheet: Made) -> None:
    assert "No description has been provided" not in sheet.text
    for svg in sheet.root.xpath("//svg"):
        alternative = svg.get("aria-label", "")
        assert svg.get("role") == "img"
        assert len(alternative) >= 40 and re.search(r"\d", alternative), alternative


def test_figures_have_captions(sheet: Made) -> None:
    assert len(sheet.root.xpath("//figure")) == len(sheet.root.xpath("//svg"))
    assert [
        figure
        for figure in sheet.root.xpath("//figure")
        if not "".join(figure.xpath("./figcaption//text()")).strip()
    ] == []


def test_tables_have_captions_and_headers_with_scope_and_text(sheet: Made) -> None:
    for table in sheet.root.xpath("//table"):
        caption = table.findtext("caption")
        assert caption
        assert {th.get("scope") for th in table.xpath("./thead//th")} == {"col"}, caption
        assert {th.get("scope") for th in table.xpath("./tbody//th")} == {"row"}, (
            f"no rows, or rows without a head: {caption}"
        )
        assert all(th.text_content().strip() for th in table.xpath(".//th")), (
            f"empty header cell: {caption}"
        )


def test_rows_of_a_table_are_as_long_as_its_head(sheet: Made) -> None:
    for table in sheet.root.xpath("//table"):
        assert {len(row) for row in table.xpath(".//tr")} == {len(table.xpath("./thead/tr/th"))}, (
            table.findtext("caption")
        )


def test_page_runs_nothing_and_loads_nothing(sheet: Made) -> None:
    assert sheet.root.xpath("//script | //iframe | //object | //embed | //link | //base") == []
    assert sheet.root.xpath("//@*[starts-with(name(), 'on')]") == []
    assert loaded_from_elsewhere(sheet.root) == []


def test_content_policy_allows_only_what_the_page_carries(sheet: Made) -> None:
    (policy,) = sheet.root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert {part.strip() for part in policy.split(";")} == {
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    }


def test_page_is_small(page: Made) -> None:
    assert page.path.stat().st_size <= LARGEST_PAGE_BYTES


def test_code_is_folded_and_nowhere_else(page: Made) -> None:
    (folded,) = page.root.xpath("//details[@class='code']")
    assert folded.get("open") is None
    assert page.root.xpath("//code[not(ancestor::details[@class='code'])]") == []
    assert "import" in folded.text_content()


def test_every_declared_item_is_on_the_page_in_order(page: Made) -> None:
    notebook = json.loads((NOTEBOOKS / f"{page.notebook}.ipynb").read_text(encoding="utf-8"))
    assert page.items == notebook["metadata"]["barnevern"]["items"]


def test_no_missing_value_is_written_as_a_number(sheet: Made) -> None:
    assert [text for text in sheet.texts if NOT_A_VALUE.search(text)] == []


def test_thousands_have_neither_ordinary_space_nor_point(sheet: Made) -> None:
    assert [text for text in sheet.own_texts if SPACE_OR_POINT_IN_THOUSANDS.search(text)] == []


def test_minus_is_a_minus(sheet: Made) -> None:
    assert [text for text in sheet.own_texts if HYPHEN_AS_MINUS.search(text)] == []


def test_figures_in_cells_and_drawings_are_in_norwegian_form(sheet: Made) -> None:
    cells = sheet.root.xpath(f"//td[not({QUOTED})]//text() | //svg//text()[normalize-space()]")
    figures = [cell.strip(" \n") for cell in cells if FIGURE.fullmatch(cell.strip(" \n"))]
    assert [figure for figure in figures if not FIGURE_YEAR_OR_DATE.fullmatch(figure)] == []


def test_links_between_pages_lead_to_files(page: Made) -> None:
    links = page.root.xpath("//a[not(@download)]/@href[not(starts-with(., '#'))]")
    assert len(links) >= len(notebooks_of(page.path.parent.name))
    assert [href for href in links if not (page.path.parent / href).is_file()] == []


@pytest.mark.parametrize("place", ["header", "footer"])
def test_navigation_knows_this_page_the_one_before_and_the_one_after(
    page: Made, place: str
) -> None:
    (navigation,) = page.root.xpath(f"//{place}//nav")
    order = notebooks_of(page.path.parent.name)
    here = order.index(page.notebook)
    assert navigation.xpath(".//a[@rel='prev']/@href") == [
        f"{name}.html" for name in order[max(here - 1, 0) : here]
    ]
    assert navigation.xpath(".//a[@rel='next']/@href") == [
        f"{name}.html" for name in order[here + 1 : here + 2]
    ]
    assert [one.text_content() for one in navigation.xpath(".//*[@aria-current='page']")] == [
        report_notebooks()[page.notebook]
    ]
    assert f"{page.notebook}.html" not in navigation.xpath(".//a/@href")


def test_csv_has_the_agreed_columns(rows: pd.DataFrame) -> None:
    assert (
        list(rows.columns)
        == CSV_COLUMNS
        == [
            "item",
            "title",
            "region",
            "year",
            "indicator",
            "category",
            "kind",
            "against",
            "of",
            "value",
            "status",
            "unit",
            "source",
            "prices",
        ]
    )


def test_csv_rows_belong_to_items_that_the_page_shows(sheet: Made, rows: pd.DataFrame) -> None:
    figures = rows[
        rows["indicator"].ne("") & rows["kind"].ne("usable_years")
    ]  # the others count what there is, such as "0 of 7 indicators"
    assert set(figures["item"]) <= set(sheet.root.xpath("//*[@data-state='shown']/@data-item"))


def test_csv_keeps_codes_as_text(rows: pd.DataFrame) -> None:
    codes = {code.removeprefix("SERVICE-") for code in rows["region"]}
    assert codes <= set(regions.municipalities()) | set(regions.groups())
    assert {code for code in codes if code.isdigit() and len(code) != 4} == set()


def test_csv_values_are_numbers_with_point_or_empty_with_a_status(rows: pd.DataFrame) -> None:
    known = rows["value"].ne("")
    assert rows.loc[known, "value"].str.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?").all()
    assert rows.loc[~known, "status"].ne("").all()


def test_no_csv_cell_is_a_formula(sheet: Made) -> None:
    with sheet.csv.open(encoding="utf-8", newline="") as handle:
        cells = [
            cell
            for row in csv.reader(handle)
            for cell in row
            if len(cell) > 1 and cell.startswith(FORMULA)
        ]
    assert [cell for cell in cells if not re.fullmatch(r"-\d+(\.\d+)?(e-?\d+)?", cell)] == []


def test_index_lists_every_page_below_it_and_every_link_leads_to_a_file(
    index: HtmlElement, index_folder: Path
) -> None:
    listed = index.xpath(f"{LISTED}/@href")
    assert sorted(listed) == sorted(
        path.relative_to(index_folder).as_posix() for path in index_folder.rglob("*-*/*.html")
    )
    assert [
        href
        for href in index.xpath("//header//nav//a/@href")
        if not (index_folder / href).is_file()
    ] == []


def test_index_leads_to_the_other_years(
    index: HtmlElement, index_folder: Path, reports: Path
) -> None:
    others = {
        (index_folder / href).resolve().parent for href in index.xpath("//header//nav//a/@href")
    }
    assert others == {(reports / name).resolve() for name in INDEXES} - {index_folder.resolve()}


def test_index_link_is_named_by_subject_place_and_year(
    index: HtmlElement, index_folder: Path, reports: Path
) -> None:
    for link in index.xpath(LISTED):
        page = (index_folder / link.get("href")).resolve().relative_to(reports.resolve())
        place, year = FOLDERS[page.parent.as_posix()]
        assert link.get("aria-label").endswith(f"{titles()[page.stem]} for {place} {year}")


def test_index_link_can_be_called_by_the_word_that_is_seen(index: HtmlElement) -> None:
    # WCAG 2.5.3: who speaks to the machine says what stands there.
    assert [
        link.get("href")
        for link in index.xpath(f"{LISTED}[@aria-label]")
        if link.text_content() not in link.get("aria-label")
    ] == []


def test_index_fields_are_labelled_and_hidden_until_the_script_runs(index: HtmlElement) -> None:
    fields = index.xpath("//input | //select")
    assert len(fields) == 4
    assert [
        field.get("id")
        for field in fields
        if not index.xpath(f"//label[@for='{field.get('id')}']")[0].text_content().strip()
    ] == []
    (search,) = index.xpath("//*[@role='search']")
    assert search.get("hidden") is not None
    assert [field.get("id") for field in fields if search not in list(field.iterancestors())] == []


def test_index_counties_lie_on_the_map_in_the_order_they_are_read(index: HtmlElement) -> None:
    tiles = [
        tile.get("id").removeprefix("rute-") for tile in index.xpath("//nav[@class='map']//li")
    ]
    known = {one.county for one in regions.municipalities().values()}
    assert set(tiles) == known | (
        {index_page.NETWORKS} if index.xpath("//section[@data-county='Nettverk']") else set()
    )
    places = [index_page.MAP[code] for code in tiles]
    assert places == sorted(places) and len(set(places)) == len(places)


def test_index_tiles_lead_to_the_counties_that_have_pages_and_count_their_municipalities(
    index: HtmlElement,
) -> None:
    for link in index.xpath("//nav[@class='map']//a"):
        (section,) = index.xpath(f"//section[@id='{link.get('href').removeprefix('#')}']")
        places = {heading.text for heading in section.xpath(".//h3")}
        assert link.findtext("span").split()[0] == str(len(places))
    assert len(index.xpath("//nav[@class='map']//a")) == len(index.xpath("//section"))


def test_index_headings_never_skip_a_level_and_ids_are_unique(index: HtmlElement) -> None:
    levels = [int(element.tag[1]) for element in index.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1 and [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1] == []
    assert len(index.xpath("//@id")) == len(set(index.xpath("//@id")))


def test_index_says_of_every_place_how_its_pages_are_and_of_which_day(index: HtmlElement) -> None:
    notes = [note.text_content() for note in index.xpath("//ul[@class='places']/li/p")]
    assert (
        notes
        and [note for note in notes if not note.startswith("Klar, oppdatert 22. november 2026")]
        == []
    )


def test_index_without_script_is_a_plain_list(index: HtmlElement) -> None:
    assert index.xpath("//div[@id='pages']//*[@hidden or @style]") == []
    assert index.get("lang") == "nb"
    assert len(index.xpath("//h1")) == 1
    assert index.xpath("//@*[starts-with(name(), 'on')]") == []
    assert loaded_from_elsewhere(index) == []


def test_index_policy_allows_its_one_script_by_hash(index: HtmlElement) -> None:
    (script,) = index.xpath("//script")
    (policy,) = index.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    assert script.attrib == {}
    assert f"script-src 'sha256-{digest}'" in policy.split("; ")
    assert "default-src 'none'" in policy.split("; ")
