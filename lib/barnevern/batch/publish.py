"""The edition of a data set's pages: whole pages are kept aside while a run goes on, and moved into
place when it ends.

A run that is killed leaves the last edition as it was; what it had finished lies in the staging
folder, and the next run takes it from there. The index and run.json are moved last.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from barnevern.batch.place import Place, of_bytes
from barnevern.problems import InputProblems, Problem
from barnevern.render.export import LARGEST_PAGE_BYTES

try:
    import fcntl
except ImportError:  # Windows: two runs into one folder are not told apart there
    fcntl = None  # type: ignore[assignment]

JOURNAL = "journal.jsonl"
RUN, PRINTS = "run.json", "fingerprints.json"
MOST_FAULTS = 3  # named in one reason
# Each begins with a fixed letter, which a search goes to at once: every page is looked through.
LOCAL_PATHS = (
    re.compile(r"/(?<![\w<:/.]/)(?:home|Users|root|tmp|private|var|opt|mnt|srv)/\w"),
    re.compile(r":\\Users\\"),
)


@dataclass(frozen=True)
class Print:
    """What a published page was made from: digests of its task, of what it read, and of its files
    (name: size, SHA-256).
    """

    inputs: dict[str, str]
    reads: dict[str, str]
    files: dict[str, tuple[int, str]]


@dataclass
class Edition:
    """The pages at ``place``: ``entries`` of run.json and ``prints`` by page
    ("2024/3201-baerum/costs").
    """

    place: Place
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    rule: str = ""  # which counts the published pages hide
    synthetic: bool | None = None  # whether they show made-up figures; None where nothing says
    prints: dict[str, Print] = field(default_factory=dict)
    waiting: dict[str, tuple[dict[str, Any], Print]] = field(
        default_factory=dict
    )  # whole pages in the staging folder
    extra: dict[str, str] = field(
        default_factory=dict
    )  # files to be published beside them: digest by name
    outdated: list[str] = field(
        default_factory=list
    )  # files that belong to an edition that is being replaced

    def failed(self, page: str) -> bool:
        """Whether the page failed when it was last made."""
        return bool(self.entries.get(page, {}).get("state") == "failed")

    def whole(self, page: str) -> Print | None:
        """The print of the page as it is published, or kept aside by a run that was killed; None
        when there is no whole one.
        """
        if page in self.waiting:
            return self.waiting[page][1]
        last = self.prints.get(page)
        if last is None or self.entries.get(page, {}).get("state") != "published":
            return None
        return (
            last
            if all(self.place.holds(name, *facts) for name, facts in last.files.items())
            else None
        )

    def latest(self, page: str) -> Print | None:
        """The print of the newest edition of a page that did not fail, published or waiting; its
        files are not looked at.
        """
        if page in self.waiting:
            return self.waiting[page][1]
        return None if self.failed(page) else self.prints.get(page)

    def text(self, page: str, ending: str) -> str:
        """The newest edition of a page's file, as ``latest`` knows it; empty when it is gone."""
        staged = self.place.staging / f"{page}.{ending}"
        return (
            staged.read_text(encoding="utf-8")
            if page in self.waiting
            else self.place.read(f"{page}.{ending}") or ""
        )

    def keep_aside(
        self,
        page: str,
        texts: dict[str, str],
        entry: dict[str, Any],
        inputs: dict[str, str],
        reads: dict[str, str],
    ) -> None:
        """Write the files of a whole page to the staging folder. Raises OSError when the disk is
        full; nothing of it counts then.
        """
        files = {name: self._write(name, text) for name, text in texts.items()}
        self.waiting[page] = entry, Print(inputs, reads, files)
        line = {"page": page, "entry": entry, "inputs": inputs, "reads": reads, "files": files}
        with (self.place.staging / JOURNAL).open("a", encoding="utf-8") as journal:
            journal.write(json.dumps(line, ensure_ascii=False) + "\n")

    def fail(self, page: str, entry: dict[str, Any], texts: dict[str, str]) -> None:
        """Note that the page failed. An earlier edition stays as it was; ``texts`` take its place
        where there is none.
        """
        last = self.entries.get(page, {})
        stays = last.get("state") == "published" or last.get("shows") == "earlier"
        stays = stays or (
            not last and self.place.read(f"{page}.html") is not None
        )  # of a run whose record was removed
        self.waiting.pop(page, None)
        self.entries[page] = entry | (
            {"shows": "earlier", "date": last.get("date", "")} if stays else {"shows": "reason"}
        )
        if not stays:
            self.prints.pop(page, None)
            for name, text in texts.items():
                self._write(name, text)
                self.extra[name] = page

    def forget_waiting(self, pages: set[str]) -> None:
        """Leave out what a killed run kept aside, apart from ``pages``."""
        self.waiting = {page: kept for page, kept in self.waiting.items() if page in pages}

    def publish(self, index: Callable[[list[dict[str, Any]]], dict[str, str]]) -> None:
        """Move everything into place: pages, then the files that ``index`` gives from the entries
        of run.json, RUN itself last.

        All is written before anything is moved, so that a full disk shows in time.
        """
        entries = self.entries | {page: entry for page, (entry, _) in self.waiting.items()}
        texts = index([entries[page] for page in sorted(entries)])
        texts[PRINTS] = self._record()
        last = [PRINTS, RUN]
        for name, text in texts.items():
            self._write(name, text)
        pages = [name for _, kept in self.waiting.values() for name in kept.files]
        for name in [*pages, *self.extra, *(name for name in texts if name not in last), *last]:
            self.place.put(self.place.staging / name, name)
        for name in self.outdated:
            self.place.remove(name)
        shutil.rmtree(self.place.staging, ignore_errors=True)

    def _record(self) -> str:
        """What each page was made of, as JSON with a line for each page."""
        prints = self.prints | {page: kept for page, (_, kept) in self.waiting.items()}
        lines = [f"{json.dumps(page)}: {json.dumps(vars(prints[page]))}" for page in sorted(prints)]
        return "{\n" + ",\n".join(lines) + "\n}\n"

    def _write(self, name: str, text: str) -> tuple[int, str]:
        path = self.place.staging / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = text.encode()
        try:
            path.write_bytes(content)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return len(content), of_bytes(content)


