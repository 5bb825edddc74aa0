"""A finished edition copied to where its readers are: a folder that is shared or served, or an
address such as s3://bucket/pages.

Pages first, then the indexes that lead to them, then the manifest; what an earlier delivery left
that is no longer there goes last. A delivery that is stopped leaves whole files and goes on the
next time.
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from barnevern.batch.place import STAGING, Place, of_bytes
from barnevern.batch.publish import PRINTS, RUN
from barnevern.problems import InputProblems, Problem

MANIFEST = "manifest.json"
INDEX = "index.html"
KEPT = {PRINTS, MANIFEST}  # the batch's own, which no reader needs

Facts = dict[str, tuple[int, str]]  # size and SHA-256 of each file, by its name


@dataclass(frozen=True)
class Delivery:
    """How many files of an edition were copied, were there already, and were taken away, and how
    many Word files were left behind because they still ask the service something.
    """

    copied: int
    alike: int
    removed: int
    asking: int = 0


def check_finished(reports: Path) -> None:
    """Raises InputProblems unless ``reports`` is the folder of a data set's pages whose last run
    left nothing unfinished and no failed page.
    """
    rule, remedy = "", "give the folder of a data set, such as reports/published"
    if not (reports / RUN).is_file():
        rule = "there is no run.json: no batch has made pages here"
    else:
        pages = json.loads((reports / RUN).read_text(encoding="utf-8"))["pages"]
        failed = [page for page in pages if page["state"] == "failed"]
        if failed:
            rule, remedy = (
                f"{len(failed)} pages failed",
                "run it again: barnevern run --only-failed",
            )
        elif any((reports / STAGING).glob("*/**/*.html")):
            rule, remedy = "a run was stopped before it ended", "run it again: barnevern run"
    if rule:
        raise InputProblems([Problem("", "", "reports", reports.name, rule, remedy)])


def deliver(reports: Path, place: Place) -> Delivery:
    """Copy what has changed of the edition in ``reports`` to ``place``. Raises OSError."""
    asking = _asking(reports)
    files = {name: facts for name, facts in _files(reports).items() if name not in asking}
    before = _delivered(place)
    place.prepare()
    changed = [name for name in files if not place.holds(name, *files[name])]
    for name in sorted(changed, key=_turn):
        _copy(reports / name, place, name)
    gone = [name for name in before if name not in files]
    _put_text(place, MANIFEST, _manifest(files))
    for name in gone:
        place.remove(name)
    shutil.rmtree(place.staging)  # the folder may be served as it is
    return Delivery(len(changed), len(files) - len(changed), len(gone), len(asking))


def _files(reports: Path) -> Facts:
    """Every file that readers meet."""
    return {
        path.relative_to(reports).as_posix(): (path.stat().st_size, of_bytes(path.read_bytes()))
        for path in sorted(reports.rglob("*"))
        if path.is_file() and path.name not in KEPT and not _hidden(path.relative_to(reports))
    }


def _asking(reports: Path) -> set[str]:
    """The Word files that the service has not finished."""
    found = [path for path in reports.rglob("*.docx") if not _hidden(path.relative_to(reports))]
    if not found:
        return set()
    from barnevern.document import word_said  # only here: few editions have Word files

    return {path.relative_to(reports).as_posix() for path in found if word_said.asks(path)}


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _turn(name: str) -> tuple[int, str]:
    """Pages first; then run.json and the index of a year, the index of all last."""
    leads = Path(name).name in (INDEX, RUN)
    return (2 if name == INDEX else 1 if leads else 0), name


def _delivered(place: Place) -> Iterable[str]:
    """The files of the delivery before, by its manifest."""
    text = place.read(MANIFEST)
    return [entry["file"] for entry in json.loads(text)["files"]] if text else []


def _manifest(files: Facts) -> str:
    listed = [
        {"file": name, "bytes": size, "sha256": digest} for name, (size, digest) in files.items()
    ]
    return json.dumps({"files": listed}, ensure_ascii=False, indent=1) + "\n"


def _copy(source: Path, place: Place, name: str) -> None:
    aside = place.staging / "delivery"
    shutil.copyfile(source, aside)
    place.put(aside, name)


def _put_text(place: Place, name: str, text: str) -> None:
    aside = place.staging / "delivery"
    aside.write_text(text, encoding="utf-8")
    place.put(aside, name)
