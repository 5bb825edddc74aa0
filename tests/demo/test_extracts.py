"""Made-up cases as files in the two real formats: read back to the same figures, with numbers that
can be nobody's.
"""

import re
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from barnevern import controls, counting
from barnevern.cases import formats, identity
from barnevern.commands.app import app
from barnevern.demo import Settings, country, extracts, write_extracts
from barnevern.observations import regions
from barnevern.sources.extract import read_extract
from demo.simple import CLEAN, MIDDLE, SEED, TINY

KEY = b"a key for the tests of the demo"
YEAR = 2023
# A measure that ended on 31 December of the year before is not in the file of the year, so these
# cannot be told from one year's 15F file.
OF_TWO_YEARS = {"children_with_new_measures", "unaccompanied_minors_settled"}
ELEVEN = re.compile(r"(?<!\d)\d{11}(?!\d)")


@pytest.mark.parametrize("form", ["15F", "BVR"])
@pytest.mark.parametrize("municipality", [MIDDLE, TINY, "5636"])
def test_files_are_read_back_to_the_same_figures(
    tmp_path: Path, municipality: str, form: str
) -> None:
    paths = write_extracts(municipality, YEAR, tmp_path, SEED, form, CLEAN)
    read = read_extract(paths, KEY, synthetic=True)
    made = country.cases(municipality, range(YEAR, YEAR + 1), SEED, CLEAN)
    assert len(read.cases["cases"]) == len(made["cases"])
    assert read.cases["persons"]["synthetic"].all()
    found, wanted = (
        counting.observations(cases, municipality, [YEAR], formats.of(form)).set_index(
            ["measure", "category"]
        )["value"]
        for cases in (read.cases, made)
    )
    if form == "15F":
        found, wanted = (
            figures[~figures.index.get_level_values("measure").isin(OF_TWO_YEARS)]
            for figures in (found, wanted)
        )
    pd.testing.assert_series_equal(found.sort_index(), wanted.sort_index())


@pytest.mark.parametrize("form", ["15F", "BVR"])
def test_without_planted_mistakes_the_controls_find_no_errors(tmp_path: Path, form: str) -> None:
    found = findings(tmp_path, form, 0.0)
    assert set(found["severity"]) <= {"WARNING", "INFO"}, found[
        found["severity"].eq("ERROR")
    ].to_string()


@pytest.mark.parametrize(
    ("form", "caught"),
    [
        (
            "15F",
            {
                "Melding 4",
                "Melding 5",
                "Undersøkelse 4",
                "Undersøkelse 7",
                "Tiltak 2a",
                "Tiltak 7",
                "Tiltak 24",
                "Lovhjemmel 4",
            },
        ),
        (
            "BVR",
            {
                "Melding Kontroll 4",
                "Melding Kontroll 5",
                "Undersøkelse Kontroll 7",
                "Tiltak Kontroll 2a",
                "Tiltak Kontroll 14",
            },
        ),
    ],
)
def test_planted_mistakes_are_caught_in_the_files(
    tmp_path: Path, form: str, caught: set[str]
) -> None:
    found = findings(tmp_path, form, 0.6)
    assert caught <= set(found.loc[found["severity"].eq("ERROR"), "control"])


def findings(folder: Path, form: str, share: float) -> pd.DataFrame:
    paths = write_extracts(MIDDLE, YEAR, folder, SEED, form, Settings(error_share=share))
    return controls.run(read_extract(paths, KEY, synthetic=True), YEAR, MIDDLE)


@pytest.mark.parametrize("form", ["15F", "BVR"])
def test_no_number_in_a_file_can_be_a_real_one(tmp_path: Path, form: str) -> None:
    text = "".join(
        path.read_text(encoding="utf-8" if form == "BVR" else "iso-8859-1")
        for path in write_extracts(MIDDLE, YEAR, tmp_path, SEED, form)
    )
    numbers = sorted(set(ELEVEN.findall(text)))
    assert len(numbers) > 300
    assert set(identity.describe(numbers, [""] * len(numbers), YEAR).kinds) == {"invalid"}
    children = sorted(set(re.findall(r'Fodselsnummer="(\d{11})"', text)))
    made_up = identity.describe(children, [""] * len(children), YEAR, synthetic=True)
    assert set(made_up.kinds) == {"fnr", "dnr"}
    assert made_up.synthetic.all()
    assert all(int(number[2:4]) > identity.SYNTHETIC_MONTH for number in children)
    dufs = set(re.findall(r'DUFnummer="(\d{12})"', text))
    assert dufs
    assert {int(duf[:4]) for duf in dufs} == {1900}  # a year without DUF numbers


