"""Legal bases by situation and date: the act of 1992 (BVL) for what began before 2023, the act of
2021 (BVL2021) after.
"""

import numpy as np
import pandas as pd

from barnevern.demo.chance import Ints, Rng, day

NEW_ACT = day(2023)
# Chapter, section and subsection in each act. Which sections took over from which: Prop. 133 L
# (2020–2021).
SITUATIONS: dict[str, tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    "home": (("4", "4", "2"), ("3", "1", "")),
    "imposed": (("4", "4", "3"), ("3", "4", "")),
    "voluntary": (("4", "4", "6"), ("3", "2", "")),
    "care": (("4", "12", "1"), ("5", "1", "1")),
    "consent": (("4", "26", "1"), ("6", "1", "1")),
    "behaviour": (("4", "24", "1"), ("6", "2", "1")),
    "aftercare": (("1", "3", "2"), ("3", "6", "1")),
    "without_care": (("4", "6", "1"), ("4", "1", "")),
    "emergency_care": (("4", "6", "2"), ("4", "2", "1")),
    "emergency_behaviour": (("4", "25", "2"), ("4", "4", "1")),
}
(
    HOME,
    IMPOSED,
    VOLUNTARY,
    CARE,
    CONSENT,
    BEHAVIOUR,
    AFTERCARE,
    WITHOUT_CARE,
    EMERGENCY_CARE,
    EMERGENCY_BEHAVIOUR,
) = range(len(SITUATIONS))
LETTERS = [list("abcd"), list("abcdefg")]  # of § 4-12 and of § 5-1
FOR_THE_BOARD = [IMPOSED, CARE, BEHAVIOUR]  # what only barneverns- og helsenemnda can decide


def bases(
    of: "pd.Series[str]", kind: str, situation: Ints, start: Ints, letter: Ints
) -> pd.DataFrame:
    """Rows of the case table legal_bases for the elements ``of`` (measure, decision or application)
    that began on ``start``.
    """
    new = (start >= NEW_ACT).astype("int64")
    parts = np.array([[list(act) for act in acts] for acts in SITUATIONS.values()], dtype=object)[
        situation, new
    ]
    letters = np.array(
        [LETTERS[act][number % len(LETTERS[act])] for act in (0, 1) for number in range(28)],
        dtype=object,
    ).reshape(2, 28)
    return pd.DataFrame(
        {
            "of": of.to_numpy(),
            "kind": kind,
            "order": 0,
            "act": np.array(["BVL", "BVL2021"], dtype=object)[new],
            "chapter": parts[:, 0],
            "section": parts[:, 1],
            "subsection": parts[:, 2],
            "letter": np.where(situation == CARE, letters[new, letter], ""),
            "sentence": "",
        }
    )


def letters(rng: Rng, size: int) -> Ints:
    """Which ground for a care order applies, the first the likeliest."""
    return np.floor(28 * rng.beta(1, 2.5, size)).astype("int64").clip(max=27)
