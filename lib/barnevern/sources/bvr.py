"""Barnevernsregisteret (BVR), structure v4: one file per case and change, as Modulus Barn and Flyt
Barnevern send them.

A file repeats the whole case, so of several files of one case the newest extraction counts.
Structure, code lists and rules: statisticsnorway/barn-barnevern-xsd.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from barnevern.cases import Cases, Extract
from barnevern.cases.formats import BVR
from barnevern.cases.identity import SEXES, UNBORN, Hasher, describe
from barnevern.cases.packed import NO_DAY, Packed, Parts
from barnevern.problems import InputProblems, Problem
from barnevern.sources.blocks import Block
from barnevern.sources.bvr_tables import DELETABLE, IDENTIFIED, KINDS, SOURCES
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
from barnevern.sources.structure import moment_of
from barnevern.sources.xml_stream import beginning

YES = ("true", "1")
EPOCH = datetime.date(1970, 1, 1)


@dataclass(frozen=True)
class Message:
    """One file: its own id, that of the one before it, when it was taken out of the case system,
    and which case it has.
    """

    path: Path
    id: str
    previous: str
    moment: datetime.datetime | None
    case: str


def read(paths: Sequence[Path], key: bytes, *, synthetic: bool = False) -> Extract:
    """The cases of any number of BVR files; every id and identity number is replaced by a hash with
    ``key`` (16 to 64 bytes).

    Of several files of one case the newest counts. What is deleted in it (ErSlettet, Slettet) is
    left out, with all that is in it. ``about`` has, beside the rest, ``superseded`` (files that a
    newer one replaced) and ``deleted`` (cases that are deleted). ``synthetic`` accepts identity
    numbers of the made-up series (month + 80). Raises InputProblems with everything that is wrong
    in the files.
    """
    if not paths:
        raise InputProblems([Problem("", "", "", "", "no file was given", "give the BVR files")])
    require_format(paths, BVR)
    with collector_paused():
        return _Reader(
            newest([message(path) for path in paths]), len(paths), key, synthetic=synthetic
        ).read()


def message(path: Path) -> Message:
    """What the beginning of a file says of it."""
    elements = beginning(path, 4)
    case = next((element for element in elements if element[""] == "Sak"), {})
    root = elements[0]
    names = [
        element.get(name, "").lower()
        for element, name in ((root, "Id"), (root, "ForrigeId"), (case, "Id"))
    ]
    return Message(path, names[0], names[1], moment_of(root.get("DatoUttrekk", "")), names[2])


def newest(messages: Sequence[Message]) -> list[Message]:
    """The newest message of each case, in the order of the files.

    Of two taken out at the same moment, one that the other names as the one before it is the older;
    else the ids decide, so that the order of the files does not. A message without a case or a
    moment stays, to be reported by who reads it.
    """
    replaced = {one.previous for one in messages}
    best: dict[str, tuple[Any, Message]] = {}
    for one in messages:
        if one.case and one.moment:
            rank = (one.moment, one.id not in replaced, one.id)
            if one.case not in best or rank > best[one.case][0]:
                best[one.case] = rank, one
    kept = {id(one) for _, one in best.values()}
    return [one for one in messages if id(one) in kept or not (one.case and one.moment)]


class _Reader:
    """One pass over the messages that count."""

    def __init__(self, messages: list[Message], given: int, key: bytes, *, synthetic: bool) -> None:
        paths = [one.path for one in messages]
        self.messages, self.given = messages, given
        self.reading, self.hasher, self.synthetic = Reading(BVR, paths), Hasher(key), synthetic
        self.parts, self.ledger = Parts(), Ledger(paths)
        self.vocabulary = self.reading.checker.vocabulary
        self.senders: dict[int, dict[str, str]] = {}
        self.deleted = 0
        self.year = max((one.moment.year for one in messages if one.moment), default=0)

    def read(self) -> Extract:
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
            "superseded": self.given - len(self.messages),
            "deleted": self.deleted,
        }
        about["municipality_name"] = municipality_name(about["municipality"], self.year)
        cases = Cases(Packed(self.parts, self.vocabulary.texts))
        return Extract(cases, about, self.ledger.journals(cases), self.ledger.lines(cases))

    def _only(self, name: str) -> str:
        """What all senders have in common, or ""."""
        found = {sender[name] for sender in self.senders.values()}
        return found.pop() if len(found) == 1 else ""

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
        mapped = Mapped(block)
        cases = block.rows("Sak")
        mapped.ids[cases.places] = self.hasher.hashed(
            "Sak", [text.lower() for text in cases.texts("Id")]
        )
        mapped.hash_ids(IDENTIFIED, self.hasher, fold=str.lower)
        self._leave_out_deleted(mapped)
        self._cases(mapped)
        mapped.add(SOURCES, self.parts)
        self._relations(mapped)
        self._duties(mapped)
        for path, table in {"Sak": "cases", **IDENTIFIED}.items():
            rows, which = mapped.rows(path)
            self.ledger.place(table, block, rows.places[which])
            migrated = [number for number in which.tolist() if rows.texts("MigrertId")[number]]
            self.ledger.remark("migrated", mapped.ids[rows.places[migrated]])

    def _leave_out_deleted(self, mapped: Mapped) -> None:
        """Mark what ErSlettet or Slettet says is deleted, and all that stands in it."""
        block, yes = mapped.block, [self.vocabulary.number(text) for text in YES]
        for node in self.reading.checker.structure.nodes:
            if "ErSlettet" in node.values:
                rows = block.rows(node.path)
                mapped.alive[rows.places[np.isin(rows.numbers("ErSlettet"), yes)]] = False
        said = block.rows("Sak/Slettet")
        types = [self.vocabulary.texts[number] for number in said.numbers("Type").tolist()]
        gone = set(
            zip(
                block.parents[said.places].tolist(),
                types,
                [text.lower() for text in said.texts("Id")],
                strict=True,
            )
        )
        for path in DELETABLE if gone else []:
            rows = block.rows(path)
            for place, case, own in zip(
                rows.places.tolist(),
                block.parents[rows.places].tolist(),
                rows.texts("Id"),
                strict=True,
            ):
                if (case, rows.node.tag, own.lower()) in gone:
                    mapped.alive[place] = False
        for level in block.levels[1:]:
            mapped.alive[level] &= mapped.alive[block.parents[level]] | (block.parents[level] < 0)
        self.deleted += int((~mapped.alive[block.rows("Sak").places]).sum())

    def _cases(self, mapped: Mapped) -> None:
        block = mapped.block
        rows, which = mapped.rows("Sak")
        ids, files = mapped.ids[rows.places[which]], block.piece.files[rows.places[which]].tolist()
        self.ledger.journal([rows.texts("Journalnummer")[number] for number in which.tolist()])
        senders = [self.senders.get(file, {}) for file in files]
        people = self._persons(mapped, ids)
        ends, said = rows.numbers("SluttDato")[which], rows.numbers("Avsluttet")[which]
        moments = [self.messages[file].moment for file in files]
        self.parts.add(
            "cases",
            case=ids,
            person=people,
            municipality=np.array(
                [self.vocabulary.number(sender.get("municipality", "")) for sender in senders],
                dtype=np.int64,
            ),
            district=np.array(
                [self.vocabulary.number(sender.get("district", "")) for sender in senders],
                dtype=np.int64,
            ),
            year=np.full(len(ids), self.year),
            start=rows.numbers("StartDato")[which],
            end=ends,
            closed=np.where(
                said == 0,
                ends != NO_DAY,
                np.isin(said, [self.vocabulary.number(text) for text in YES]),
            ),
            extracted=np.array(
                [(moment.date() - EPOCH).days if moment else NO_DAY for moment in moments],
                dtype=np.int32,
            ),
        )
        unnamed = [
            sender.get("municipality") in WITH_DISTRICTS and not sender["district_name"]
            for sender in senders
        ]
        self.ledger.remark("district_unnamed", ids[np.array(unnamed, dtype=bool)])

    def _persons(self, mapped: Mapped, cases: Ids) -> Ids:
        """Add the newest particulars of each case, and give the hash of each child."""
        rows, which = mapped.rows("Sak/Personalia")
        starts, owners = rows.numbers("StartDato"), mapped.column(rows, "../id", "t")
        newest = {
            int(owners[number]): number
            for number in sorted(which.tolist(), key=lambda number: int(starts[number]))
        }
        chosen = [newest.get(case, -1) for case in cases.tolist()]
        numbers, dufs = (
            [rows.texts(name)[number] if number >= 0 else "" for number in chosen]
            for name in ("Fodselsnummer", "DUFnummer")
        )
        described = describe(numbers, dufs, self.year, synthetic=self.synthetic)
        people = self.hasher.hashed("person", person_texts(described, numbers, dufs, cases))
        said = {
            name: np.array(
                [NO_DAY if number < 0 else rows.numbers(name)[number] for number in chosen]
            )
            for name in ("StartDato", "Fodseldato")
        }
        sexes = np.array(
            [0 if number < 0 else rows.numbers("Kjonn")[number] for number in chosen],
            dtype=np.int64,
        )
        columns = person_columns(described, self.vocabulary.number)
        differs = (
            (columns["born"] != NO_DAY)
            & (said["Fodseldato"] != NO_DAY)
            & (columns["born"] != said["Fodseldato"])
        )
        self.ledger.remark("born_differs", cases[differs])
        boy_or_girl = np.isin(described.sex, [SEXES.index("1"), SEXES.index("2")])
        self.ledger.remark(
            "sex_differs",
            cases[boy_or_girl & (columns["sex"] != sexes) & (described.kind != UNBORN)],
        )
        self.ledger.remark("duf_invalid", cases[described.duf & ~described.duf_valid])
        columns |= {"sex": sexes, "born": said["Fodseldato"], "start": said["StartDato"]}
        self.parts.add("persons", person=people, case=cases, **columns)
        return people

    def _relations(self, mapped: Mapped) -> None:
        """Relations between elements that have a table of their own and are not deleted.

        FraId may be the id that the element had in the system it was moved from (MigrertId).
        """
        rows, which = mapped.rows("Sak/Relasjon")
        cases, gone = mapped.column(rows, "../id", "t"), mapped.ids[~mapped.alive]
        moved = self._moved(mapped)
        ends = {}
        for end in ("Fra", "Til"):
            types = [
                self.vocabulary.texts[number] for number in rows.numbers(f"{end}Type").tolist()
            ]
            texts = [text.lower() for text in rows.texts(f"{end}Id")]
            ids = np.zeros(len(rows), dtype=np.uint64)
            for tag in set(types):
                mine = np.array([place for place, found in enumerate(types) if found == tag])
                ids[mine] = self.hasher.hashed(tag, [texts[place] for place in mine], cases[mine])
            for place, key in enumerate(zip(cases.tolist(), types, texts, strict=True)):
                ids[place] = moved.get(key, ids[place])
            ends[end] = ids, types
        (left, left_types), (right, right_types) = ends["Fra"], ends["Til"]
        known = [
            number
            for number in which.tolist()
            if left_types[number] in KINDS and right_types[number] in KINDS
        ]
        kept = np.array(known, dtype=np.int64)[
            ~np.isin(left[known], gone) & ~np.isin(right[known], gone)
        ]
        kinds = {
            end: np.array(
                [self.vocabulary.number(KINDS.get(tag, "")) for tag in types], dtype=np.int64
            )
            for end, (_, types) in ends.items()
        }
        if len(kept):
            self.parts.add(
                "relations",
                case=cases[kept],
                from_type=kinds["Fra"][kept],
                from_id=left[kept],
                to_type=kinds["Til"][kept],
                to_id=right[kept],
            )

    def _moved(self, mapped: Mapped) -> dict[tuple[int, str, str], int]:
        """Ids of the elements that were moved over from an older system, by case, kind and the id
        they had there.
        """
        found = {}
        for path in IDENTIFIED:
            rows = mapped.block.rows(path)
            cases = mapped.column(rows, "../id", "t").tolist()
            for place, case, old in zip(
                rows.places.tolist(), cases, rows.texts("MigrertId"), strict=True
            ):
                if old:
                    found[case, rows.node.tag, old.lower()] = int(mapped.ids[place])
        return found

    def _duties(self, mapped: Mapped) -> None:
        """How many visits a year are owed, and who owes them, from each day on which one of the two
        changes.
        """
        found = []
        for tag, kind in (("Tilsyn", "supervision"), ("Oppfolging", "follow_up")):
            rates = self._changes(mapped, f"Sak/Tiltak/{tag}/Hyppighet", "Kode")
            owners = (
                self._changes(mapped, f"Sak/Tiltak/{tag}/Ansvarlig", "Kommunenummer")
                if tag == "Tilsyn"
                else {}
            )
            found += [
                (
                    place,
                    self.vocabulary.number(kind),
                    day,
                    _in_force(rates[place], day),
                    _in_force(owners.get(place, []), day),
                )
                for place in rates
                for day in sorted({day for day, _ in [*rates[place], *owners.get(place, [])]})
            ]
        if found:
            places, kinds, days, per_year, municipalities = zip(
                *sorted(found, key=lambda each: each[0]), strict=True
            )
            self.parts.add(
                "visit_duties",
                measure=mapped.ids[list(places)],
                kind=np.array(kinds),
                start=np.array(days, dtype=np.int32),
                per_year=np.array([int(self.vocabulary.texts[number]) for number in per_year]),
                municipality=np.array(municipalities),
            )

    def _changes(self, mapped: Mapped, path: str, name: str) -> dict[int, list[tuple[int, int]]]:
        """Day and value of each change, by the place of the measure, in the order of days."""
        rows, which = mapped.rows(path)
        found: dict[int, list[tuple[int, int]]] = {}
        parents = mapped.block.parents
        measures, days, values = (
            parents[parents[rows.places]].tolist(),
            rows.numbers("StartDato").tolist(),
            rows.numbers(name).tolist(),
        )
        for number in sorted(which.tolist(), key=lambda number: days[number]):
            found.setdefault(measures[number], []).append((days[number], values[number]))
        return found


def _in_force(changes: list[tuple[int, int]], day: int) -> int:
    """The value of the last change up to a day; before the first one, that of the first; 0 where
    there are none.
    """
    earlier = [value for start, value in changes if start <= day]
    return earlier[-1] if earlier else changes[0][1] if changes else 0
