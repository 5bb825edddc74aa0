"""Case extracts in the local data set: counted by year, added to, and nothing kept that tells of a
child.
"""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from barnevern import local
from barnevern.data.dataset import build
from barnevern.local import loading
from barnevern.paths import DATA
from barnevern.problems import InputProblems, Problem

# What may not be found anywhere afterwards: one word of its own for each field that a person can
# write in or be known by.
DUF = ["200812345671", "20081234", "12345671"]  # the number and parts of it
CANARIES = [
    "kanari-sak",
    "kanari-melding",
    "kanari-undersok",
    "kanari-plan",
    "kanari-tiltak",
    "kanari-flytting",
    "KANARIJOURNAL7",
    "Kanari Saksbehandler",
    "Kanari bydel",
    "Kanari kommune",
    "Kanari melder",
    "Kanari innhold",
    "Kanari utfall",
    "Kanari grunnlag",
    "Kanari kategori",
    "Kanari system",
    "Kanari leverandør",
    "kanari-versjon",
    "kanari-migrert",
    "caafe",
    "Kanari opphevelse",
    "Kanari årsak",
    "Kanari mål",
    "kanrp",
    *DUF,
]


def numbers(count: int) -> list[str]:
    """Identity numbers with right check digits that can be nobody's: month + 80."""
    found = []
    for serial in range(500, 500 + 3 * count + 9):
        digits = f"018310{serial}"
        for weights in ([3, 7, 6, 1, 8, 9, 4, 5, 2], [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]):
            digits += str(
                -sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
                % 11
            )
        found += [digits] if len(digits) == 11 else []  # a remainder of ten has no check digit
    return found[:count]


def child(year: int, fnr: str, place: int) -> str:
    """A child with something in every field, and every free text a canary."""
    return f"""
  <Individ Id="kanari-sak{place}" StartDato="{year}-02-01" Journalnummer="KANARIJOURNAL7{place}" Fodselsnummer="{fnr}" DUFnummer="200812345671"
    Bydelsnummer="01" Bydelsnavn="Kanari bydel" Distriktsnummer="977" Saksbehandler="Kanari Saksbehandler" Avslutta3112="2">
    <Melding Id="kanari-melding{place}" StartDato="{year}-02-01" SluttDato="{year}-02-05" Konklusjon="1">
      <Melder Kode="22"><Presisering>Kanari melder</Presisering></Melder>
      <Saksinnhold Kode="18"><Presisering>Kanari innhold</Presisering></Saksinnhold>
      <Undersokelse Id="kanari-undersok{place}" StartDato="{year}-02-05" SluttDato="{year}-04-05" Konklusjon="1">
        <Presisering>Kanari utfall</Presisering>
        <Vedtaksgrunnlag Kode="18"><Presisering>Kanari grunnlag</Presisering></Vedtaksgrunnlag>
      </Undersokelse>
    </Melding>
    <Plan Id="kanari-plan{place}" StartDato="{year}-04-06" EvaluertDato="{year}-06-01" Plantype="1"/>
    <Tiltak Id="kanari-tiltak{place}" StartDato="{year}-04-05" SluttDato="{year}-11-01">
      <Lovhjemmel Lov="BVL" Kapittel="4" Paragraf="12" Ledd="1" Bokstav="a" Punktum="kanrp"/>
      <Kategori Kode="1.99"><Presisering>Kanari kategori</Presisering></Kategori>
      <Opphevelse Kode="4"><Presisering>Kanari opphevelse</Presisering></Opphevelse>
    </Tiltak>
    <Flytting Id="kanari-flytting{place}" SluttDato="{year}-11-01">
      <ArsakFra Kode="1.1.1" Presisering="Kanari årsak"/>
      <FlyttingTil Kode="8" Presisering="Kanari mål"/>
    </Flytting>
  </Individ>"""


def extract(
    folder: Path, year: int, municipality: str = "3301", children: int = 1, name: str = ""
) -> Path:
    """A 15F file of one year."""
    folder.mkdir(exist_ok=True)
    path = folder / (name or f"uttrekk_{municipality}_{year}.xml")
    cases = "".join(child(year, fnr, place) for place, fnr in enumerate(numbers(children)))
    head = (
        f'<Avgiver Organisasjonsnummer="974552825" Versjon="{year}" Kommunenummer="{municipality}"'
        ' Kommunenavn="Kanari kommune"/>'
    )
    path.write_bytes(
        f'<?xml version="1.0" encoding="iso-8859-1"?>\n<Barnevern>{head}{cases}\n</Barnevern>\n'.encode(
            "iso-8859-1"
        )
    )
    return path


