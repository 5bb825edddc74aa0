"""One thing shown on a page: a sentence, figure or table with its title, and the same figures as
tidy rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd

from barnevern.comparison import difference_unit
from barnevern.indicators import Indicator
from barnevern.norwegian.numbers import NARROW_SPACE
from barnevern.words.sentences import DIRECTION

MIME = "application/vnd.barnevern.render.item+json"
MOST_NAMED = 4  # figures one note names
CSV_COLUMNS = [
    "item",
    "title",
    "region",
    "year",
    "indicator",
    "category",
    "value",
    "status",
    "unit",
    "source",
]


@dataclass(frozen=True)
class Item:
    """What a notebook cell ends in; JupyterLab and the exporter show ``html``, the batch reads
    ``rows`` and ``meta``.

    ``rows`` has CSV_COLUMNS. ``state`` is "shown", or "missing" when the item says in words why
    there is no figure.
    """

    id: str
    title: str
    html: str
    summary: str
    state: str = "shown"
    rows: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=CSV_COLUMNS))
    meta: dict[str, Any] = field(default_factory=dict)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        columns = [
            self.rows[column].astype(object).where(self.rows[column].notna(), None).tolist()
            for column in self.rows
        ]
        rows = [
            dict(zip(self.rows.columns, row, strict=True)) for row in zip(*columns, strict=True)
        ]
        about = {"id": self.id, "title": self.title, "state": self.state, "rows": rows, **self.meta}
        return {"text/html": self.html, "text/plain": self.summary, MIME: about}


def section(name: str, state: str, *blocks: str) -> str:
    """The HTML of an item from its blocks; empty blocks are left out."""
    return (
        f"<section class='item' data-item='{name}' data-state='{state}'>\n"
        + "\n".join(b for b in blocks if b)
        + "\n</section>"
    )


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of escaped text."""
    if not text:
        return ""
    return f"<p class='{kind}'>{escape(text)}</p>" if kind else f"<p>{escape(text)}</p>"


def subheading(text: str) -> str:
    """A heading inside an item, below that of the question."""
    return f"<h3>{escape(text)}</h3>"


def bullets(sentences: Sequence[str]) -> str:
    """A list of escaped sentences."""
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in sentences) + "</ul>"


def figure(svg: str, caption: str) -> str:
    """A figure with its caption; on a narrow screen it scrolls sideways instead of shrinking out of
    reading.
    """
    label = escape(caption, quote=True)
    return (
        "<figure><div class='drawing' role='region' tabindex='0'"
        f" aria-label='{label}'>{svg}</div><figcaption>{escape(caption)}</figcaption></figure>"
    )


def folded(summary: str, content: str, *, opened: bool = False, kind: str = "") -> str:
    """Content behind a heading that opens without a script."""
    marked = f" class='{kind}'" if kind else ""
    shown = " open" if opened else ""
    return f"<details{marked}{shown}><summary>{escape(summary)}</summary>{content}</details>"


def about(indicators: Sequence[Indicator], sources: Sequence[str]) -> str:
    """The folded parts "Om indikatoren" (what each indicator means) and "Datagrunnlag" (where it
    and the figures come from).
    """
    blocks = []
    for chosen in indicators:
        facts = {
            "Måler": chosen.definition,
            "Slik leses tallet": f"{chosen.read} {DIRECTION[chosen.direction]}",
            "Sier ikke": chosen.not_read,
        }
        blocks.append(f"<p><strong>{escape(chosen.name)}</strong></p>{_terms(facts)}")
    basis = _terms(
        {f"Kilde for indikatoren: {chosen.name}": chosen.source for chosen in indicators}
    )
    basis += paragraph("Tallene er hentet fra: " + "; ".join(sources) + "." if sources else "")
    meaning = folded(
        "Om indikatoren" if len(indicators) == 1 else "Om indikatorene",
        "".join(blocks),
        kind="about",
    )
    return meaning + folded("Datagrunnlag", basis, kind="basis")


def _terms(facts: dict[str, str]) -> str:
    """A list of terms, each with its text."""
    return (
        "<dl>"
        + "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in facts.items())
        + "</dl>"
    )


def caption(chosen: Indicator) -> str:
    """Name and unit of an indicator as a caption."""
    unit = chosen.unit[0].upper() + chosen.unit[1:]
    return (
        chosen.name
        if unit.lower() in chosen.name.lower()
        else f"{chosen.name.removesuffix('.')}. {unit}"
    )


def quoted_notes(shown: pd.DataFrame, label: Callable[[dict[Any, Any]], str]) -> list[str]:
    """The notes that came with the figures, each once as a sentence that says which figures it is
    about.

    ``label`` names a row by what stands beside its cell, such as its region or category; a note on
    every figure of a year names the year alone.
    """
    noted = [str(note) for note in shown["note"].unique() if isinstance(note, str) and note]
    rows = shown[shown["value"].notna()].to_dict("records") if noted else []
    found = []
    for note in noted:
        about = [row for row in rows if row["note"] == note]
        if not about:
            continue
        years = sorted({row["year"] for row in about})
        whole = all(row["note"] == note for row in rows if row["year"] in years)
        names = list(dict.fromkeys(f"{label(row)} {row['year']}" for row in about))
        place = (
            ", ".join(map(str, years))
            if whole
            else ", ".join(names[:MOST_NAMED]) + (" med flere" if len(names) > MOST_NAMED else "")
        )
        found.append(f"{place}: {note}.")
    return found


def counted(
    item: str, title: str, region: str, year: int, numbers: dict[str, float]
) -> pd.DataFrame:
    """Numbers that a sentence tells about the figures themselves, such as how many services there
    are, as rows of the page's CSV.
    """
    facts: Any = {
        "item": item,
        "title": title,
        "region": region,
        "year": year,
        "indicator": "",
        "status": "",
        "unit": "antall",
        "source": "",
    }
    return pd.DataFrame({"category": list(numbers), "value": list(numbers.values())}).assign(
        **facts
    )[CSV_COLUMNS]


def csv_rows(table: pd.DataFrame, chosen: Indicator, item: str, title: str) -> pd.DataFrame:
    """Computed figures as rows of the page's CSV; changes and distances carry the unit they are
    counted in.
    """
    own, derived = chosen.unit, difference_unit(chosen.unit)[0]
    units = [
        derived if category.startswith(("change_from_", "deviation_from_")) else own
        for category in table["category"]
    ]
    # An ordinary space in the table: the narrow one of the page would be in the way of whoever
    # filters by unit.
    rows = table.assign(
        item=item,
        title=title.replace(NARROW_SPACE, " "),
        unit=[unit.replace(NARROW_SPACE, " ") for unit in units],
    )
    return rows[CSV_COLUMNS].reset_index(drop=True)
