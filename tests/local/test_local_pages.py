"""The whole way of a service's own files: extracts and lists of a made-up municipality, loaded, and
every page made from them.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from barnevern import demo, local, reference
from barnevern.batch import plan

CODE, YEARS = (
    "4614",
    (2023, 2024),
)  # Stord: large enough for every kind of case, small enough for seconds
REASONS = {row["reason"] for row in reference.rows("not_in_extract.csv")}
FUNCTIONS = {"244": 20, "251": 9, "252": 31, "232": 12, "total": 1_900}  # million kroner
STAFF = {
    "fte_244": 18,
    "fte_251": 4,
    "fte_252": 2,
    "fte_child_welfare_pedagogue": 11,
    "fte_social_worker": 8,
    "fte_other_higher_education": 3,
    "fte_clerical": 1,
    "fte_other_unskilled": 1,
    "fte_vacant": 1,
    "employees": 26,
    "employees_planned": 28,
    "employees_left": 4,
    "days_possible": 5_400,
    "days_lost": 410,
}


def written_lists(folder: Path) -> list[Path]:
    """accounts.csv and staff.csv of the years, as a service would fill them in."""
    accounts = ["year;function;art;budget;accounts"]
    for year in YEARS:
        for function, millions in FUNCTIONS.items():
            kinds = ("gross", "net") if function in ("244", "251", "252") else ("net",)
            accounts += [
                f"{year};{function};{kind};{'' if kind == 'gross' else millions * 1_000_000};{millions}500000"
                for kind in kinds
            ]
    staff = [
        "year;month;" + ";".join(STAFF),
        *(f"{year};;" + ";".join(map(str, STAFF.values())) for year in YEARS),
    ]
    (folder / "accounts.csv").write_text("\n".join(accounts) + "\n", encoding="utf-8")
    (folder / "staff.csv").write_text("\n".join(staff) + "\n", encoding="utf-8")
    return [folder / "accounts.csv", folder / "staff.csv"]


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory, make_pages: Callable[[list[plan.Job], Path], Path]
) -> list[Path]:
    """The pages of the data set «local» of the made-up municipality."""
    files, own = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("own") / "local"
    by_hand = written_lists(files)
    for year in YEARS:
        extract = demo.write_extracts(CODE, year, files / str(year), file_format="BVR")
        local.load([*extract, *by_hand], own, CODE, synthetic=True, years=[year])
        by_hand = []
    request = plan.Request(
        dataset=str(own),
        year=max(YEARS),
        notebooks=[name for name in plan.report_notebooks() if name != "network"],
    )
    out = make_pages(plan.plan(plan.DEFAULT, request), tmp_path_factory.mktemp("reports") / "local")
    return sorted(out.glob("*/*/*.html"))


def test_the_same_pages_as_for_the_published_figures_and_one_on_quality(pages):
    assert [page.stem for page in pages] == sorted(
        name for name in plan.titles() if name != "network"
    )
    assert {page.parent.name for page in pages} == {"4614-stord"}


def test_every_page_says_that_the_cases_are_made_up(pages):
    for page in pages:
        assert "Syntetiske tall" in page.read_text(encoding="utf-8")


def test_what_is_missing_is_missing_for_a_reason(pages):
    unexplained = []
    for page in pages:
        document = html.fromstring(page.read_text(encoding="utf-8"))
        for item in document.xpath("//section[contains(@class,'item')]"):
            for text in item.xpath(".//p[contains(.,'kke rapportert:')]"):
                said = " ".join(text.text_content().split())
                for sentence in re.split(r"(?=Ikke rapportert:)", said)[1:]:
                    if not any(reason in sentence for reason in REASONS):
                        unexplained.append(f"{page.stem}/{item.get('data-item')}: {sentence[:200]}")
    assert not unexplained, "\n".join(unexplained)


def test_no_number_of_a_child_and_no_journal_number_is_on_a_page_or_in_its_table(pages):
    for page in pages:
        for path in (page, page.with_suffix(".csv")):
            text = path.read_text(encoding="utf-8")
            assert "DEMO-" not in text
            assert not re.search(
                r"(?<![\d.])\d{11}(?!\d)", re.sub(r"<svg.*?</svg>", "", text, flags=re.S)
            )
