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
    case = seen.case_of(rows.person, rows.start)
    kept, name = case >= 0, seen.ids("measure", np.arange(len(rows)))
    revoked = np.where(rows.revoked > 0, seen.code_when_ended(rows.end, rows.revoked), "")
    table = {
        "measure": name,
        "case": seen.ids("case", case),
        "start": dates(rows.start),
        "end": seen.ended(rows.end),
        "category": rows.category,
        "specified": codes.specified("tiltak_kategori", rows.category),
        "revoked": revoked,
        "revoked_specified": revoked == REVOKED_OTHERWISE,
    }
    return {
        "measures": pd.DataFrame(table)[kept],
        "measure_grounds": coded("measure", name, kept, seen.story.measure_grounds, "saksinnhold"),
        **_plans(seen),
        **_visits(seen, name, kept),
        "moves": _moves(seen, case),
    }


def _plans(seen: View) -> dict[str, pd.DataFrame]:
    rows = seen.story.plans
    case = seen.case_of(rows.person, rows.start)
    kept, name = case >= 0, seen.ids("plan", np.arange(len(rows.person)))
    table = {
        "plan": name,
        "case": seen.ids("case", case),
        "type": rows.type.astype(str),
        "start": dates(rows.start),
        "end": seen.ended(rows.end),
    }
    done = kept[rows.of] & (rows.evaluated <= seen.last)
    evaluations = {"plan": name[rows.of[done]], "date": dates(rows.evaluated[done])}
    return {"plans": pd.DataFrame(table)[kept], "evaluations": pd.DataFrame(evaluations)}


def _visits(seen: View, name: Texts, kept: Flags) -> dict[str, pd.DataFrame]:
    made, kinds = seen.story.visits, np.array(KINDS, dtype=object)
    due, done = (
        kept[made.measure] & (made.start <= seen.last),
        kept[made.of] & (made.day <= seen.last),
    )
    duties = {
        "measure": name[made.measure],
        "kind": kinds[made.kind],
        "start": dates(made.start),
        "per_year": made.per_year,
        "municipality": made.municipality,
    }
    visits = {"measure": name[made.of], "kind": kinds[made.of_kind], "date": dates(made.day)}
    return {"visit_duties": pd.DataFrame(duties)[due], "visits": pd.DataFrame(visits)[done]}


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