def faults(html: str, content: str, declared: list[str]) -> list[str]:
    """What is wrong with a rendered page that must not be published; empty when it may. The last
    look before it is moved.
    """
    found = [] if html.rstrip().endswith("</html>") else ["the page is not whole"]
    shown = {item["id"] for item in json.loads(content)["items"]}
    found += [f'the item "{name}" is not on the page' for name in declared if name not in shown]
    size = len(html.encode())
    if size > LARGEST_PAGE_BYTES:
        found.append(f"the page is {size:,} bytes; the limit is {LARGEST_PAGE_BYTES:,}")
    if any(path.search(html) for path in LOCAL_PATHS):
        found.append("the page shows a path on this machine")
    return found[:MOST_FAULTS] + (
        [f"and {len(found) - MOST_FAULTS} more"] if len(found) > MOST_FAULTS else []
    )


def read(place: Place) -> Edition:
    """The edition at ``place``, with what a killed run kept aside. Raises InputProblems when its
    record cannot be read.
    """
    edition = Edition(place)
    try:
        run, prints = place.read(RUN), place.read(PRINTS)
        if run:
            last = json.loads(run)
            edition.entries = {_page(entry): entry for entry in last["pages"]}
            edition.rule = str(last.get("dataset", {}).get("disclosure", ""))
            edition.synthetic = last.get("dataset", {}).get("synthetic")
        if prints:
            edition.prints = {page: _print(one) for page, one in json.loads(prints).items()}
    except (ValueError, KeyError, TypeError):
        problem = Problem(
            "run.json",
            "",
            "",
            "",
            "the record of the last run cannot be read",
            "remove it and fingerprints.json and run again",
        )
        raise InputProblems([problem]) from None
    edition.waiting = dict(_kept_aside(place.staging))
    return edition


def _page(entry: dict[str, Any]) -> str:
    return str(entry["html"]).removesuffix(".html")


def _print(one: dict[str, Any]) -> Print:
    return Print(
        one["inputs"],
        one["reads"],
        {name: (facts[0], facts[1]) for name, facts in one["files"].items()},
    )


def _kept_aside(staging: Path) -> Iterator[tuple[str, tuple[dict[str, Any], Print]]]:
    """The whole pages in the staging folder; the last line of a journal may have been cut off with
    the run that wrote it.
    """
    journal = staging / JOURNAL
    for line in journal.read_text(encoding="utf-8").splitlines() if journal.is_file() else []:
        try:
            one = json.loads(line)
        except ValueError:
            continue
        kept = _print(one)
        paths = {staging / name: digest for name, (_, digest) in kept.files.items()}
        if all(
            path.is_file() and of_bytes(path.read_bytes()) == digest
            for path, digest in paths.items()
        ):
            yield one["page"], (one["entry"], kept)


def _locked(place: Place) -> int:
    """The staging folder of ``place``, made and locked: its descriptor, -1 where nothing locks.
    Raises BlockingIOError when another run has it.
    """
    place.prepare()
    if not fcntl:
        return -1
    handle = os.open(place.staging, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    if os.fstat(handle).st_ino != place.staging.stat().st_ino:
        # the other run ended, and its folder with it, between the two steps
        raise BlockingIOError
    return handle


def _no_place(rule: str, remedy: str) -> InputProblems:
    return InputProblems([Problem("", "", "--out", "", rule, remedy)])


@contextmanager
def held(place: Place) -> Iterator[None]:
    """The place for this run alone. Raises InputProblems when another run has it, or when nothing
    can be written there.
    """
    try:
        handle = _locked(place)
    except BlockingIOError:
        remedy = "wait until it is done, or give another folder"
        raise _no_place("another run is making pages there", remedy) from None
    except OSError as error:
        rule = f"pages cannot be written there: {error.strerror}"
        raise _no_place(rule, "give another folder") from None
    try:
        yield
    finally:
        if fcntl:
            os.close(handle)
        if place.staging.is_dir() and not (place.staging / JOURNAL).exists():
            shutil.rmtree(place.staging, ignore_errors=True)
