"""How long the explorer takes to show another municipality, in a real JupyterLab: 200 changes, and
the kernel's memory before and after.

python tests/benchmark_explore.py: prints the median, the 95th percentile and the memory. It asserts
nothing.
"""

import statistics
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import lab
from barnevern.observations.regions import municipalities
from conftest import CHROMIUM_ARGUMENTS, chromium_path

CHANGES, FIRST = 200, 20


def kernel_megabytes() -> float:
    """Memory of the only kernel of this machine that runs for the explorer."""
    found = subprocess.run(
        ["pgrep", "-f", "ipykernel_launcher"], capture_output=True, text=True, check=True
    ).stdout.split()
    sizes = [Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0] for pid in found]
    return max(map(int, sizes)) / 1024


def main() -> None:
    codes = sorted(municipalities())
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        lab.server(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS
        )
        tab = browser.new_page(viewport={"width": 1400, "height": 1100})
        lab.open_explorer(tab, address)
        seconds, memory = [], 0.0
        for n in range(CHANGES):
            seconds.append(lab.change_municipality(tab, codes[(n * 7) % len(codes)]))
            if n == FIRST:
                memory = kernel_megabytes()
        after = kernel_megabytes()
        browser.close()
    ordered = sorted(seconds)
    middle, slow = statistics.median(ordered) * 1000, ordered[int(CHANGES * 0.95)] * 1000
    print(
        f"{CHANGES} changes of municipality: median {middle:.0f} ms, 95th percentile {slow:.0f} ms"
    )
    print(
        f"memory of the kernel: {memory:.0f} MB after {FIRST} changes, {after:.0f} MB after"
        f" {CHANGES}"
    )


if __name__ == "__main__":
    main()
