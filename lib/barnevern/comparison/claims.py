"""What documents say in words, against the figures and the parts they print.

data/reference/published_claims.csv has each claim with the words it was made in: that a figure is
the highest or lowest (of its table, or of the group ``other``), higher or lower than that of
``other``, more or less than the year before, or where the text refers to. published_parts.csv has
the tables and figures of each document, with the heads of the columns.
"""

from collections import Counter
from collections.abc import Iterable

from barnevern import reference
from barnevern.comparison.quoted import Place, Quoted, Record, contradicted, named
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number
from barnevern.norwegian.text import listed
from barnevern.observations import groups, regions

REFERS_TO, EXTREMES = "refers_to", ("highest", "lowest")
MORE = ("highest", "higher_than", "increased")


def claimed(sources: Iterable[str]) -> list[Record]:
    """The claims of the documents ``sources``, with the columns of the file."""
    return [
        {**row, "year": int(row["year"])}
        for row in reference.rows("published_claims.csv")
        if row["source"] in set(sources)
    ]


def compared_with(sources: Iterable[str]) -> set[str]:
    """The regions that claims of ``sources`` hold a figure against."""
    found = set[str]()
    for claim in claimed(sources):
        if claim["claim"] in EXTREMES and claim["other"]:
            found.update(groups.members(claim["other"], claim["year"], claim["region"]))
        elif claim["claim"] != REFERS_TO:
            found.add(claim["other"])
    return found - {""}


def claims(quoted: Quoted) -> list[Record]:
    """The claims about figures that those figures contradict."""
    wrong = []
    for claim in claimed(quoted.sources):
        if claim["claim"] == REFERS_TO:
            continue
        figures = quoted.values(claim["measure"])
        own = figures.get((claim["region"], claim["year"], claim["category"]))
        sign = 1 if claim["claim"] in MORE else -1
        against = [
            place
            for place in _against(claim, figures)
            if own is not None and (figures[place] - own) * sign > 0
        ]
        if own is not None and against:
            wrong.append(contradicted(claim, "claim", _because(claim, own, against, figures)))
    return wrong


def _against(claim: Record, figures: dict[Place, float]) -> list[Place]:
    """The figures that a claim holds its own against."""
    here = (claim["region"], claim["year"], claim["category"])
    if claim["claim"] in EXTREMES and not claim["other"]:
        return [
            place for place in figures if place[:2] == here[:2] and place[2] not in ("", here[2])
        ]
    if claim["claim"] in EXTREMES:
        codes = groups.members(claim["other"], claim["year"], claim["region"])
        there = [(code, *here[1:]) for code in codes]
    elif claim["other"]:
        there = [(claim["other"], *here[1:])]
    else:
        there = [(claim["region"], claim["year"] - 1, claim["category"])]
    return [place for place in there if place in figures]


def _because(claim: Record, own: float, against: list[Place], figures: dict[Place, float]) -> str:
    """The own figure and those that contradict the claim."""
    others = [f"{_called(claim, place)} {number(figures[place])}" for place in against]
    return say("claims-against", value=number(own), others=listed(others))


def _called(claim: Record, place: Place) -> str:
    region, year, category = place
    if category != claim["category"]:
        return named(claim["measure"], category).split(": ")[-1]
    return str(year) if region == claim["region"] else regions.name_of(region)


def references(sources: Iterable[str]) -> list[Record]:
    """References to parts that the document does not have."""
    wrong, parts = [], _parts()
    for claim in claimed(sources):
        there = parts.get(claim["source"], {})
        if claim["claim"] == REFERS_TO and there and claim["other"] not in there:
            kind = claim["other"].split()[0]
            last = [part for part in there if part.startswith(f"{kind} ")][-1]
            because = say("claims-no-such-part", part=claim["other"], last=last)
            wrong.append(contradicted(claim, "reference", because, say("claims-reference")))
    return wrong


def headings(sources: Iterable[str]) -> list[Record]:
    """Tables in which two columns have the same head."""
    wrong = []
    for source in sorted(set(sources)):
        for row in _parts().get(source, {}).values():
            heads = Counter(filter(None, row["heads"].split(";")))
            wrong += [_heading(row, head) for head, times in heads.items() if times > 1]
    return wrong


def _heading(row: dict[str, str], head: str) -> Record:
    words = {"measure": "", "category": "", "printed": head, "place": row["part"]}
    where = {**row, **words, "year": int(row["year"])}
    because = say("claims-same-heading")
    return contradicted(where, "heading", because, say("claims-heading"))


def _parts() -> dict[str, dict[str, dict[str, str]]]:
    """The parts of each document by name, in the order of the document."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in reference.rows("published_parts.csv"):
        found.setdefault(row["source"], {})[row["part"]] = row
    return found
