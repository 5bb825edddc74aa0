"""Ledgers of editions between publishers: out of the folder of a data set, and into another's."""

import shutil
from pathlib import Path

import pandas as pd

from barnevern import own_data
from barnevern.data import about as description
from barnevern.data.dataset import at_hand
from barnevern.data.layout import About
from barnevern.disclosure import ledger, ledger_file
from barnevern.norwegian.messages import say
from barnevern.observations import groups, regions
from barnevern.paths import LEDGERS
from barnevern.problems import InputProblems, Problem, refused
from barnevern.sources.tables import read_folder

Taken = tuple[ledger_file.Header, list[str]]  # what a ledger says of itself, and its editions


def export(dataset: str, to: Path, by: str) -> Taken:
    """Write the ledger of ``dataset`` («local» or a folder of tables) to the file ``to``, as
    published ``by`` (the municipality's own name if ""); gives its header and its editions.

    Raises InputProblems where nothing has been published yet, or the file cannot be written.
    """
    folder = _folder(dataset)
    about = description.read(folder)
    editions = ledger.own(folder)
    if editions.empty:
        rule = "nothing has been published from it under a disclosure rule"
        raise refused("--dataset", dataset, rule, "make its pages first")
    publisher = by or _publisher(about)
    text = ledger_file.text(editions, publisher, about["name"], synthetic=about["synthetic"])
    try:
        to.write_text(text, encoding="utf-8")
    except OSError as error:
        rule = f"the ledger cannot be written there: {error.strerror}"
        raise refused("", to.name, rule, "give another file") from None
    return ledger_file.header(to), _names(ledger_file.read(to))


def take_in(given: Path, dataset: str) -> Taken:
    """Take the ledger ``given`` into the folder of ``dataset``; gives its header and its editions.

    Raises InputProblems, and takes nothing in, where it is no ledger, has been changed, is of the
    other kind of figures (made up or real), or has none of a place that the data set has.
    """
    folder = _folder(dataset)
    about = description.read(folder)
    header, editions = ledger_file.header(given), ledger_file.read(given)
    problems = []
    if header.synthetic is not bool(about["synthetic"]):
        kind = "made-up" if header.synthetic else "real"
        rule = f"it is of {kind} figures, and the data set of the other kind"
        problems.append(Problem(given.name, 2, "", "", rule, "give another ledger or data set"))
    if not set(editions["region"]) & _places(folder, about):
        rule = "it has no figure of a place that the data set has figures of"
        problems.append(Problem(given.name, "", "region", "", rule, "give a ledger of the same"))
    if problems:
        raise InputProblems(problems)
    _keep(given, folder, header.code)
    return header, _names(editions)


def _keep(given: Path, folder: Path, code: str) -> None:
    """A copy of ``given`` in the folder, whole or not at all."""
    place = folder / LEDGERS
    try:
        place.mkdir(exist_ok=True)
        aside = place / f"{code}.part"
        shutil.copyfile(given, aside)
        aside.replace(place / f"{code}.csv")
    except OSError as error:
        rule = f"the ledger cannot be kept beside the data set: {error.strerror}"
        raise refused("", given.name, rule, "make the data set's folder writable") from None


def _names(editions: pd.DataFrame) -> list[str]:
    return [str(name) for name in editions["edition"].unique()]


def _folder(dataset: str) -> Path:
    """The folder of tables of the data set: of the service itself, embedded, or any."""
    known = {**at_hand(), **own_data.known()}
    found = known.get(dataset, Path(dataset))
    if not (found / "dataset.json").is_file():
        remedy = "give «local» after barnevern extract load, or a folder with dataset.json"
        raise refused("--dataset", dataset, "there is no such folder of tables", remedy)
    return found


def _publisher(about: About) -> str:
    region = regions.municipalities().get(str(about.get("municipality", "")))
    return say("borders-municipality", place=region.name) if region else str(about["title"])


def _places(folder: Path, about: About) -> set[str]:
    """The municipality whose own figures they are, or all places in the tables; and their
    groups.
    """
    own = {str(about["municipality"])} if about.get("municipality") else set[str]()
    tables, _ = ({}, None) if own else read_folder(folder)
    places = own.union(*(table["region"] for table in tables.values()))
    members = groups.membership()
    return places | set(members.loc[members["region"].isin(places), "group"])
