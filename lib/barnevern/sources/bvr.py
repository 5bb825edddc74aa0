"""Barnevernsregisteret (BVR), structures v1 to v4: one file per case and change, as Modulus Barn
and Flyt Barnevern send them.

A file repeats the whole case, so of several files of one case the newest extraction counts.
Structure, code lists and rules: statisticsnorway/barn-barnevern-xsd.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from barnevern.cases import Cases, Extract
from barnevern.cases.formats import BVR
from barnevern.cases.identity import INVALID, SEXES, UNBORN, Hasher, describe
from barnevern.cases.packed import NO_DAY, Packed, Parts
from barnevern.sources.blocks import Block
from barnevern.sources.bvr_messages import Message, message, newest
from barnevern.sources.bvr_tables import DELETABLE, IDENTIFIED, SOURCES
from barnevern.sources.bvr_ties import duties, relations
from barnevern.sources.bvr_versions import check_follow_up
from barnevern.sources.columns import Integers, Numbers
from barnevern.sources.faults import Faulty, journals_of
from barnevern.sources.mapping import Mapped
from barnevern.sources.reading import (
    WITH_DISTRICTS,
    Ids,
    Ledger,
    Reading,
    collector_paused,
    municipality_name,
    person_columns,
    person_texts,
    require_format,
)
from barnevern.sources.refusal import refused

YES = ("true", "1")
STAND_INS = (100, 200)  # Personalia Kontroll 12: 00100, 00200 and 99999, not 55555
EPOCH = datetime.date(1970, 1, 1)
BOY_OR_GIRL = [SEXES.index("1"), SEXES.index("2")]
Flags = npt.NDArray[np.bool_]


def read(
    paths: Sequence[Path], key: bytes, *, synthetic: bool = False, keep_going: bool = False
) -> Extract:
    """The cases of any number of BVR files; every id and identity number is replaced by a hash with
    ``key`` (16 to 64 bytes).

    Of several files of one case the newest counts. What is deleted in it (ErSlettet, Slettet) is
    left out, with all that is in it. ``about`` has, beside the rest, ``superseded`` (files that a
    newer one replaced), ``deleted`` (cases that are deleted) and ``files`` (names by municipality).
    ``synthetic`` accepts identity numbers of the made-up series (month + 80). Raises InputProblems
    with everything that is wrong in the files; with ``keep_going`` a case that is not as the format
    has it is left out instead, and its faults are told in ``faults``.
    """
    if not paths:
        raise refused("", "", "no file was given", "give the BVR files")
    require_format(paths, BVR)
    with collector_paused():
        messages = newest([message(path) for path in paths])
        reader = _Reader(messages, key, synthetic=synthetic, keep_going=keep_going)
        return reader.read(given=len(paths))


class _Reader:
    """One pass over the messages that count."""

    def __init__(
        self, messages: list[Message], key: bytes, *, synthetic: bool, keep_going: bool
    ) -> None:
        paths = [message.path for message in messages]
        self.messages, self.synthetic = messages, synthetic
        self.reading = Reading(BVR, paths, keep_going=keep_going)
        self.hasher, self.faulty = Hasher(key), Faulty()
        self.parts, self.ledger = Parts(), Ledger(paths)
        self.vocabulary = self.reading.checker.vocabulary
        self.senders: dict[int, dict[str, str]] = {}
        self.deleted = 0
        moments = [message.moment for message in messages if message.moment]
        self.year = max((moment.year for moment in moments), default=0)

    def read(self, given: int) -> Extract:
        for block in self.reading.blocks():
            self._senders(block)
            if self.reading.sound:
                self._add(block)
        self.reading.checker.finish()
        about: dict[str, Any] = {
            "format": BVR.code,
            "year": self.year,
            **{name: self._only(name) for name in ("municipality", "organisation")},
            "counts": self.reading.counts(),
            "remarks": self.ledger.remarks_table(),
            "synthetic": self.synthetic,
            "superseded": given - len(self.messages),
            "deleted": self.deleted,
            "files": self._files(),
        }
        about["municipality_name"] = municipality_name(about["municipality"], self.year)
        cases = Cases(Packed(self.parts, self.vocabulary.texts))
        faults = self.faulty.table(self.reading.findings)
        known = self.ledger.journals(cases, journals_of(faults)), self.ledger.lines(cases)
        return Extract(cases, about, *known, faults)

    def _files(self) -> dict[str, list[str]]:
        """The names of the files of each sender, by the number of its municipality."""
        files: dict[str, list[str]] = {}
        for number, sender in self.senders.items():
            name = self.messages[number].path.name
            files.setdefault(sender["municipality"], []).append(name)
        return files

    def _only(self, name: str) -> str:
        """What all senders have in common, or ""."""
        said = {sender[name] for sender in self.senders.values()}
        return said.pop() if len(said) == 1 else ""

    def _senders(self, block: Block) -> None:
        rows = block.rows("Avgiver")
        names = {
            "municipality": "Kommunenummer",
            "organisation": "Organisasjonsnummer",
            "district": "Bydelsnummer",
        }
        columns = {name: rows.numbers(attribute).tolist() for name, attribute in names.items()}
        for number, (place, name) in enumerate(
            zip(rows.places.tolist(), rows.texts("Bydelsnavn"), strict=True)
        ):
            said = {
                column: self.vocabulary.texts[values[number]] for column, values in columns.items()
            }
            self.senders[int(block.piece.files[place])] = {**said, "district_name": name.strip()}

    def _add(self, block: Block) -> None:
        mapped, cases = Mapped(block), block.rows("Sak")
        own = [text.lower() for text in cases.texts("Id")]
        mapped.ids[cases.places] = self.hasher.hashed("Sak", own)
        mapped.hash_ids(IDENTIFIED, self.hasher, fold=str.lower)
        self._leave_out_deleted(mapped)
        check_follow_up(block)
        self.faulty.leave_out(mapped, "Sak")
        self._cases(mapped)
        mapped.add(SOURCES, self.parts)
        for table, columns in (
            ("relations", relations(mapped, self.hasher)),
            ("visit_duties", duties(mapped)),
        ):
            if len(next(iter(columns.values()))):
                self.parts.add(table, **columns)
        for path, table in {"Sak": "cases", **IDENTIFIED}.items():
            self._note(mapped, path, table)

    def _note(self, mapped: Mapped, path: str, table: str) -> None:
        """Note where the rows of a table stand, and which of them come from an older system."""
        rows, which = mapped.rows(path)
        self.ledger.place(table, mapped.block, rows.places[which])
        old_ids = rows.texts("MigrertId")
        migrated = [number for number in which.tolist() if old_ids[number]]
        self.ledger.remark("migrated", mapped.ids[rows.places[migrated]])

    def _leave_out_deleted(self, mapped: Mapped) -> None:
        """Mark what ErSlettet or Slettet says is deleted, and all that stands in it."""
        block = mapped.block
        for node in self.reading.checker.structure.nodes:
            if "ErSlettet" in node.values:
                rows = block.rows(node.path)
                mapped.alive[rows.places[self._is_yes(rows.numbers("ErSlettet"))]] = False
        self._leave_out_listed(block, mapped.alive)
        mapped.leave_out_below()
        self.deleted += int((~mapped.alive[block.rows("Sak").places]).sum())

    def _leave_out_listed(self, block: Block, alive: Flags) -> None:
        """Mark the elements that a case lists under Slettet, by kind and Id."""
        said = block.rows("Sak/Slettet")
        cases = block.parents[said.places].tolist()
        tags = [self.vocabulary.texts[number] for number in said.numbers("Type").tolist()]
        ids = [text.lower() for text in said.texts("Id")]
        gone = set(zip(cases, tags, ids, strict=True))
        for path in DELETABLE if gone else []:
            rows = block.rows(path)
            owners = block.above(rows.places, path.count("/"))
            owned = zip(rows.places.tolist(), owners.tolist(), rows.texts("Id"), strict=True)
            for place, case, own in owned:
                if (case, rows.node.tag, own.lower()) in gone:
                    alive[place] = False

    def _is_yes(self, said: Numbers) -> Flags:
        return np.isin(said, [self.vocabulary.number(text) for text in YES])

    def _cases(self, mapped: Mapped) -> None:
        rows, which = mapped.rows("Sak")
        ids = mapped.ids[rows.places[which]]
        files = mapped.block.piece.files[rows.places[which]].tolist()
        ends, said = rows.numbers("SluttDato")[which], rows.numbers("Avsluttet")[which]
        self.ledger.journal([rows.texts("Journalnummer")[number] for number in which.tolist()])
        senders = [self.senders.get(file, {}) for file in files]
        self.parts.add(
            "cases",
            case=ids,
            person=self._persons(mapped, ids),
            municipality=self._numbers(senders, "municipality"),
            district=self._numbers(senders, "district"),
            year=np.full(len(ids), self.year),
            start=rows.numbers("StartDato")[which],
            end=ends,
            closed=np.where(said == 0, ends != NO_DAY, self._is_yes(said)),
            extracted=_days([self.messages[file].moment for file in files]),
        )
        self.ledger.remark("district_unnamed", ids[_unnamed(senders)])

    def _numbers(self, senders: list[dict[str, str]], name: str) -> Integers:
        """What each sender says, as numbers in the vocabulary."""
        texts = [sender.get(name, "") for sender in senders]
        return np.array([self.vocabulary.number(text) for text in texts], dtype=np.int64)

    def _persons(self, mapped: Mapped, cases: Ids) -> Ids:
        """Add the newest particulars of each case, and give the hash of each child."""
        said = _particulars(mapped, cases)
        described = describe(
            said.numbers, said.dufs, self.year, synthetic=self.synthetic, stand_ins=STAND_INS
        )
        texts = person_texts(described, said.numbers, said.dufs, cases)
        people = self.hasher.hashed("person", texts)
        columns = person_columns(described, self.vocabulary.number)
        known = (described.kind != INVALID) & (columns["born"] != NO_DAY) & (said.born != NO_DAY)
        self.ledger.remark("born_differs", cases[known & (columns["born"] != said.born)])
        known = np.isin(described.sex, BOY_OR_GIRL) & (described.kind != UNBORN)
        self.ledger.remark("sex_differs", cases[known & (columns["sex"] != said.sex)])
        self.ledger.remark("duf_invalid", cases[described.duf & ~described.duf_valid])
        columns |= {"sex": said.sex, "born": said.born, "start": said.start}
        self.parts.add("persons", person=people, case=cases, **columns)
        return people


def _unnamed(senders: list[dict[str, str]]) -> Flags:
    """Which senders give no name of their district where there are districts."""
    unnamed = [
        sender.get("municipality") in WITH_DISTRICTS and not sender["district_name"]
        for sender in senders
    ]
    return np.array(unnamed, dtype=bool)


@dataclass(frozen=True)
class _Particulars:
    """What the newest Personalia of each case says, one place per case; "", NO_DAY and 0 where the
    case has none.
    """

    numbers: list[str]
    dufs: list[str]
    start: Integers
    born: Integers
    sex: Integers


def _particulars(mapped: Mapped, cases: Ids) -> _Particulars:
    rows, which = mapped.rows("Sak/Personalia")
    starts, owners = rows.numbers("StartDato"), mapped.column(rows, "../id", "t")
    oldest_first = sorted(which.tolist(), key=lambda number: int(starts[number]))
    newest_of = {int(owners[number]): number for number in oldest_first}
    chosen = [newest_of.get(case, -1) for case in cases.tolist()]

    def texts(name: str) -> list[str]:
        column = rows.texts(name)
        return [column[number] if number >= 0 else "" for number in chosen]

    def numbers(name: str, missing: int) -> Integers:
        column = rows.numbers(name)
        values = [missing if number < 0 else column[number] for number in chosen]
        return np.array(values, dtype=np.int64)

    return _Particulars(
        texts("Fodselsnummer"),
        texts("DUFnummer"),
        numbers("StartDato", NO_DAY),
        numbers("Fodseldato", NO_DAY),
        numbers("Kjonn", 0),
    )


def _days(moments: list[datetime.datetime | None]) -> Numbers:
    """The day of each moment."""
    days = [(moment.date() - EPOCH).days if moment else NO_DAY for moment in moments]
    return np.array(days, dtype=np.int32)
