"""Three yearly revisions of a whole nation: does an edition, beside those before it, give back what
it hides?

python tests/benchmark_editions.py [--year 2023] [--rule ssb-barnevern]: the made-up nation is drawn
anew. Each revision adds a late case to some municipalities, gates the year anew with the ledger of
the editions before, and at last all four are laid side by side. Fails when a hidden figure is
fixed, or fewer than half of the revised figures are shown. Some five minutes on one core after the
drawing, which takes as long on two.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent / "disclosure"))
from revisions import in_order, opened, remembered, revised_figures

from barnevern import demo
from barnevern.demo.data_set import SOURCE
from barnevern.disclosure.gate import gated
from barnevern.disclosure.ledger import KEY, NOTHING_PAST
from barnevern.disclosure.rules import guarded
from barnevern.observations import groups, regions

LATE = [
    ["referrals/police", "referrals", "referrals_dismissed"],
    ["emergency_placements/voluntary", "emergency_placements"],
    ["children_with_measures_31dec", "children_with_assistance"],
    ["aftercare_31dec"],
]
LEAST_SHOWN = 0.5  # of the revised figures
SHARE = 0.1  # of the municipalities have a late case of each kind in each revision


def revision(raw: pd.DataFrame, number: int) -> pd.DataFrame:
    """The municipalities' raw figures after ``number`` rounds of late cases, with the sums of all
    groups.
    """
    stream, value = np.random.default_rng(7), raw["value"].copy()
    cells = (raw["measure"] + "/" + raw["category"]).str.removesuffix("/")
    codes = sorted(regions.municipalities())
    for late in LATE * number:
        value += raw["region"].isin(
            stream.choice(codes, int(SHARE * len(codes)), replace=False)
        ) & cells.isin(late)
    table = raw.assign(value=value)
    return pd.concat([table, groups.sums(table)], ignore_index=True)


def main() -> None:
    """Make the editions and look at them together."""
    given = argparse.ArgumentParser()
    given.add_argument("--year", type=int, default=2023)
    given.add_argument("--rule", default="ssb-barnevern")
    asked = given.parse_args()
    tables, _, _ = demo.tables()
    counts = pd.concat([tables["counts"], tables["by_hand"]], ignore_index=True)
    raw = counts[
        counts["year"].eq(asked.year)
        & counts["measure"].isin(guarded())
        & counts["source"].eq(SOURCE)
        & counts["value"].notna()
    ]
    past, raws, made = NOTHING_PAST, [], []
    for number in range(4):
        begun, table = time.perf_counter(), revision(raw, number)
        shown = gated(table, {"disclosure": asked.rule}, past, workers=1)
        made.append(in_order(shown.guarded))
        raws.append(made[-1][KEY].merge(table, on=KEY))
        past = remembered(past, shown.guarded, str(number))
        told = ", ".join(f"{n} {name}" for name, n in revised_figures(raws, made).items())
        hidden = made[-1]["value"].isna().sum()
        print(f"edition {number}: {hidden} hidden, {told}, {time.perf_counter() - begun:.0f} s")
    found = opened(raws, made, asked.year)
    print(f"{len(found)} hidden figures of the newest edition are fixed by all four together")
    counted = revised_figures(raws, made)
    if len(found) or counted["shown_now"] < LEAST_SHOWN * counted["revised"]:
        sys.exit(found.to_string())


if __name__ == "__main__":
    main()
