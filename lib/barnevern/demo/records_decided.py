"""The case tables of what was decided: decisions, applications, aftercare offers, legal bases, and
what led to what.
"""

import numpy as np
import pandas as pd

from barnevern.demo import laws
from barnevern.demo.chance import Flags, Ints, dates
from barnevern.demo.view import View


def tables(seen: View) -> dict[str, pd.DataFrame]:
    """Decisions with statuses and demands, applications to the board, aftercare offers, legal bases
    and relations.
    """
    made = seen.story.decisions
    case = seen.case_of(made.decisions["person"], made.decisions["start"])
    applied = seen.case_of(made.applications["person"], made.applications["day"])
    return {
        "decisions": _decisions(seen),
        "board_applications": _applications(seen, applied),
        "aftercare": _aftercare(seen),
        "legal_bases": _bases(seen, case >= 0, applied >= 0),
        "relations": _relations(seen, case),
        **_steps(seen, case >= 0),
    }


def _decisions(seen: View) -> pd.DataFrame:
    rows = seen.story.decisions.decisions
    table, kept = seen.elements("decision", rows["person"], rows["start"], rows["end"])
    return table[kept]


def _applications(seen: View, case: Ints) -> pd.DataFrame:
    rows = seen.story.decisions.applications
    table = {
        "application": seen.ids("application", np.arange(len(rows))),
        "case": seen.ids("case", case),
        "start": dates(rows["day"]),
    }
    return pd.DataFrame(table)[case >= 0]


def _aftercare(seen: View) -> pd.DataFrame:
    rows = seen.story.decisions.offers
    table, kept = seen.elements("aftercare", rows["person"], rows["offered"], rows["end"])
    table["conclusion"] = seen.code_when_ended(rows["end"], rows["code"])
    return table[kept].rename(columns={"start": "offered"})


def _bases(seen: View, decided: Flags, applied: Flags) -> pd.DataFrame:
    """The legal basis of every measure, decision and application."""
    measures, made = seen.story.measures, seen.story.decisions
    helped = seen.case_of(measures.person, measures.start) >= 0
    rows, sent = made.decisions, made.applications
    return pd.concat(
        [
            _based(seen, "measure", helped, measures.situation, measures.start, seen.story.letter),
            _based(seen, "decision", decided, rows["situation"], rows["start"], rows["letter"]),
            _based(seen, "application", applied, sent["situation"], sent["day"], sent["letter"]),
        ],
        ignore_index=True,
    )


def _based(
    seen: View, kind: str, there: Flags, situation: Ints, start: Ints, letter: Ints
) -> pd.DataFrame:
    """The legal bases of the elements of a kind that are ``there``."""
    ids = pd.Series(seen.ids(kind, np.flatnonzero(there)))
    return laws.bases(ids, kind, situation[there], start[there], letter[there])


def _ids(seen: View, kind: str, there: Flags) -> "pd.Series[str]":
    return pd.Series(seen.ids(kind, np.flatnonzero(there)))


def _steps(seen: View, decided: Flags) -> dict[str, pd.DataFrame]:
    """Statuses of decisions, and demands about them."""
    statuses = seen.story.decisions.statuses
    passed = decided[statuses["decision"]] & (statuses["day"] <= seen.last)
    status = {
        "decision": seen.ids("decision", statuses["decision"]),
        "date": dates(statuses["day"]),
        "code": statuses["code"].astype(str),
    }
    return {
        "decision_statuses": pd.DataFrame(status)[passed],
        "decision_demands": _demands(seen, decided),
    }


def _demands(seen: View, decided: Flags) -> pd.DataFrame:
    rows = seen.story.decisions.demands
    asked = decided[rows["decision"]] & (rows["start"] <= seen.last)
    table = {
        "decision": seen.ids("decision", rows["decision"]),
        "start": dates(rows["start"]),
        "end": seen.ended(rows["end"]),
        "conclusion": seen.code_when_ended(rows["end"], rows["code"]),
        "specified": False,
    }
    return pd.DataFrame(table)[asked]


def _relations(seen: View, case: Ints) -> pd.DataFrame:
    """Referral to investigation, investigation to decision, decision to measure and to
    application; ``case`` is the case of each decision.
    """
    made, inquiries = seen.story.decisions, seen.story.service.investigations
    inquired = seen.case_of(inquiries["person"], inquiries["start"])
    behind, helped = made.to_measure["decision"], made.to_measure["measure"]
    lead, sent = made.to_application["decision"], made.to_application["application"]
    measured = np.where(_helped(seen)[helped], case[behind], -1)
    numbers = np.arange(len(inquiries))
    return pd.concat(
        [
            _led(seen, ("referral", inquiries["referral"]), ("investigation", numbers), inquired),
            _concluded(seen, case, inquired),
            _led(seen, ("decision", behind), ("measure", helped), measured),
            _led(seen, ("decision", lead), ("application", sent), case[lead]),
        ],
        ignore_index=True,
    )


def _helped(seen: View) -> Flags:
    """Which measures are in a case that is seen."""
    measures = seen.story.measures
    return seen.case_of(measures.person, measures.start) >= 0


def _concluded(seen: View, case: Ints, inquired: Ints) -> pd.DataFrame:
    """Investigation to decision, once the investigation has ended and the decision is known."""
    rows = seen.story.decisions.from_investigation
    ended, decision = rows["investigation"], rows["decision"]
    end = seen.story.service.investigations["end"][ended]
    known = np.where((end <= seen.last) & (case[decision] >= 0), inquired[ended], -1)
    return _led(seen, ("investigation", ended), ("decision", decision), known)


def _led(seen: View, start: tuple[str, Ints], to: tuple[str, Ints], case: Ints) -> pd.DataFrame:
    """What led to what: kind and positions of both; a pair without a case is left out."""
    kept = case >= 0
    return pd.DataFrame(
        {
            "case": seen.ids("case", case[kept]),
            "from_type": start[0],
            "from_id": seen.ids(start[0], start[1][kept]),
            "to_type": to[0],
            "to_id": seen.ids(to[0], to[1][kept]),
        }
    )
