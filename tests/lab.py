"""JupyterLab as `barnevern lab` starts it, on a port of its own, for tests and benchmarks that
drive it in a browser.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from patience import PATIENCE_SECONDS, wait_for

EXPLORER = ".barnevern-explorer"
CHANGED = "before => document.querySelector('.barnevern-explorer').innerHTML !== before"


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of a JupyterLab whose own files are in ``folder``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = {
        f"JUPYTER_{kind}_DIR": str(folder / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")
    }
    options = [
        "--ServerApp.open_browser=False",
        "--ServerApp.allow_root=True",
        "--IdentityProvider.token=",
        f"--ServerApp.port={port}",
    ]
    words = {"JUPYTER_TOKEN": "", "JUPYTER_PORT": str(port)}
    with (folder / "lab.log").open("w") as log:
        command = [str(Path(sys.executable).parent / "barnevern"), "lab", "--", *options]
        process = subprocess.Popen(command, env=os.environ | places | words, stdout=log, stderr=log)
        try:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    def answers() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            return False
        return True

    if not wait_for(lambda: process.poll() is not None or answers()) or process.poll() is not None:
        raise RuntimeError("JupyterLab did not start")


def open_explorer(tab: Page, address: str) -> None:
    """The explorer's notebook opened and run, as an analyst does it."""
    tab.goto(f"{address}/lab/tree/notebooks/explore.ipynb?reset")
    idle = tab.locator("#jp-main-statusbar").get_by_text(
        "| Idle"
    )  # before that, Run asks which kernel to start
    idle.wait_for(timeout=PATIENCE_SECONDS * 1000)
    tab.get_by_role("menuitem", name="Run", exact=True).click()
    tab.get_by_role("menuitem", name="Run All Cells", exact=True).first.click()
    tab.wait_for_selector(f"{EXPLORER} h2", timeout=PATIENCE_SECONDS * 1000)


def change_municipality(tab: Page, text: str) -> float:
    """Seconds from Enter until another municipality is shown."""
    box = tab.locator("input[placeholder^='navn']")
    before = tab.locator(EXPLORER).inner_html()
    box.fill(text)
    start = time.perf_counter()
    box.press("Enter")
    tab.wait_for_function(CHANGED, arg=before)
    return time.perf_counter() - start
