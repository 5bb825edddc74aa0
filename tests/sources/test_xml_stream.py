"""Files that could harm or mislead are refused, quickly, in a sentence with a line, and nothing of
what is in them is said.
"""

import gzip
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from barnevern.problems import InputProblems
from barnevern.sources import xml_stream
from barnevern.sources.extract import read_extract

KEY = bytes(32)
EXTRACTS = Path(__file__).parents[1] / "extracts"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SENDER = (
    '<Avgiver Organisasjonsnummer="944117784" Versjon="2024" Kommunenummer="3201" Kommunenavn="X"/>'
)
CHILD = (
    '<Individ Id="1" StartDato="2024-01-01" Journalnummer="J" Saksbehandler="S" Avslutta3112="2">'
)
LAUGHS = "".join(f'<!ENTITY l{n} "' + f"&l{n - 1};" * 10 + '">' for n in range(1, 10))
DOCTYPES = {
    "billion laughs": (
        "<!DOCTYPE b [<!ENTITY l0"
        f' "ha">{LAUGHS}]>\n<Barnevern>{SENDER}{CHILD}&l9;</Individ></Barnevern>'
    ),
    "external entity": (
        "<!DOCTYPE b [<!ENTITY x SYSTEM"
        f' "file:///etc/passwd">]>\n<Barnevern>{SENDER}{CHILD}&x;</Individ></Barnevern>'
    ),
    "parameter entity": (
        '<!DOCTYPE b [<!ENTITY % p SYSTEM "http://127.0.0.1/p.dtd">'
        f" %p;]>\n<Barnevern>{SENDER}</Barnevern>"
    ),
    "external subset": (
        f'<!DOCTYPE b SYSTEM "http://127.0.0.1/b.dtd">\n<Barnevern>{SENDER}</Barnevern>'
    ),
    "empty": f"<!DOCTYPE Barnevern>\n<Barnevern>{SENDER}</Barnevern>",
    "default attribute": (
        f'<!DOCTYPE b [<!ATTLIST Individ Avslutta3112 CDATA "1">]>\n<Barnevern>{SENDER}</Barnevern>'
    ),
    "behind a comment": (
        "<!-- <Barnevern> -->\n<?pi <Barnevern ?>\n\t <!DOCTYPE"
        f" b>\n<Barnevern>{SENDER}</Barnevern>"
    ),
}


def refusal(path: Path) -> str:
    """What is said of a file that is refused, in few seconds of the processor."""
    started = time.process_time()
    with pytest.raises(InputProblems) as caught:
        read_extract([path], KEY)
    assert time.process_time() - started < 10
    text = str(caught.value)
    assert path.name in text and str(path.parent) not in text
    return text


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "extract.xml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("content", DOCTYPES.values(), ids=DOCTYPES)
def test_any_doctype_is_refused(content, tmp_path):
    assert "a DOCTYPE stands there" in refusal(written(tmp_path, HEAD + content))


@pytest.mark.parametrize("content", DOCTYPES.values(), ids=DOCTYPES)
def test_the_parser_itself_refuses_a_doctype_too(content, tmp_path, monkeypatch):
    monkeypatch.setattr(xml_stream, "check_beginning", lambda _: None)
    assert "a DOCTYPE stands there" in refusal(written(tmp_path, HEAD + content))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_doctype_in_another_encoding_is_not_even_looked_for(encoding, tmp_path):
    assert "UTF-16 or UTF-32" in refusal(
        written(tmp_path, DOCTYPES["billion laughs"].encode(encoding))
    )


def test_an_encoding_that_could_hide_something_is_refused(tmp_path):
    for encoding in ("utf-7", "ebcdic-cp-no", "utf-16", "windows-1252"):
        path = written(
            tmp_path,
            f'<?xml version="1.0" encoding="{encoding}"?>\n<Barnevern>{SENDER}</Barnevern>',
        )
        assert "an encoding that case extracts do not have" in refusal(path)


def test_deep_nesting_is_refused(tmp_path):
    path = written(tmp_path, f"{HEAD}<Barnevern>{SENDER}{CHILD}{'<Melding>' * 100_000}")
    assert "deep in each other" in refusal(path)
    shallow_again = (
        f"{HEAD}<Barnevern>{SENDER}{CHILD}{'<M>' * 3000}{'</M>' * 3000}</Individ></Barnevern>"
    )
    assert "deep in each other" in refusal(written(tmp_path, shallow_again))


def test_nesting_that_the_parser_still_takes_is_no_case_extract(tmp_path):
    assert "element that is not known" in refusal(
        written(
            tmp_path,
            f"{HEAD}<Barnevern>{SENDER}{CHILD}{'<M>' * 240}{'</M>' * 240}</Individ></Barnevern>",
        )
    )


@pytest.mark.parametrize("size", [70_000, 3_000_000, 30_000_000])
def test_a_huge_attribute_is_refused(size, tmp_path):
    path = written(
        tmp_path,
        f"{HEAD}<Barnevern>{SENDER}{CHILD.replace('>', '')}"
        f" Bydelsnavn='{'x' * size}'></Individ></Barnevern>",
    )
    assert "extract.xml" in refusal(path)


@pytest.mark.parametrize(
    "piece", ["<!--{}-->", "<?x {}?>", "<Melding Id='1' StartDato='2024-01-01'>{}</Melding>"]
)
def test_a_text_without_end_is_refused(piece, tmp_path):
    refusal(
        written(
            tmp_path,
            f"{HEAD}<Barnevern>{SENDER}{CHILD}{piece.format('x ' * 12_000_000)}</Individ></Barnevern>",
        )
    )


