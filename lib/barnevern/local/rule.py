"""Which disclosure rule the local data set is shown by: the service's own choice, which a load
keeps, and which is made looser only by one who says so.

A rule is a preset of data/reference/disclosure.yml; the gate (barnevern.disclosure) hides by it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from barnevern.disclosure.rules import Rule, preset, presets
from barnevern.problems import nearest, refused

USUAL = "ssb-barnevern"  # of a service that has not chosen: Statistics Norway's in child welfare


@dataclass(frozen=True)
class Asked:
    """What a load asks for: ``preset`` by name, "" to keep the rule there is; ``looser`` to take it
    even though it hides less; ``leave_out`` to count without the children who are not as the file
    format has them. ``mapping`` is a file of answers about lists. ``say`` is told what must be
    known of the figures, a sentence each.
    """

    preset: str = ""
    looser: bool = False
    leave_out: bool = False
    mapping: Path | None = None
    say: Callable[[str], object] = str


KEPT = Asked()


def preset_from_now_on(former: str, asked: Asked) -> str:
    """The preset of the data set from now on. ``former`` is the one it has, "" for a new data set,
    which would have the usual one.

    Raises InputProblems for an unknown preset, and for one that would open what ``former`` hides.
    """
    if not asked.preset:
        return former or USUAL
    known = presets()["presets"]
    if asked.preset not in known:
        remedy = nearest(asked.preset, known) or f"use one of: {', '.join(known)}"
        raise refused("--rule", asked.preset, "there is no such disclosure rule", remedy)
    # a name that is no preset has never shown anything
    before = preset(former if former in known else USUAL)
    opens = opened(before, preset(asked.preset))
    if opens and not asked.looser:
        raise refused(
            "--rule",
            asked.preset,
            f"it hides less than {before.name}, the rule before: it would open {', '.join(opens)}",
            "keep the rule before, or give --looser too where the service has decided it",
        )
    return asked.preset


def opened(before: Rule, after: Rule) -> list[str]:
    """What ``after`` shows that ``before`` hides, in words; nothing when it is as strict or
    stricter.
    """
    words = []
    if after.hide_up_to < before.hide_up_to:
        words.append(f"counts {_between(after.hide_up_to + 1, before.hide_up_to)}")
    if after.least_base < before.least_base:
        wholes = _between(max(after.least_base, 1), before.least_base - 1)
        words.append(f"how wholes {wholes} are divided")
    if after.least_width < before.least_width:
        words.append(
            f"hidden counts to within {after.least_width} of the truth, not {before.least_width}"
            if after.least_width
            else "hidden counts that can be worked out from others"
        )
    if after.round_to < before.round_to:
        words.append(f"exact counts, not rounded to {before.round_to}")
    return words


def _between(first: int, last: int) -> str:
    return f"of {first}" if first == last else f"from {first} to {last}"
