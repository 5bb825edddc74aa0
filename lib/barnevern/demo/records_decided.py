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
    rows, sent, offers = made.decisions, made.applications, made.offers
    case, applied = (
        seen.case_of(rows["person"], rows["start"]),
        seen.case_of(sent["person"], sent["day"]),
    )
    offered = seen.case_of(offers["person"], offers["offered"])
    decisions = {
        "decision": seen.ids("decision", np.arange(len(rows))),
        "case": seen.ids("case", case),
        "start": dates(rows["start"]),
        "end": seen.ended(rows["end"]),
    }
    applications = {
        "application": seen.ids("application", np.arange(len(sent))),
        "case": seen.ids("case", applied),
        "start": dates(sent["day"]),
    }
    aftercare = {
        "aftercare": seen.ids("aftercare", np.arange(len(offers))),
        "case": seen.ids("case", offered),
        "offered": dates(offers["offered"]),
        "end": seen.ended(offers["end"]),
        "conclusion": seen.code_when_ended(offers["end"], offers["code"]),
    }
    return {
        "decisions": pd.DataFrame(decisions)[case >= 0],
        "board_applications": pd.DataFrame(applications)[applied >= 0],
        "aftercare": pd.DataFrame(aftercare)[offered >= 0],
        "legal_bases": _bases(seen, case >= 0, applied >= 0),
        "relations": _relations(seen, case),
        **_steps(seen, case >= 0),
    }


def _bases(seen: View, decided: Flags, applied: Flags) -> pd.DataFrame:
    """The legal basis of every measure, decision and application."""
    measures, rows, sent = (
        seen.story.measures,
        seen.story.decisions.decisions,
        seen.story.decisions.applications,
    )
    there = seen.case_of(measures.person, measures.start) >= 0
    return pd.concat(
        [
            laws.bases(
                _ids(seen, "measure", there),
                "measure",
                measures.situation[there],
                measures.start[there],
                seen.story.letter[there],
            ),
            laws.bases(
                _ids(seen, "decision", decided),
                "decision",
                rows["situation"][decided],
                rows["start"][decided],
                rows["letter"][decided],
            ),
            laws.bases(
                _ids(seen, "application", applied),
                "application",
                sent["situation"][applied],
                sent["day"][applied],
                sent["letter"][applied],
            ),
        ],
        ignore_index=True,
    )


def _ids(seen: View, kind: str, there: Flags) -> "pd.Series[str]":
    return pd.Series(seen.ids(kind, np.flatnonzero(there)))


def _steps(seen: View, decided: Flags) -> dict[str, pd.DataFrame]:
    """Statuses of decisions, and demands about them."""
    statuses, demands = seen.story.decisions.statuses, seen.story.decisions.demands
    passed = decided[statuses["decision"]] & (statuses["day"] <= seen.last)
    asked = decided[demands["decision"]] & (demands["start"] <= seen.last)
    status = {
        "decision": seen.ids("decision", statuses["decision"]),
        "date": dates(statuses["day"]),
        "code": statuses["code"].astype(str),
    }
    demand = {
        "decision": seen.ids("decision", demands["decision"]),
        "start": dates(demands["start"]),
        "end": seen.ended(demands["end"]),
        "conclusion": seen.code_when_ended(demands["end"], demands["code"]),
        "specified": False,
    }
    return {
        "decision_statuses": pd.DataFrame(status)[passed],
        "decision_demands": pd.DataFrame(demand)[asked],
    }


def _relations(seen: View, case: Ints) -> pd.DataFrame:
    """Referral to investigation, investigation to decision, decision to measure and to
    application.
    """
    made, inquiries, measures = (
        seen.story.decisions,
        seen.story.service.investigations,
        seen.story.measures,
    )
    of_inquiry = seen.case_of(inquiries["person"], inquiries["start"])
    of_measure = seen.case_of(measures.person, measures.start)
    every = np.arange(len(inquiries))
    ended = made.from_investigation["investigation"]
    known = (inquiries["end"][ended] <= seen.last) & (
        case[made.from_investigation["decision"]] >= 0
    )
    concluded = np.where(known, of_inquiry[ended], -1)
    behind, helped = made.to_measure["decision"], made.to_measure["measure"]
    lead, board = made.to_application["decision"], made.to_application["application"]
    return pd.concat(
        [
            _led(seen, "referral", inquiries["referral"], "investigation", every, of_inquiry),
            _led(
                seen,
                "investigation",
                ended,
                "decision",
                made.from_investigation["decision"],
                concluded,
            ),
            _led(
                seen,
                "decision",
                behind,
                "measure",
                helped,
                np.where(of_measure[helped] >= 0, case[behind], -1),
            ),
            _led(seen, "decision", lead, "application", board, case[lead]),
        ],
        ignore_index=True,
    )


def _led(
    seen: View, from_type: str, from_rows: Ints, to_type: str, to_rows: Ints, case: Ints
) -> pd.DataFrame:
    kept = case >= 0
    return pd.DataFrame(
        {
            "case": seen.ids("case", case[kept]),
            "from_type": from_type,
            "from_id": seen.ids(from_type, from_rows[kept]),
            "to_type": to_type,
            "to_id": seen.ids(to_type, to_rows[kept]),
        }
    )
