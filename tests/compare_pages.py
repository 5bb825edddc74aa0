"""Compare two editions of the same pages, value by value, status by status and word by word.

    python tests/compare_pages.py BEFORE AFTER [--most 40]

Both are folders of reports, of one data set or of one year. The rows of every CSV are matched by item, region, year,
indicator, category and what is derived from what; the text of every page is matched item by item. Prints each
difference, counted by kind, and ends with 1 where there is any. CSVs from before the columns kind, against and of
are read by the grammar that their category had.
"""

import argparse
import csv
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html as reader

Key = tuple[str, ...]
OLD = [
    (
        re.compile(r"(change|deviation)_from_([\w-]+?)(?:\.(.+))?"),
        lambda m: (m[3] or "", m[1], m[2]),
    ),
    (re.compile(r"(index|index_deviation)_([A-Z][\w-]*|\d{4})"), lambda m: ("", m[1], m[2])),
    (
        re.compile(r"(interval_low|interval_high|empirical_bayes|forecast)"),
        lambda m: ("", m[1], ""),
    ),
    (re.compile(r"naive"), lambda _: ("", "unchanged", "")),
    (re.compile(r"real_(\d{4})"), lambda m: ("", "real", m[1])),
    (re.compile(r"real_change_from_(\d{4})"), lambda m: ("", "real_change", m[1])),
    (re.compile(r"(uncorrected|corrected)_(\w+)"), lambda m: ("", f"{m[1]}_use", m[2])),
    (re.compile(r"need_(\w+)"), lambda m: ("", "calculated_need", m[1])),
    (re.compile(r"usable_years\.(\w+)"), lambda _: ("", "usable_years", "")),
]
STAMP = re.compile(r"(?<=sidens tall )[0-9a-f]{12}|(?<=sidenes tall )[0-9a-f, ]+")
RISK = re.compile(r"(mean|rate|low_80|high_80|low_95|high_95)(?:\.(.+))?")


def old_key(row: dict[str, str]) -> Key:
    """The key of a row from before, by the grammar of its category."""
    name, category = row["indicator"], row["category"]
    place = (row["item"], row["region"], row["year"])
    if name == "production_index":
        return production(place, category)
    if name == "control_findings":
        return (*place, "", category, "control_findings", "")
    if row["title"] == "Tall som ikke kan stemme" and name:
        return (*place, "", category, "quoted", "")
    if row["title"].startswith("Risiko") and (match := RISK.fullmatch(category)):
        return (*place, name, match[2] or "", f"risk_{match[1]}", "")
    if row["item"].endswith("own-share-cost"):
        return (*place, "cost_driving_placements_31dec", category, "product", "")
    if row["title"] == "Utsikter" and re.fullmatch(r"(low|high)_\d\d", category):
        return (*place, name, "", f"forecast_{category}", "")
    if not name:
        return (*place, "", *("", category.partition(".")[0], ""))
    for pattern, read in OLD:
        if match := pattern.fullmatch(category):
            return (*place, name, *read(match))
    return (*place, name, category, "", "")


def production(place: Key, category: str) -> Key:
    """Rows of the production index: parts, totals and growth."""
    part, _, group = category.rpartition("_")
    if match := re.fullmatch(r"growth_from_(\d{4})", part):
        return (*place, "", "", "production_growth", match[1])
    if part in ("production", "efficiency"):
        return (*place, "", "", part, group)
    if part == "expenditure":
        part = "gross_expenditure_per_inhabitant_0_24_nok"
    return (*place, part, "", "index_deviation", group)


def new_key(row: dict[str, str]) -> Key:
    columns = ("item", "region", "year", "indicator", "category", "kind", "against")
    key = tuple(row[column] for column in columns)
    return (*key[:3], "", *key[4:]) if row["kind"] == "usable_years" else key


