"""The index from the entries of run.json: what it says of each state, by what a place is found, and
that its bytes are the data's.
"""

from datetime import UTC, datetime

import pytest
from lxml.html import HtmlElement, fromstring

from barnevern.batch import index
from barnevern.observations import regions

DATASET = {
    "name": "made",
    "title": "Prøvetall",
    "date": "2026-06-15",
    "content": "c",
    "synthetic": False,
    "disclosure": "none",
}


def entry(
    code: str, notebook: str = "costs", year: int = 2024, **changes: object
) -> dict[str, object]:
    name = regions.name_of(code)
    page = {
        "municipality": code,
        "name": name,
        "year": year,
        "notebook": notebook,
        "state": "published",
        "date": "2026-06-15",
    }
    return page | {"html": f"{year}/{code}-x/{notebook}.html", "reason": "", **changes}


def files(entries: list[dict[str, object]], started: datetime | None = None) -> dict[str, str]:
    return index.files(index.About(DATASET, started or datetime.now(UTC), 2, "fork"), entries)


def page(*entries: dict[str, object], name: str = "index.html") -> HtmlElement:
    return fromstring(files(list(entries))[name])


def place(root: HtmlElement, code: str) -> HtmlElement:
    (found,) = root.xpath(f"//li[starts-with(h3, '{code} ')]")
    return found


def said(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_index_has_no_clock_in_its_bytes():
    made = [
        files([entry("3201"), entry("0301")], datetime(year, 1, 2, 3, tzinfo=UTC))
        for year in (2020, 2030)
    ]
    assert [text for name, text in made[0].items() if name.endswith(".html")] == [
        text for name, text in made[1].items() if name.endswith(".html")
    ]


def test_a_place_that_is_ready_says_so_with_the_day_of_its_figures():
    assert said(place(page(entry("3201")), "3201").find("p")) == "Klar, oppdatert 15. juni 2026"


def test_a_page_that_failed_says_why_and_the_place_how_many_are_ready():
    failed = entry(
        "3201", "intake", state="failed", shows="reason", reason="Siden brukte for lang tid."
    )
    root = page(entry("3201"), failed, entry("0301"), entry("0301", "intake"))
    bærum = place(root, "3201")
    assert bærum.get("data-state") == "failed" and place(root, "0301").get("data-state") == "ready"
    assert said(bærum.find("p")) == "1 av 2 sider klare, oppdatert 15. juni 2026"
    assert "Feilet: Siden brukte for lang tid. Hvorfor" in said(bærum)
    assert said(root.xpath("//li[@id='rute-32']")[0]) == "Akershus 1 kommune, 1 feilet"
    assert "3 sider er klare, 1 kunne ikke lages." in said(root.find(".//main/p"))


def test_an_earlier_edition_that_stands_has_its_own_day():
    failed = entry(
        "3201", "intake", state="failed", shows="earlier", reason="Feil.", date="2026-03-16"
    )
    (link,) = place(page(entry("3201"), failed), "3201").xpath(".//li[contains(., 'Feilet')]")
    assert said(link).endswith("Vis forrige utgave, oppdatert 16. mars 2026")


def test_what_others_have_and_a_place_has_not_is_said():
    root = page(entry("3201"), entry("3201", "intake"), entry("0301"))
    assert (place(root, "0301").get("data-state"), said(place(root, "0301").find("p"))) == (
        "missing",
        "Klar, oppdatert 15. juni 2026, ikke laget: bekymringsmeldinger",
    )


def test_entries_of_before_dates_were_kept_have_none():
    old = entry("3201")
    del old["date"]
    assert said(place(page(old), "3201").find("p")) == "Klar"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "3205",
            [
                "3205",
                "lillestrøm",
                "lillestrom",
                "skedsmo",
                "0231",
                "sørum",
                "fet",
                "akershus",
                "ekg12",
                "2024",
            ],
        ),
        ("5501", ["tromsø", "tromso", "1902", "5401", "troms"]),
        ("5636", ["nesseby", "unjárga", "unjarga", "2027"]),
        ("1580", ["haram", "møre og romsdal"]),
    ],
)
def test_a_place_is_found_by_names_and_numbers_of_today_and_before(code, words):
    known = place(page(entry(code)), code).get("data-words")
    assert [word for word in words if word not in known] == []


def test_former_names_are_shown_where_there_are_any():
    root = page(entry("3205"), entry("3201"), entry("5636"))
    assert "tidligere Sørum, Fet og Skedsmo" in said(place(root, "3205"))
    assert [code for code in ("3201", "5636") if "tidligere" in said(place(root, code))] == []


def test_counties_and_places_stand_in_norwegian_order_and_years_with_the_newest_first():
    root = page(
        entry("3103"),
        entry("1547"),
        entry("3201"),
        entry("3203", year=2023),
        entry("3203"),
        entry("1508"),
    )
    assert root.xpath("//h2/text()") == ["Akershus", "Møre og Romsdal", "Østfold"]
    assert [said(one) for one in root.xpath("//h3")] == [
        "3203 Asker 2024",
        "3203 Asker 2023",
        "3201 Bærum 2024",
        "1547 Aukra 2024",
        "1508 Ålesund 2024",
        "3103 Moss 2024",
    ]


def test_a_years_index_links_below_itself_and_has_its_own_pages_only():
    root = page(entry("3201"), entry("0301", year=2023), name="2024/index.html")
    assert root.xpath("//div[@id='pages']//a/@href") == ["3201-x/costs.html"]
    assert root.xpath("//header//a/@href") == ["../index.html", "../2023/index.html"]


def test_what_an_entry_holds_is_text_and_never_markup():
    nasty = '<script>alert(1)</script>" onclick="x'
    failed = entry(
        "3201",
        name=nasty,
        state="failed",
        shows="reason",
        reason=nasty,
        html=f"2024/{nasty}/costs.html",
    )
    root = page(failed)
    assert len(root.xpath("//script")) == 1 and root.xpath("//@onclick") == []
    assert nasty in place(root, "3201").text_content()


def test_every_county_of_today_has_a_place_of_its_own_on_the_map():
    from barnevern.batch.index_page import MAP, NETWORKS

    assert set(MAP) - {NETWORKS} == {one.county for one in regions.municipalities().values()}
    assert len(set(MAP.values())) == len(MAP)
