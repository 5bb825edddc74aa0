"""The case tables of what a child gets: measures, plans, visits and moves."""

import numpy as np
import pandas as pd

from barnevern.demo import codes
from barnevern.demo.chance import Flags, Ints, dates
from barnevern.demo.follow_up import KINDS
from barnevern.demo.grounds import Coded
from barnevern.demo.view import Texts, View

REVOKED_OTHERWISE = "4"  # the reason that must be explained in words


def tables(seen: View) -> dict[str, pd.DataFrame]:
    """Measures with grounds, plans with evaluations, duties and visits, and moves."""
    rows = seen.story.measures
    table, kept = seen.elements("measure", rows.person, rows.start, rows.end)
    name = table["measure"].to_numpy()
    return {
        "measures": _measures(seen, table)[kept],
        "measure_grounds": coded("measure", name, kept, seen.story.measure_grounds, "saksinnhold"),
        **_plans(seen),
        **_visits(seen, name, kept),
        "moves": _moves(seen, seen.case_of(rows.person, rows.start)),
    }


def _measures(seen: View, table: pd.DataFrame) -> pd.DataFrame:
    """The measures with their category, and why they were revoked."""
    rows = seen.story.measures
    revoked = np.where(rows.revoked > 0, seen.code_when_ended(rows.end, rows.revoked), "")
    return table.assign(
        category=rows.category,
        specified=codes.specified("tiltak_kategori", rows.category),
        revoked=revoked,
        revoked_specified=revoked == REVOKED_OTHERWISE,
    )


def _plans(seen: View) -> dict[str, pd.DataFrame]:
    rows = seen.story.plans
    table, kept = seen.elements("plan", rows.person, rows.start, rows.end)
    table["type"] = rows.type.astype(str)
    done = kept[rows.of] & (rows.evaluated <= seen.last)
    name = table["plan"].to_numpy()[rows.of[done]]
    evaluations = {"plan": name, "date": dates(rows.evaluated[done])}
    return {"plans": table[kept], "evaluations": pd.DataFrame(evaluations)}


def _visits(seen: View, name: Texts, kept: Flags) -> dict[str, pd.DataFrame]:
    made, kinds = seen.story.visits, np.array(KINDS, dtype=object)
    done = kept[made.of] & (made.day <= seen.last)
    visits = {"measure": name[made.of], "kind": kinds[made.of_kind], "date": dates(made.day)}
    return {"visit_duties": _duties(seen, name, kept), "visits": pd.DataFrame(visits)[done]}


def _duties(seen: View, name: Texts, kept: Flags) -> pd.DataFrame:
    made = seen.story.visits
    due = kept[made.measure] & (made.start <= seen.last)
    table = {
        "measure": name[made.measure],
        "kind": np.array(KINDS, dtype=object)[made.kind],
        "start": dates(made.start),
        "per_year": made.per_year,
        "municipality": made.municipality,
    }
    return pd.DataFrame(table)[due]


def _moves(seen: View, case: Ints) -> pd.DataFrame:
    rows = seen.story.moves
    table = {
        "move": seen.ids("move", np.arange(len(rows.measure))),
        "case": seen.ids("case", case[rows.measure]),
        "date": dates(rows.day),
        "cause": rows.cause,
        "cause_specified": codes.specified("flytting_arsak_fra", rows.cause),
        "destination": rows.destination,
        "destination_specified": codes.specified("flytting_til", rows.destination),
    }
    return pd.DataFrame(table)[(case[rows.measure] >= 0) & (rows.day <= seen.last)]


def coded(of: str, name: Texts, kept: Flags, rows: Coded, code_list: str) -> pd.DataFrame:
    """A case table of codes of the elements called ``of``: those that are ``kept``, with whether
    the code is explained in words.
    """
    there = kept[rows.of]
    return pd.DataFrame(
        {
            of: name[rows.of[there]],
            "code": rows.code[there],
            "specified": codes.specified(code_list, rows.code[there]),
        }
    )