def message(folder: Path, taken: str, place: int = 0, municipality: str = "3301") -> Path:
    """A BVR file of one case as it was at ``taken``, with a canary in every free text and every
    id.
    """
    folder.mkdir(exist_ok=True)
    path = folder / f"{place}_{taken[:10]}.xml"
    ids = iter(f"caafe{place:03d}-{number:04d}-4000-8000-0000caafe000" for number in range(100))
    own = f"caafe{place:03d}-ffff-4000-8000-{taken[:10].replace('-', '')}0000"
    law = "<Lovhjemmel><Lov>BVL2021</Lov><Kapittel>5</Kapittel><Paragraf>1</Paragraf><Bokstav>a</Bokstav></Lovhjemmel>"
    path.write_text(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<Barnevern Id="{own}" DatoUttrekk="{taken}">
  <Fagsystem Versjon="kanari-versjon" Navn="Kanari system" Leverandor="Kanari leverandør"/>
  <Avgiver Kommunenummer="{municipality}" Kommunenavn="Kanari kommune" Organisasjonsnummer="974552825"/>
  <Sak StartDato="2023-02-01" Id="{next(ids)}" MigrertId="kanari-migrert" Journalnummer="KANARIJOURNAL7{place}">
    <Personalia Id="{next(ids)}" StartDato="2023-02-01" Fodselsnummer="{numbers(place + 1)[place]}" Fodseldato="2010-03-01" Kjonn="1"/>
    <Melding StartDato="2023-02-01" Id="{next(ids)}" MigrertId="kanari-melding">
      <Melder Kode="22" Presisering="Kanari melder"/>
      <Saksinnhold Kode="18" Presisering="Kanari innhold"/>
      <Konklusjon SluttDato="2023-02-05" Kode="2"/>
    </Melding>
    <Undersokelse StartDato="2023-02-05" Id="{next(ids)}">
      <Vedtaksgrunnlag Kode="18" Presisering="Kanari grunnlag"/>
      <Konklusjon SluttDato="2023-04-05" Kode="1" Presisering="Kanari utfall"/>
    </Undersokelse>
    <Tiltak Id="{next(ids)}" StartDato="2023-04-06">{law}<Kategori Kode="1.99" Presisering="Kanari kategori"/></Tiltak>
  </Sak>
</Barnevern>
""",
        encoding="utf-8",
    )
    return path


@pytest.fixture(autouse=True)
def _few_published(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A published data set of two tables: a load reads all of it."""
    folder = tmp_path_factory.mktemp("published")
    for name in ("sources.csv", "dataset.json", "asss_notes_2018.csv", "background.csv"):
        (folder / name).write_bytes((DATA / "published" / name).read_bytes())
    head, *rows = (
        (DATA / "published" / "population.csv")
        .read_text(encoding="utf-8")
        .splitlines(keepends=True)
    )
    (folder / "population.csv").write_text(
        head + "".join(row for row in rows if row.startswith(("3301,", "3201,"))), encoding="utf-8"
    )
    monkeypatch.setattr(loading, "PUBLISHED", folder)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "local"


def figures(out: Path, tmp_path: Path, measure: str) -> dict[int, float]:
    """The municipality's figures as they were counted, before any of them is hidden."""
    copy = Path(shutil.copytree(out, tmp_path / "open", dirs_exist_ok=True))
    about = json.loads((copy / "dataset.json").read_text(encoding="utf-8"))
    (copy / "dataset.json").write_text(json.dumps(about | {"disclosure": "none"}), encoding="utf-8")
    table = build(copy, tmp_path / "store").read(["3301"])
    rows = table[table["measure"].eq(measure) & table["category"].eq("")]
    return dict(zip(rows["year"], rows["value"], strict=True))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def refused(
    files: list[Path], out: Path, municipality: str = "3301", *, synthetic: bool = True
) -> list[Problem]:
    with pytest.raises(InputProblems) as caught:
        local.load(files, out, municipality, synthetic=synthetic)
    return caught.value.problems


def everything(*folders: Path) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                yield str(path.relative_to(folder)), path.read_bytes()


def test_an_extract_is_counted_and_its_controls_are(out, tmp_path):
    local.load([extract(tmp_path / "in", 2023, children=3)], out, "Drammen", synthetic=True)
    assert figures(out, tmp_path, "children_with_measures_during_year") == {2023: 3}
    counts = {row["control"]: int(row["count"]) for row in rows(out / "controls.csv")}
    assert counts["Individ 04"] == 0
    assert sum(counts.values()) > 0
    assert {(row["year"], row["municipality"]) for row in rows(out / "controls.csv")} == {
        ("2023", "3301")
    }
    assert (
        build(out, tmp_path / "store").about["synthetic"],
        build(out, tmp_path / "store").about["year"],
    ) == (True, 2023)


def test_nothing_that_tells_of_a_child_is_kept_shown_or_logged(out, tmp_path, capsys, caplog):
    files = [
        extract(tmp_path / "in", 2022, children=2),
        message(tmp_path / "in", "2023-12-30T10:00:00+01:00", 1),
    ]
    key = bytes(range(32))
    local.load(files, out, "3301", key, synthetic=True)
    build(out, tmp_path / "store")
    captured = capsys.readouterr()
    found = dict(everything(out, tmp_path / "store")) | {
        "output": (captured.out + captured.err + caplog.text).encode()
    }
    secrets = [*CANARIES, *numbers(2)]
    planted = files[0].read_text(encoding="iso-8859-1") + files[1].read_text(encoding="utf-8")
    assert [secret for secret in secrets if secret not in planted and secret not in DUF] == []
    leaks = [
        (name, secret)
        for name, content in found.items()
        for secret in secrets
        if secret.lower().encode() in content.lower()
    ]
    assert leaks == []
    assert not any(str(tmp_path).encode() in content for content in found.values())
    assert not any(key.hex().encode() in content for content in found.values())
    assert sorted(name for name in found if name.endswith(".xml")) == []


def test_no_message_about_a_bad_extract_repeats_what_stands_in_it(out, tmp_path):
    path = extract(tmp_path / "in", 2023)
    text = path.read_bytes()
    for wrong in (
        text[:-40],
        text.replace(b'Avslutta3112="2"', b'Avslutta3112="Kanari"'),
        text.replace(b"<Melder ", b"<Melderen "),
    ):
        path.write_bytes(wrong)
        said = "\n".join(" ".join(problem.cells()) for problem in refused([path], out))
        assert path.name in said
        assert [
            canary for canary in [*CANARIES, *numbers(1)] if canary.lower() in said.lower()
        ] == []
    assert not out.exists()


def test_a_later_year_is_added_and_a_year_again_is_replaced(out, tmp_path):
    local.load([extract(tmp_path / "in", 2022, children=2)], out, "3301", synthetic=True)
    local.load([extract(tmp_path / "in", 2023, children=3)], out, "3301", synthetic=True)
    assert figures(out, tmp_path, "children_with_measures_during_year") == {2022: 2, 2023: 3}
    local.load([extract(tmp_path / "new", 2022, children=5)], out, "3301", synthetic=True)
    assert figures(out, tmp_path, "children_with_measures_during_year") == {2022: 5, 2023: 3}
    assert [
        row["year"] for row in rows(out / "controls.csv") if row["control"] == "Individ 04"
    ] == ["2022", "2023"]


def test_years_one_after_another_are_the_same_as_all_at_once(out, tmp_path):
    files = [extract(tmp_path / "in", year) for year in (2021, 2022, 2023)]
    key = bytes(range(32))
    local.load(files, out, "3301", key, synthetic=True)
    for path in files[::-1]:
        local.load([path], tmp_path / "other", "3301", key, synthetic=True)
    assert dict(everything(out)) == dict(everything(tmp_path / "other"))


def test_merged_municipalities_are_summed_and_keep_their_numbers(out, tmp_path):
    parts = [
        extract(tmp_path / "in", 2018, code, children)
        for code, children in (("0602", 2), ("0625", 1), ("0711", 1))
    ]
    local.load(parts, out, "3301", synthetic=True)
    assert figures(out, tmp_path, "children_with_measures_during_year") == {2018: 4}
    assert sorted(path.name for path in out.glob("extract*")) == [
        "extract_0602_2018.csv",
        "extract_0625_2018.csv",
        "extract_0711_2018.csv",
    ]


def test_a_part_of_a_merged_municipality_alone_gives_no_figure_of_the_whole(out, tmp_path):
    local.load([extract(tmp_path / "in", 2018, "0602")], out, "3301", synthetic=True)
    table = (
        build(out, tmp_path / "store")
        .read(["3301"])
        .query("measure == 'children_with_measures_during_year' and category == ''")
    )
    assert table[["year", "status"]].to_numpy().tolist() == [[2018, "part_missing"]]
    assert table["value"].isna().all()


def test_the_whole_and_a_part_of_it_are_refused(out, tmp_path):
    local.load([extract(tmp_path / "in", 2018, "0602")], out, "3301", synthetic=True)
    (problem,) = refused([extract(tmp_path / "in", 2018, "3301")], out)
    assert (problem.value, problem.rule) == (
        "2018",
        "the year is there for the whole municipality and for a part of it",
    )


def test_a_number_that_was_changed_only_is_todays(out, tmp_path):
    local.load([extract(tmp_path / "in", 2018, "0219")], out, "3201", synthetic=True)
    assert [path.name for path in out.glob("extract*")] == ["extract_3201_2018.csv"]
    local.load([extract(tmp_path / "in", 2018, "3201", children=2)], out, "3201", synthetic=True)
    assert [path.name for path in out.glob("extract*")] == ["extract_3201_2018.csv"]


def test_another_municipality_is_refused(out, tmp_path):
    (problem,) = refused([extract(tmp_path / "in", 2023, "3203")], out)
    assert (problem.column, problem.value) == ("Kommunenummer", "3203")
    assert problem.rule == "the extract is not of Drammen (3301)"


def test_a_municipality_that_was_divided_since_is_refused(out, tmp_path):
    (problem,) = refused([extract(tmp_path / "in", 2022, "1507")], out, "1508")
    assert (
        problem.rule == "the municipality was divided later, and its figures cannot be told apart"
    )


def test_two_extracts_of_one_year_are_refused(out, tmp_path):
    files = [
        extract(tmp_path / "in", 2023, name="a.xml"),
        extract(tmp_path / "in", 2023, name="b.xml", children=2),
    ]
    assert [problem.rule for problem in refused(files, out)] == [
        "two of the files give the same year"
    ]


def test_made_up_cases_are_refused_among_real_ones(out, tmp_path):
    (problem,) = refused([extract(tmp_path / "in", 2023, children=2)], out, synthetic=False)
    assert problem.rule == "the extract has 2 identity numbers of the made-up series (month + 80)"
    assert not out.exists()


def test_what_is_wrong_in_an_extract_and_in_a_list_is_said_together(out, tmp_path):
    broken = extract(tmp_path / "in", 2023)
    broken.write_bytes(broken.read_bytes()[:-30])
    (tmp_path / "in" / "liste.csv").write_text(
        "year;function;art;budget;accounts\n24;244;net;;1\n", encoding="utf-8"
    )
    assert {problem.file for problem in refused([broken, tmp_path / "in" / "liste.csv"], out)} == {
        broken.name,
        "liste.csv",
    }
    assert not out.exists()


def test_a_figure_by_hand_goes_before_the_count(out, tmp_path):
    path = tmp_path / "hand.csv"
    path.write_text(
        "year;measure;category;value\n2023;referrals;;77\n2022;referrals;;66\n", encoding="utf-8"
    )
    local.load([extract(tmp_path / "in", 2023), path], out, "3301", synthetic=True)
    assert figures(out, tmp_path, "referrals") == {2022: 66, 2023: 77}
    assert json.loads((out / "dataset.json").read_text(encoding="utf-8"))["year"] == 2023


# BVR: one file per case and change


def test_the_newest_message_of_each_case_counts_and_the_years_to_count_can_be_named(out, tmp_path):
    taken = ["2023-05-01T10:00:00+02:00", "2024-12-30T10:00:00+01:00"]
    files = [message(tmp_path / "in", moment, place) for moment in taken for place in range(2)]
    local.load(files, out, "3301", synthetic=True)
    assert figures(out, tmp_path, "children_with_measures_during_year") == {2024: 2}
    local.load(files[::-1], out, "3301", synthetic=True, years=[2024, 2023])
    assert figures(out, tmp_path, "children_with_measures_during_year") == {2023: 2, 2024: 2}
    assert {row["place"] for row in rows(out / "extract_3301_2023.csv")} == {
        "Barnevernsregisteret, 2023"
    }
    assert {row["year"] for row in rows(out / "controls.csv")} == {"2024"}


@pytest.mark.parametrize(
    ("taken", "year"), [("2024-12-01", 2024), ("2024-11-30", 2023), ("2025-01-02", 2024)]
)
def test_a_register_counts_for_the_last_year_that_was_over(out, tmp_path, taken, year):
    local.load([message(tmp_path / "in", f"{taken}T10:00:00+01:00")], out, "3301", synthetic=True)
    assert list(figures(out, tmp_path, "children_with_measures_during_year")) == [year]


def test_both_formats_in_one_load(out, tmp_path):
    files = [
        message(tmp_path / "in", "2024-12-30T10:00:00+01:00"),
        extract(tmp_path / "in", 2023, children=3),
    ]
    local.load(files, out, "3301", synthetic=True)
    assert figures(out, tmp_path, "children_with_measures_during_year") == {2023: 3, 2024: 1}


def test_both_formats_for_one_year_are_refused(out, tmp_path):
    files = [
        message(tmp_path / "in", "2023-12-30T10:00:00+01:00"),
        extract(tmp_path / "in", 2023, children=3),
    ]
    assert [problem.rule for problem in refused(files, out)] == [
        "two of the files give the same year"
    ]


def test_messages_of_another_municipality_are_refused(out, tmp_path):
    files = [
        message(tmp_path / "in", "2023-12-30T10:00:00+01:00", place, code)
        for place, code in enumerate(["3301", "3203"])
    ]
    assert [(problem.value, problem.rule) for problem in refused(files, out)] == [
        ("3203", "the extract is not of Drammen (3301)")
    ]