def figures(path: Path) -> dict[Key, list[tuple[str, ...]]]:
    """Every row of a CSV by its key: value, status, unit and source, in order."""
    found: dict[Key, list[tuple[str, ...]]] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            key = new_key(row) if "kind" in row else old_key(row)
            cells = tuple(row[column] for column in ("value", "status", "unit", "source"))
            found.setdefault(key, []).append(cells)
    return found


def nearly(one: list[str], other: list[str]) -> bool:
    """Whether numbers differ by what the order of additions leaves in the last of 17 digits."""
    filled = len(one) == len(other) and all([*one, *other])
    return filled and all(
        math.isclose(float(a), float(b), rel_tol=1e-12, abs_tol=1e-12)
        for a, b in zip(one, other, strict=True)
    )


def texts(path: Path) -> dict[str, list[str]]:
    """The words of every item of a page, and of the page around them, in order; code is left out."""
    tree: Any = reader.fromstring(path.read_text(encoding="utf-8"))
    for code in tree.xpath("//details[@class='code']|//style"):
        code.drop_tree()
    found = {}
    for section in tree.xpath("//section[@data-item]"):
        found[section.get("data-item")] = words(section)
        section.drop_tree()
    return {**found, "(page)": words(tree)}


def words(element: Any) -> list[str]:
    named = [node.get("aria-label") for node in element.iter() if node.get("aria-label")]
    # The stamp's digest is of the figures as they are kept, which may be kept in another way.
    spoken = [STAMP.sub("…", text).strip() for text in element.itertext() if text.strip()]
    return [*named, *" ".join(spoken).split()]


def differences(before: Path, after: Path) -> Iterator[tuple[str, str]]:
    """(kind, where and what) of every difference."""
    names = {
        path.relative_to(root).as_posix()
        for root in (before, after)
        for path in root.rglob("*")
        if path.suffix in (".csv", ".html") and path.name != "index.html"
    }
    for name in sorted(names):
        if not (before / name).is_file() or not (after / name).is_file():
            yield "file", f"{name}: only {'after' if (after / name).is_file() else 'before'}"
        elif name.endswith(".csv"):
            yield from rows_differ(name, figures(before / name), figures(after / name))
        else:
            yield from texts_differ(name, texts(before / name), texts(after / name))


def rows_differ(name: str, old: dict[Key, Any], new: dict[Key, Any]) -> Iterator[tuple[str, str]]:
    for key in sorted({*old, *new}):
        one, other = old.get(key, []), new.get(key, [])
        if one == other:
            continue
        if not one or not other:
            yield "row", f"{name} {key}: {'new' if other else 'gone'} {(other or one)[0]}"
            continue
        for column, place in (("value", 0), ("status", 1), ("unit", 2), ("source", 3)):
            pair = [cells[place] for cells in one], [cells[place] for cells in other]
            if pair[0] != pair[1]:
                kind = "last digit" if column == "value" and nearly(*pair) else column
                yield kind, f"{name} {key}: {one} -> {other}"


def texts_differ(
    name: str, old: dict[str, list[str]], new: dict[str, list[str]]
) -> Iterator[tuple[str, str]]:
    for item in [*old, *(item for item in new if item not in old)]:
        one, other = old.get(item, []), new.get(item, [])
        if one != other:
            place = next(
                (n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0
            )
            said = [" ".join(text[max(place - 3, 0) : place + 8]) for text in (one, other)]
            yield "text", f"{name} {item}: «{said[0]}» -> «{said[1]}»"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument(
        "--most", type=int, default=40, help="differences of each kind that are printed"
    )
    given = parser.parse_args()
    counts: Counter[str] = Counter()
    for kind, what in differences(given.before, given.after):
        counts[kind] += 1
        if counts[kind] <= given.most:
            print(f"{kind}: {what}")
    print("; ".join(f"{number} {kind}" for kind, number in counts.most_common()) or "no difference")
    return int(bool(counts))


if __name__ == "__main__":
    sys.exit(main())
