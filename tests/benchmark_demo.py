"""How long the made-up nation takes, how much memory, and how far it is from its targets. Run:
python tests/benchmark_demo.py [seed].
"""

import resource
import sys
import time

import pandas as pd

from barnevern import demo
from barnevern.demo import calibration, country

MEGABYTE = 1024  # kilobytes


def main() -> None:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else demo.DEFAULT_SEED
    started = time.perf_counter()
    parts = country.parts(seed, progress=lambda done, of: sys.stdout.write(f"\r{done / of:.0%}"))
    seconds = time.perf_counter() - started
    memory = [
        resource.getrusage(who).ru_maxrss / MEGABYTE
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    found = calibration.deviations(
        pd.concat([parts["counts"], parts["accounts"]], ignore_index=True)
    )
    printed = found[found["basis"].isin(["published", "repriced"])]
    place = printed["region"].where(printed["region"].eq("EAK"), "KOSTRA groups")
    table = printed.groupby(["measure", place])["deviation"].agg(["count", "min", "max"]).round(1)
    sys.stdout.write(
        f"\n{seconds:.0f} s, {sum(map(len, parts.values()))} observations, {memory[0]:.0f} MB and"
        f" {memory[1]:.0f} MB in a worker\n"
    )
    sys.stdout.write(
        f"{table.to_string()}\n{len(calibration.beyond(found))} beyond the tolerance\n"
    )


if __name__ == "__main__":
    main()
