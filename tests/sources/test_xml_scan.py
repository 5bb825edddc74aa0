"""The fast way through a large file gives what the careful way gives, or leaves the file to it."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_files import EXTRACTS, KEY, KOSTRA, individual, kostra

from barnevern.problems import InputProblems
from barnevern.sources import kostra15f, xml_scan, xml_stream
from barnevern.sources.columns import Irregular

MELDING = (
    '<Melding Id="M{0}" StartDato="2024-01-02" SluttDato="2024-01-09" Konklusjon="2">\n<Melder'
    ' Kode="22"><Presisering>Sør &amp; «nord» "x"</Presisering></Melder>\n<Saksinnhold'
    ' Kode="18"/>\n<Undersokelse Id="U{0}" StartDato="2024-01-09"><Vedtaksgrunnlag Kode="1"'
    " /></Undersokelse></Melding>\n"
)
TILTAK = (
    '<Tiltak Id="T{0}" StartDato="2024-02-01"><Lovhjemmel Lov="BVL2021" Kapittel="3" Paragraf="1"'
    ' Ledd="1"/><JmfrLovhjemmel Lov="BVL2021" Kapittel="5" Paragraf="1"/><Kategori'
    ' Kode="3.10"/></Tiltak>'
)
PLAIN = kostra(
    "\n".join(
        individual(
            MELDING.format(number) * (number % 3 > 0) + TILTAK.format(number),
            f"Jåå {number}",
            Id=f"{number}",
            Fodselsnummer="01011000100",
        )
        for number in range(40)
    )
)
IRREGULAR = {
    "comment": ("<Saksinnhold", "<!-- <Melder> --><Saksinnhold"),
    "instruction": ("<Saksinnhold", "<?x y?><Saksinnhold"),
    "cdata": ("Sør &amp;", "<![CDATA[Sør &]]>"),
    "single quotes": ('Kode="18"', "Kode='18'"),
    "single quote in a value": ('Saksbehandler="S"', 'Saksbehandler="O\'Hara"'),
    "reference in a value": ('Saksbehandler="S"', 'Saksbehandler="A &amp; B"'),
    "character reference": ('Kode="18"', 'Kode="1&#56;"'),
    "greater than in a value": ('Saksbehandler="S"', 'Saksbehandler="a > b"'),
    "line break in a tag": ("<Saksinnhold Kode", "<Saksinnhold\nKode"),
    "line break between attributes": ('" SluttDato', '"\n SluttDato'),
    "two spaces": ('" SluttDato', '"  SluttDato'),
    "space before equals": ('SluttDato="', 'SluttDato ="'),
    "line break in a value": ('Journalnummer="Jåå 1"', 'Journalnummer="Jåå\n1"'),
    "space in a bare tag": ("<Presisering>", "<Presisering >"),
    "namespace": ("<Barnevern>", '<Barnevern xmlns:a="urn:b">'),
}


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(kostra15f, "LARGE_BYTES", 0)
    monkeypatch.setattr(xml_scan, "PIECE_BYTES", 2000)
    monkeypatch.setattr(xml_scan, "READ_BYTES", 701)


def written(folder, text, encoding="iso-8859-1"):
    path = folder / "extract.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def scanned(path, *, keep_going=False):
    manner = kostra15f.Manner(synthetic=True, scan=True, keep_going=keep_going)
    return kostra15f._read(path, KEY, manner)


def careful(path, *, keep_going=False):
    manner = kostra15f.Manner(synthetic=True, scan=False, keep_going=keep_going)
    return kostra15f._read(path, KEY, manner)


def assert_same(left, right):
    for table in left.cases.tables:
        pd.testing.assert_frame_equal(left.cases[table], right.cases[table], obj=table)
    said, expected = dict(left.about), dict(right.about)
    pd.testing.assert_frame_equal(said.pop("remarks"), expected.pop("remarks"))
    assert said == expected
    assert dict(left.journals) == dict(right.journals) and dict(left.lines) == dict(right.lines)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8", "utf-8-sig"])
def test_a_plain_file_is_the_same_both_ways(encoding, tmp_path):
    path = written(
        tmp_path, PLAIN.replace("ISO-8859-1", "utf-8" if "utf" in encoding else encoding), encoding
    )
    assert len(scanned(path).cases["referrals"]) > 20
    assert_same(scanned(path), careful(path))


def test_the_cases_with_faults_are_the_same_both_ways(tmp_path):
    text = PLAIN.replace('Lov="BVL2021" Kapittel="5"', 'Lov="bvl" Kapittel="§ 5"')
    for number in (3, 17, 38):
        text = text.replace(f'"T{number}" StartDato="2024-02-01"', f'"T{number}" StartDato="x"')
    path = written(tmp_path, text)
    left, right = scanned(path, keep_going=True), careful(path, keep_going=True)
    assert_same(left, right)
    pd.testing.assert_frame_equal(left.faults, right.faults)
    assert left.faults["journal"].tolist() == ["Jåå 3", "Jåå 17", "Jåå 38"]
    assert len(left.cases["cases"]) == 37
    assert left.about["remarks"]["remark"].tolist() == ["act_rewritten"] * 37


def test_it_does_not_matter_where_the_pieces_end(tmp_path, monkeypatch):
    path = written(tmp_path, PLAIN)
    whole = careful(path)
    for size in (1500, 3001, 10**6):
        monkeypatch.setattr(xml_scan, "PIECE_BYTES", size)
        monkeypatch.setattr(xml_stream, "PIECE_ELEMENTS", size // 30)
        monkeypatch.setattr(xml_stream, "READ_BYTES", size // 2)
        assert_same(scanned(path), whole)
        assert_same(careful(path), whole)


@pytest.mark.parametrize("name", KOSTRA)
def test_samples_are_the_same_whichever_way_is_tried_first(name):
    assert_same(kostra15f.read(EXTRACTS / name, KEY, synthetic=True), careful(EXTRACTS / name))


@pytest.mark.parametrize(("plain", "other"), IRREGULAR.values(), ids=IRREGULAR)
def test_what_is_not_plain_is_left_to_the_careful_way(plain, other, tmp_path):
    assert plain in PLAIN
    path = written(tmp_path, PLAIN.replace(plain, other, 1))
    with pytest.raises(Irregular):
        scanned(path)
    assert_same(kostra15f.read(path, KEY, synthetic=True), careful(path))


@pytest.mark.parametrize(
    ("plain", "other"),
    [
        ('Kode="18"', 'Kode="99"'),
        ('Kode="18"', 'Kode="99999999999"'),
        ('Kode="18"', 'Kode=""'),
        ('Kode="18"', 'Farge="18"'),
        ('StartDato="2024-01-02"', 'StartDato="2024-02-30"'),
        ('StartDato="2024-01-02"', 'StartDato="2024/01/02"'),
        ('StartDato="2024-01-02"', 'StartDato="0000-01-02"'),
        ("<Saksinnhold", "hei<Saksinnhold"),
        ("</Melding>", "hei</Melding>"),
        ('Id="M1"', f'Id="{"M" * 40}"'),
        ('Fodselsnummer="01011000100"', 'Fodselsnummer="0101100010x"'),
        ('<Kategori Kode="3.10"/>', ""),
        ('<Saksinnhold Kode="18"/>', '<Melder Kode="1"><Melder Kode="1"/></Melder>'),
        ("</Individ>", ""),
        ("</Barnevern>", ""),
        ("&amp;", "&other;"),
        ("&amp;", "x" * 1001),
        ("Jåå 7", "J" * 21),
    ],
)
def test_the_same_is_said_of_what_is_wrong(plain, other, tmp_path):
    assert plain in PLAIN
    path = written(tmp_path, PLAIN.replace(plain, other, 1))
    said = []
    for read in (lambda: kostra15f.read(path, KEY, synthetic=True), lambda: careful(path)):
        with pytest.raises(InputProblems) as caught:
            read()
        said.append(caught.value.problems)
    assert said[0] == said[1]


def test_twins_stay_two_the_fast_way_too(tmp_path):
    path = written(tmp_path, kostra(individual() + "\n" + individual()))
    assert scanned(path).cases["cases"]["case"].nunique() == 2


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_is_changed_both_ways_agree(data, tmp_path, monkeypatch):
    source = bytearray(PLAIN.encode("iso-8859-1"))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(source) - 1))
        inserted = data.draw(
            st.sampled_from(
                [
                    b"",
                    b" ",
                    b"\n",
                    b'"',
                    b"<",
                    b">",
                    b"/",
                    b"=",
                    b"&amp;",
                    b"x",
                    b"2",
                    b"\xe5",
                    b"<Plan/>",
                    b"<x>",
                    b"</x>",
                ]
            )
        )
        source[place : place + data.draw(st.integers(0, 3))] = inserted
    path = written(tmp_path, bytes(source))
    found = []
    for large in (0, len(source) + 1):
        monkeypatch.setattr(kostra15f, "LARGE_BYTES", large)
        try:
            found.append(kostra15f.read(path, KEY, synthetic=True))
        except InputProblems as error:
            found.append(error.problems)
    if isinstance(found[0], list) or isinstance(found[1], list):
        assert found[0] == found[1]
    else:
        assert_same(*found)
