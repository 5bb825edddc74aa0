"""A small batch with every kind of file that leaves the house, in which nothing can be read of what
is hidden.
"""

import json
import zipfile
from pathlib import Path

import finished

from barnevern import figures

OWN, PEER, CARE = "5612", "5603", "children_in_care"
HIDDEN = finished.HIDDEN
SAID = "Kommunen fikk 30 meldinger i 2023, 2 færre enn i 2022."
PAGE = """<section class='item' data-item='referrals'><h2>Meldinger</h2><p>{said}</p>{drawing}
<table><caption>Meldinger, 2023</caption><thead><tr><th>Melder</th><th>Antall</th></tr></thead>
<tbody><tr><th>Politi</th><td>:</td></tr><tr><th>Skole</th><td>9</td></tr></tbody></table></section>
<section class='item' data-item='children_in_care'><h2>Omsorg</h2><p>Tallet vises ikke.</p>
<table><caption>Barn under omsorg</caption><thead><tr><th>Kommune</th><th>2023</th></tr></thead>
<tbody><tr><th>Kautokeino</th><td>:</td></tr></tbody></table></section><footer>Laget i 2024.</footer>"""
INDEX = "<!doctype html><html lang='nb'><body><p>2 sider er klare. 5612 Kautokeino 2023.</p></body></html>"


def rows(code, *, first=30):
    """The rows of a municipality's page: care and one sender are hidden."""
    told = [("referrals", 2022, "", first + 2), ("referrals", 2023, "", first)]
    shown = [finished.row("referrals", code, year, name, part, n) for name, year, part, n in told]
    change = finished.row("referrals", code, 2023, "referrals", "", -2, derived=("change", "2022"))
    senders = [("school", 9), ("police", HIDDEN), ("health", HIDDEN)]
    return [
        *shown,
        change,
        *(finished.row("referrals", code, 2023, "referrals_by_sender", *one) for one in senders),
        finished.row(CARE, code, 2022, CARE, "", 8),
        finished.row(CARE, code, 2023, CARE, "", HIDDEN),
    ]


def drawing(values=((2022, 32.0), (2023, 30.0))):
    """A line over two years, as it is drawn and as the numbers it is drawn from."""
    table = {
        "name": ["Kautokeino"] * len(values),
        "year": [year for year, _ in values],
        "value": [value for _, value in values],
    }
    spec = {"own": "Kautokeino", "decimals": 0, "marks": {}}
    svg = figures.svg("line", "page-referrals", "Meldinger over to år.", table, spec)
    return {"block": "drawing", "kind": "line", "id": "x", "table": table, "spec": spec, "svg": svg}


def printed(*pieces: str) -> bytes:
    """A PDF as a browser prints it, with these marked pieces."""
    said = "".join(
        f"/P <</MCID {n} >>BDC\nBT\n/F1 12 Tf\n<{piece.encode('utf-16-be').hex()}> Tj\nET\nEMC\n"
        for n, piece in enumerate(pieces)
    )
    letters = "1 beginbfrange\n<0020> <2100> <0020>\nendbfrange"
    bodies = [
        "<</Type /Page /Resources <</Font <</F1 2 0 R>>>> /Contents 4 0 R>>",
        "<</Type /Font /Subtype /Type0 /ToUnicode 3 0 R>>",
        f"<</Length {len(letters)}>>\nstream\n{letters}\nendstream",
        f"<</Length {len(said)}>>\nstream\n{said}\nendstream",
    ]
    objects = "".join(f"{n} 0 obj\n{body}\nendobj\n" for n, body in enumerate(bodies, 1))
    return f"%PDF-1.4\n{objects}%%EOF\n".encode()


def workbook(path: Path, cells: list[str], part: str = "") -> None:
    """An Excel file with these cells, and with one more part."""
    inside = "".join(f"<c><v>{cell}</v></c>" for cell in cells)
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("xl/worksheets/sheet1.xml", f"<worksheet>{inside}</worksheet>")
        if part:
            parts.writestr(part, "<comments>3</comments>")


def write(folder: Path) -> Path:
    """The batch; gives the folder of reports."""
    for code, first in ((OWN, 30), (PEER, 40)):
        block = drawing(((2022, first + 2.0), (2023, float(first))))
        said = SAID.replace("30", str(first))
        page = PAGE if code == OWN else PAGE.replace("Kautokeino", "Hammerfest")
        html = page.format(said=said, drawing=block["svg"])
        finished.write(folder, code, rows(code, first=first), html=html)
        place = next((folder / "demo" / "2023").glob(f"{code}-*"))
        blocks = [{"block": "sentence", "text": said}, block]
        items = {"title": "Meldinger", "items": [{"id": "referrals", "blocks": blocks}]}
        (place / "page.json").write_text(json.dumps(items), encoding="utf-8")
        (place / "page.pdf").write_bytes(printed("Meldinger", said, "9", "2022"))
        (place / "figures.svg").write_text(block["svg"], encoding="utf-8")
        workbook(place / "figures.xlsx", [str(first), "9", "2023"])
    made = {"2023/5612-kautokeino/page": {"inputs": {"code": "b3f53d70ac33"}}}
    (folder / "demo" / "fingerprints.json").write_text(json.dumps(made), encoding="utf-8")
    (folder / "demo" / "index.html").write_text(INDEX, encoding="utf-8")
    return folder