@pytest.mark.parametrize("form", ["15F", "BVR"])
def test_names_and_texts_are_one_fixed_word(tmp_path: Path, form: str) -> None:
    encoding = "utf-8" if form == "BVR" else "iso-8859-1"
    text = "".join(
        path.read_text(encoding=encoding)
        for path in write_extracts(MIDDLE, YEAR, tmp_path, SEED, form, CLEAN)
    )
    assert set(re.findall(r'Journalnummer="([^"]*?)\d+c\d+n\d+"', text)) == {"DEMO-"}
    assert 'Journalnummer="DEMO-' in text
    assert set(re.findall(r'Saksbehandler="([^"]*)"', text)) <= {"Saksbehandler"}
    assert set(re.findall(r"<Presisering>([^<]*)<", text)) | set(
        re.findall(r'Presisering="([^"]*)"', text)
    ) == {"Presisering"}
    assert set(re.findall(r'Kommunenavn="([^"]*)"', text)) == {
        regions.municipalities()[MIDDLE].name
    }


def test_a_child_has_the_same_number_every_year(tmp_path: Path) -> None:
    texts = [
        write_extracts(MIDDLE, year, tmp_path, SEED)[0].read_text(encoding="iso-8859-1")
        for year in (2021, 2022)
    ]
    pairs = [
        dict(re.findall(r'Journalnummer="([^"]+)" Fodselsnummer="(\d{11})"', text))
        for text in texts
    ]
    both = set(pairs[0]) & set(pairs[1])
    assert len(both) > 100
    assert all(pairs[0][journal] == pairs[1][journal] for journal in both)
    assert len(set(pairs[1].values())) == len(pairs[1])


def test_files_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    first, second = (
        write_extracts(TINY, YEAR, tmp_path / name, SEED)[0] for name in ("first", "second")
    )
    assert first.read_bytes() == second.read_bytes()


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match='write "15F" or "BVR"'):
        write_extracts(TINY, YEAR, tmp_path, SEED, "CSV")


def test_every_child_of_a_municipality_has_a_number_of_its_own() -> None:
    identity_of = extracts.numbers(MIDDLE, SEED)
    people = country.cases(MIDDLE, country.YEARS, SEED, CLEAN)["persons"].drop_duplicates("person")
    numbers = [identity_of(person).number for person in people["person"]]
    assert len(set(numbers)) == len(numbers)
    described = identity.describe(numbers, [""] * len(numbers), 2024, synthetic=True)
    assert described.sexes == people["sex"].tolist()
    assert (pd.to_datetime(described.born).to_numpy() == people["born"].to_numpy()).all()


def test_bvr_files_before_their_codes_were_valid_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="BVR extracts are made from 2022 on, not for 2021"):
        write_extracts(TINY, 2021, tmp_path, SEED, "BVR")


def test_a_sample_is_written_checked_and_loaded_from_the_command_line(tmp_path: Path) -> None:
    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["extract", *words])

    written = run(
        "sample", "-m", "Lillehammer", "--year", str(YEAR), "--out", str(tmp_path / "made")
    )
    assert written.exit_code == 0, written.output
    (file,) = (tmp_path / "made").iterdir()
    assert written.output == f"Wrote made-up cases to made: {file.name}.\n"
    assert "59 controls run" in run("check", str(file), "--synthetic").output
    assert (
        run(
            "sample",
            "-m",
            "Lillehammer",
            "--format",
            "BVR",
            "--year",
            "2021",
            "--out",
            str(tmp_path),
        ).exit_code
        == 2
    )
