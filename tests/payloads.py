"""Texts that try to run something in a page or a spreadsheet, and a home whose every text is one of
them.
"""

import csv
import json
import shutil
from itertools import cycle
from pathlib import Path

import yaml

from barnevern.document import chapters
from barnevern.paths import DATA, NOTEBOOKS, REFERENCE

# Each calls hit() if anything of it runs. One line each: what a name or a cell can hold.
PAYLOADS = [
    "<script>hit()</script>",
    '"><script>hit()</script>',
    "'><script>hit()</script>",
    "<img src=x onerror=hit()>",
    "'><img src=x onerror='hit()'>",
    '" onerror="hit()" src="x',
    "' autofocus onfocus='hit()' tabindex='0",
    '" onmouseover="hit()" style="position:fixed;inset:0',
    "<svg onload=hit()>",
    "<svg><script>hit()</script></svg>",
    '<svg><a xlink:href="javascript:hit()"><text>x</text></a></svg>',
    "<svg><animate onbegin=hit() attributeName=x dur=1s>",
    "</text></svg><script>hit()</script>",
    "<math><mi xlink:href='javascript:hit()'>x</mi></math>",
    "<iframe srcdoc='<script>parent.hit()</script>'></iframe>",
    "<object data='data:text/html,<script>parent.hit()</script>'></object>",
    "<embed src='javascript:hit()'>",
    "<a href='javascript:hit()' autofocus>x</a>",
    "[x](javascript:hit())",
    '![x](x "onerror=hit()")',
    "<details open ontoggle=hit()><summary>x</summary></details>",
    "<form action=javascript:hit()><button autofocus>x</button></form>",
    "<meta http-equiv=refresh content='0;url=javascript:hit()'>",
    "<base href='javascript:hit()//'>",
    "<link rel=stylesheet href='javascript:hit()'>",
    "<style>@import 'javascript:hit()';</style>",
    "</style><script>hit()</script>",
    "</title><script>hit()</script>",
    "</textarea></noscript><script>hit()</script>",
    "--><script>hit()</script><!--",
    "]]><script>hit()</script>",
    '"; } body { background: url("javascript:hit()"); } x { content: "',
    "\\22 ; } * { background: url(javascript:hit()) } /*",
    "{{ cycler.__init__.__globals__ }}{% raw %}",
    "$css ${title} %(title)s {place.__class__}",
    'graph TD; A["<img src=x onerror=hit()>"]; click A href "javascript:hit()"',
    "&#60;script&#62;hit()&#60;/script&#62;",
    "\\u003cscript\\u003ehit()\\u003c/script\\u003e",
    "＜script＞hit()＜/script＞",
]
FORMULAS = [
    "=hit()",
    "+hit()",
    "-hit()",
    "@hit()",
    "\thit()",
    "\rhit()",
    "=cmd|'/C calc'!A0",
    "-1+cmd|'/C calc'!A0",
    '=HYPERLINK("http://x";"y")',
]
OWN_NAME = "'\"></style></title><script>hit()</script><img src=x onerror=hit()>"
CONTROLS = "control,severity,title,count,year,municipality"


def home(folder: Path) -> Path:
    """A checkout whose municipalities, categories, indicators, sources, notes, controls and own
    words are payloads.
    """
    shutil.copytree(NOTEBOOKS, folder / "notebooks")
    shutil.copytree(DATA, folder / "data", ignore=shutil.ignore_patterns("store", "templates"))
    (folder / "params" / "texts").mkdir(parents=True)
    (folder / "params" / "published.yml").write_text(
        "dataset: attack\npages: []\n", encoding="utf-8"
    )
    reference, attack = folder / "data" / "reference", folder / "data" / "attack"
    (folder / "data" / "published").rename(attack)
    _rewritten(
        reference / "municipalities.csv",
        {
            "name": "{payload} {code}",
            "official_name": "{payload}",
            "county_name": "{county_name}{payload}",
        },
    )
    _named(reference / "municipalities.csv", "3201", OWN_NAME)
    _rewritten(reference / "categories.csv", {"name": "{name} {payload}"})
    _rewritten(
        attack / "sources.csv",
        {"title": "{title} {payload}", "publisher": "{payload}", "licence": "{payload}"},
    )
    for path in sorted(attack.glob("*.csv")):
        if path.name not in ("population.csv", "sources.csv"):
            _rewritten(path, {"note": "{payload}"}, only_filled=True)
    _indicators(reference / "indicators.yml")
    _controls(attack / "controls.csv")
    about = json.loads((attack / "dataset.json").read_text(encoding="utf-8"))
    about |= {"name": "attack", "title": "Angrep " + " ".join(PAYLOADS[:12])}
    (attack / "dataset.json").write_text(json.dumps(about), encoding="utf-8")
    words = [
        f"# {one.title}\n{' '.join(PAYLOADS)}\n### {payload}\n- {payload}\n"
        for one, payload in zip(chapters(), cycle(PAYLOADS), strict=False)
    ]
    (folder / "params" / "texts" / "3201.md").write_text("\n".join(words), encoding="utf-8")
    return folder


def _rewritten(path: Path, forms: dict[str, str], *, only_filled: bool = False) -> None:
    """The table with texts in ``forms`` of its columns, where {payload} is the next payload."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row, payload in zip(rows, cycle(PAYLOADS), strict=False):
        row |= {
            name: form.format(payload=payload, **row)
            for name, form in forms.items()
            if row.get(name) or not only_filled
        }
    _write(path, rows)


def _named(path: Path, code: str, name: str) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    _write(path, [row | {"name": name} if row["code"] == code else row for row in rows])


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _indicators(path: Path) -> None:
    listed = yaml.safe_load((REFERENCE / "indicators.yml").read_text(encoding="utf-8"))
    for one, payload in zip(listed, cycle([*FORMULAS[:4], *PAYLOADS]), strict=False):
        one |= {
            "name": f"{payload} {one['name']}",
            "short": f"{payload} {one['short']}",
            "source": payload,
        }
        one |= {"definition": payload, "read": payload, "not_read": payload}
    path.write_text(yaml.safe_dump(listed, allow_unicode=True), encoding="utf-8")


def _controls(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(CONTROLS.split(","))
        writer.writerows(
            [f"K{n}", "ERROR", payload, n % 3, 2024, "3201"]
            for n, payload in enumerate(PAYLOADS, start=1)
        )
