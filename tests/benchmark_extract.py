"""How fast and in how much memory a large KOSTRA 15F file is read, beside a bare lxml iterparse
over the same file.

python tests/benchmark_extract.py [--mb 1000] [--rounds 3]: prints both and fails below 40 % of the
speed or above 500 MB. Each pass runs in a process of its own, one after the other, the two kinds in
turn; the best pass of each counts, for whatever else the machine does only makes a pass slower.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from lxml import etree

from barnevern.cases import Cases, write_15f
from barnevern.cases.made_up import identities
from barnevern.sources import kostra15f
from barnevern.sources.structure import code_list

LEAST_RATIO, MOST_MB = 0.40, 500
CHILDREN = 2_000
YEAR = 2024
COPY = "~"  # stands in every id of the written cases, and becomes the number of the copy


def small_municipality(seed: int = 1) -> Cases:
    """A year of a middling municipality: as many elements of each kind per child as services
    report, give or take.
    """
    random = np.random.default_rng(seed)
    day = np.datetime64(f"{YEAR}-01-01")

    def days(size: int) -> np.ndarray:
        return day + random.integers(0, 366, size).astype("timedelta64[D]")

    def codes(name: str, size: int) -> np.ndarray:
        return random.choice(code_list(name, "15f"), size)

    def ids(prefix: str, size: int) -> np.ndarray:
        return np.array([f"{prefix}{COPY}{number}" for number in range(size)])

    children = ids("I", CHILDREN)
    born = day - random.integers(0, 17 * 365, CHILDREN).astype("timedelta64[D]")
    tables = {
        "cases": pd.DataFrame(
            {
                "case": children,
                "person": children,
                "municipality": "3201",
                "district": "",
                "year": YEAR,
                "start": days(CHILDREN),
            }
        ),
        "persons": pd.DataFrame(
            {
                "person": children,
                "case": children,
                "sex": random.choice(["1", "2"], CHILDREN),
                "born": born,
                "identity": "fnr",
            }
        ),
    }

    def dated(key: str, prefix: str, mean: float) -> pd.DataFrame:
        case = np.repeat(children, random.poisson(mean, CHILDREN))
        start = days(len(case))
        end = np.where(
            random.random(len(case)) < 0.7,
            np.minimum(start + np.timedelta64(90, "D"), day + 365),
            np.datetime64("NaT"),
        )
        return pd.DataFrame({key: ids(prefix, len(case)), "case": case, "start": start, "end": end})

    def grounds(table: str, key: str, of: np.ndarray, name: str, mean: float) -> None:
        rows = np.repeat(of, random.poisson(mean, len(of)))
        tables[table] = pd.DataFrame(
            {key: rows, "code": codes(name, len(rows)), "specified": random.random(len(rows)) < 0.1}
        )

    referrals = dated("referral", "M", 1.4)
    tables["referrals"] = referrals.assign(conclusion=np.where(referrals["end"].isna(), "", "2"))
    grounds("referral_senders", "referral", referrals["referral"].to_numpy(), "melder", 1.1)
    grounds("referral_grounds", "referral", referrals["referral"].to_numpy(), "saksinnhold", 2.0)
    begun = referrals[random.random(len(referrals)) < 0.8]
    own = ids("U", len(begun))
    tables["investigations"] = begun.drop(columns="referral").assign(
        investigation=own, conclusion="1", specified=False
    )
    kinds = {
        "from_type": "referral",
        "from_id": begun["referral"].to_numpy(),
        "to_type": "investigation",
        "to_id": own,
    }
    tables["relations"] = pd.DataFrame({"case": begun["case"].to_numpy(), **kinds})
    grounds("investigation_grounds", "investigation", own, "saksinnhold", 2.0)
    tables["plans"] = dated("plan", "P", 0.7).assign(type="1")
    measures = dated("measure", "T", 2.0)
    tables["measures"] = measures.assign(
        category=codes("tiltak_kategori", len(measures)),
        specified=random.random(len(measures)) < 0.1,
    )
    grounds("measure_grounds", "measure", measures["measure"].to_numpy(), "saksinnhold", 1.5)
    basis = pd.DataFrame(
        {
            "of": measures["measure"],
            "kind": "measure",
            "order": 0,
            "act": "BVL2021",
            "chapter": "3",
            "section": "1",
            "subsection": "1",
        }
    )
    tables["legal_bases"] = pd.concat(
        [basis, basis[random.random(len(basis)) < 0.3].assign(order=1)]
    )
    moved = ids("F", CHILDREN // 20)
    where = {
        "cause": codes("flytting_arsak_fra", len(moved)),
        "destination": codes("flytting_til", len(moved)),
    }
    tables["moves"] = pd.DataFrame(
        {"move": moved, "case": children[: len(moved)], "date": days(len(moved)), **where}
    )
    return Cases.of(tables)


def write_large(path: Path, megabytes: int) -> None:
    """A file of that size: the same municipality over and over, every copy with ids and journal
    numbers of its own.
    """
    cases = small_municipality()
    journals = {case: f"{YEAR}/{case}" for case in cases["cases"]["case"]}
    write_15f.write(
        cases, journals, "3201", YEAR, path, identity_of=identities(cases["persons"]).__getitem__
    )
    head, first, rest = path.read_text(encoding=write_15f.ENCODING).partition("    <Individ")
    body, last, tail = rest.rpartition("</Individ>\n")
    with path.open("w", encoding=write_15f.ENCODING, newline="\n") as handle:
        handle.write(head)
        copy = 0
        while handle.tell() < megabytes * 1_000_000:
            handle.write((first + body + last).replace(COPY, f"{copy}-"))
            copy += 1
        handle.write(tail)


def one_pass(kind: str, path: Path) -> dict[str, float]:
    """Seconds (of the processor, and by the clock) and peak memory of one pass."""
    started, clock = time.process_time(), time.perf_counter()
    if kind == "bare":
        for _, element in etree.iterparse(str(path)):
            element.clear()
    else:
        extract = kostra15f.read(path, bytes(32), synthetic=True)
    seconds, waited = time.process_time() - started, time.perf_counter() - clock
    peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
    elements = 0 if kind == "bare" else sum(extract.about["counts"].values())
    return {"seconds": seconds, "clock": waited, "megabytes": peak, "elements": elements}


def best(passes: list[dict[str, float]]) -> dict[str, float]:
    return min(passes, key=lambda each: each["seconds"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs=2, metavar=("KIND", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(json.dumps(one_pass(options.only[0], Path(options.only[1]))))
        return 0
    passes: dict[str, list[dict[str, float]]] = {"bare": [], "reader": []}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "extract.xml"
        write_large(path, options.mb)
        for _ in range(options.rounds):
            for kind, found in passes.items():
                command = [sys.executable, __file__, "--only", kind, str(path)]
                found.append(
                    json.loads(
                        subprocess.run(command, capture_output=True, text=True, check=True).stdout
                    )
                )
        size = path.stat().st_size / 1_000_000
    bare, reader = best(passes["bare"]), best(passes["reader"])
    ratio, peak = (
        bare["seconds"] / reader["seconds"],
        max(each["megabytes"] for each in passes["reader"]),
    )
    print(f"{size:.0f} MB, {reader['elements']:,.0f} elements")
    print(
        f"bare iterparse {bare['seconds']:.1f} s of processor time ({bare['clock']:.1f} s by the"
        f" clock), {bare['megabytes']:.0f} MB"
    )
    print(
        f"reader         {reader['seconds']:.1f} s of processor time ({reader['clock']:.1f} s by"
        f" the clock), {peak:.0f} MB"
    )
    print(
        f"speed ratio    {ratio:.2f} (at least {LEAST_RATIO}), memory {peak:.0f} MB (at most"
        f" {MOST_MB})"
    )
    return 0 if ratio >= LEAST_RATIO and peak <= MOST_MB else 1


if __name__ == "__main__":
    sys.exit(main())
