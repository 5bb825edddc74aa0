"""What must be said of an extract beside its figures: who is left out, and what in it could not be
understood.
"""

import pandas as pd

from barnevern.cases import Extract
from barnevern.controls.fault_words import in_norwegian
from barnevern.counting import legal
from barnevern.norwegian.messages import say
from barnevern.problems import InputProblems, Problem

MOST = 100  # problems that are told one by one
MOST_REASONS = 5


def sentences(extract: Extract) -> list[str]:
    """A sentence, in Norwegian, for each kind of thing in ``extract`` that makes its figures other
    than they look. They hold numbers and names of the format only, never what stands in a field.
    """
    return [*_left_out(extract), *_passed_over(extract), *_legal_bases(extract), *_visits(extract)]


def refuse_faults(extract: Extract, *, leave_out: bool) -> None:
    """Raises InputProblems when cases of ``extract`` are not as the format has them and may not be
    left out, or when there is no other case.
    """
    faults, sound = extract.faults, len(extract.cases["cases"])
    if not faults.empty and not (leave_out and sound):
        raise InputProblems(_problems(faults, sound))


def _problems(faults: pd.DataFrame, sound: int) -> list[Problem]:
    """What is wrong, the first MOST of it, and how many of the cases that concerns; ``sound`` is
    how many other cases there are.
    """
    problems = [
        Problem(row["file"], row["line"] or "", row["column"], "", row["rule"], row["remedy"])
        for row in faults.head(MOST).to_dict("records")
    ]
    if len(faults) > MOST:
        rule = f"and {len(faults) - MOST} more"
        problems.append(Problem("", "", "", "", rule, "mend those above first"))
    if sound:
        number = faults["case"].nunique()
        rule = f"{number} of {number + sound} cases are not as the file format has them"
        remedy = "mend them, or count without them: barnevern extract load --leave-out"
        problems.append(Problem(faults["file"].iloc[0], "", "", "", rule, remedy))
    return problems


def _left_out(extract: Extract) -> list[str]:
    faults = extract.faults
    if faults.empty:
        return []
    reasons = (faults["column"] + " " + faults["rule"].map(in_norwegian)).str.strip()
    found = list(dict.fromkeys(reasons))
    reasons_told, more = "; ".join(found[:MOST_REASONS]), max(len(found) - MOST_REASONS, 0)
    number = str(faults["case"].nunique())
    return [say("extract-left-out", children=number, reasons=reasons_told, more=more)]


def _passed_over(extract: Extract) -> list[str]:
    passed = extract.about.get("passed_over", {})
    if not passed:
        return []
    number = sum(passed.values())
    return [say("extract-passed-over", count=number, where=", ".join(passed))]


def _legal_bases(extract: Extract) -> list[str]:
    bases = extract.cases["legal_bases"]
    bases = bases[bases["kind"].eq("measure")]
    unread = int(legal.unread(extract.cases["measures"]["measure"], bases).sum())
    if not unread:
        return []
    return [say("extract-legal-bases", count=unread)]


def _visits(extract: Extract) -> list[str]:
    """Follow-up visits of measures that say nothing of how many are owed: structure 1 and 2."""
    visits, duties = (
        rows.loc[rows["kind"].eq("follow_up")]
        for rows in (extract.cases["visits"], extract.cases["visit_duties"])
    )
    number = int((~visits["measure"].isin(duties["measure"])).sum())
    if not number:
        return []
    return [say("extract-visits", count=number)]