def test_a_case_with_more_elements_than_any_case_has_is_refused(tmp_path):
    path = written(
        tmp_path, f"{HEAD}<Barnevern>{SENDER}{CHILD}{'<Plan/>' * 200_000}</Individ></Barnevern>"
    )
    assert "one child of the root holds more than" in refusal(path)


def test_more_sets_of_attributes_than_any_extract_has_are_refused(tmp_path):
    plans = "".join(f'<Plan a{n}="1"/>' for n in range(3000))
    assert "different sets of attributes" in refusal(
        written(tmp_path, f"{HEAD}<Barnevern>{SENDER}{CHILD}{plans}</Individ></Barnevern>")
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"  \n", "the file is empty"),
        (b"hello", "not XML"),
        (b"%PDF-1.7", "PDF"),
        (b"<html><body/></html>", "not a case extract"),
        (b"<Barnevern/>", "not a case extract"),
        (
            b'<b:Barnevern xmlns:b="urn:b"><Avgiver Versjon="2024"/></b:Barnevern>',
            "not a case extract",
        ),
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="ISO-8859-1"?><Barnevern/>', "mark of UTF-8"),
        (b'<?xml version="1.1"?><Barnevern/>', "the XML declaration cannot be read"),
    ],
)
def test_what_is_no_extract_is_named(content, says, tmp_path):
    assert says in refusal(written(tmp_path, content))


def test_packed_files_are_named_not_unpacked(tmp_path):
    bomb = gzip.compress(b"<Barnevern>" + b" " * 200_000_000)
    assert "the file is gzip, not XML" in refusal(written(tmp_path, bomb))
    with zipfile.ZipFile(tmp_path / "extract.xml", "w") as archive:
        archive.writestr("extract.xml", "<Barnevern/>")
    assert "the file is zip, not XML" in refusal(tmp_path / "extract.xml")


def test_a_file_that_is_not_there_or_a_folder_is_named_without_its_path(tmp_path):
    assert "cannot be read" in refusal(tmp_path / "missing.xml")
    assert "cannot be read" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("broken", "line", "says"),
    [
        (f"<Barnevern>\n{SENDER}\n{CHILD}\n</Barnevern>", 5, "an end tag does not match"),
        (
            f"<Barnevern>\n{SENDER}\n{CHILD}\n&secret;</Individ>\n</Barnevern>",
            5,
            "an entity stands there that is not declared",
        ),
        (
            f"<Barnevern>\n{SENDER}\n{CHILD.replace('Id=', 'StartDato=')}\n</Individ></Barnevern>",
            4,
            "an attribute stands twice",
        ),
        (
            f"<Barnevern>\n{SENDER}\n{CHILD}\n<Plan x=1/></Individ></Barnevern>",
            5,
            "not well-formed",
        ),
        (
            f"<Barnevern>\n{SENDER}\n{CHILD}\n\x01</Individ></Barnevern>",
            5,
            "a character stands there that XML does not allow",
        ),
        (f"<Barnevern>\n{SENDER}\n{CHILD}\n", 5, "breaks off before its end"),
    ],
)
def test_broken_xml_is_told_with_its_line(broken, line, says, tmp_path):
    text = refusal(written(tmp_path, HEAD + broken))
    assert says in text and f"extract.xml  {line} " in text


def test_bytes_of_another_encoding_are_told_with_their_line(tmp_path):
    child = CHILD.replace('"S"', '"Sør"')
    content = f"{HEAD}<Barnevern>\n{SENDER}\n{child}\n</Individ></Barnevern>"
    assert "a byte there is not of the encoding" in refusal(
        written(tmp_path, content.encode("iso-8859-1"))
    )


@pytest.mark.parametrize(
    "name", ["Testfil_11_ADVARSEL_2020_15F_for_3401.xml", "bvr_v4_example.xml"]
)
def test_wherever_a_file_breaks_off_it_is_refused(name, tmp_path):
    whole = (EXTRACTS / name).read_bytes().rstrip()
    for length in range(0, len(whole), 97):
        with pytest.raises(InputProblems):
            read_extract([written(tmp_path, whole[:length])], KEY, synthetic=True)
    read_extract([written(tmp_path, whole)], KEY, synthetic=True)


def test_lines_are_right_beyond_the_number_that_libxml2_counts_to(tmp_path):
    filler = "\n" * 70_000
    text = refusal(
        written(
            tmp_path,
            f"{HEAD}<Barnevern>\n{SENDER}{filler}{CHILD.replace('2024-01-01', 'x')}\n</Individ>\n</Barnevern>",
        )
    )
    assert "extract.xml  70003  Individ/@StartDato" in text


def test_an_attack_takes_little_memory(tmp_path):
    attacks = {
        "laughs": HEAD + DOCTYPES["billion laughs"],
        "attribute": f"{HEAD}<Barnevern {'x' * 90_000_000}",
        "gzip": gzip.compress(b"<" * 300_000_000),
    }
    attacks["text"] = f"{HEAD}<Barnevern>{SENDER}{CHILD}{'x ' * 45_000_000}"
    attacks["elements"] = f"{HEAD}<Barnevern>{SENDER}{CHILD}" + "<Plan Id='1'/>" * 6_000_000
    for name, content in attacks.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    script = (
        "import sys\nfrom pathlib import Path\nfrom barnevern.sources.extract import"
        " read_extract\ntry: read_extract([Path(sys.argv[1])], bytes(32))\nexcept ValueError:"
        " print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    for name in attacks:
        found = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / name)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert int(found.stdout) / 1024 < 300, name
