"""KOSTRA 15F: the yearly file with every child that had a case, as the case systems Visma Familia
and DIPS Barnevern write it.

Structure and specification: statisticsnorway/kostra-kontrollprogram,
specs_barnevernstjenesten_15F_barnevern.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from barnevern.cases import Cases, Extract
from barnevern.cases.formats import KOSTRA_15F
from barnevern.cases.identity import Hasher, describe
from barnevern.cases.packed import Packed, Parts
from barnevern.sources.blocks import Block
from barnevern.sources.columns import Integers, Irregular
from barnevern.sources.faults import Faulty, journals_of
from barnevern.sources.legal_rows import understand
from barnevern.sources.mapping import Mapped, Source
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
from barnevern.sources.rows import Rows

LARGE_BYTES = 4 * 1024 * 1024  # below that, there is little to gain by scanning
IDENTIFIED = {
    "Individ/Melding": "referrals",
    "Individ/Melding/Undersokelse": "investigations",
    "Individ/Plan": "plans",
    "Individ/Tiltak": "measures",
    "Individ/Flytting": "moves",
}
SPECIFIED = "Presisering/text()"
ACT = {
    "act": "@Lov",
    "chapter": "@Kapittel",
    "section": "@Paragraf",
    "subsection": "@Ledd",
    "letter": "@Bokstav",
    "sentence": "@Punktum",
}
DATED = {"case": "case", "start": "@StartDato", "end": "@SluttDato"}
SOURCES = [
    Source(
        "referrals", "Individ/Melding", {"referral": "id", **DATED, "conclusion": "@Konklusjon"}
    ),
    Source(
        "referral_senders",
        "Individ/Melding/Melder",
        {"referral": "../id", "code": "@Kode", "specified": SPECIFIED},
    ),
    Source(
        "referral_grounds",
        "Individ/Melding/Saksinnhold",
        {"referral": "../id", "code": "@Kode", "specified": SPECIFIED},
    ),
    Source(
        "investigations",
        "Individ/Melding/Undersokelse",
        {"investigation": "id", **DATED, "conclusion": "@Konklusjon", "specified": SPECIFIED},
    ),
    Source(
        "investigation_grounds",
        "Individ/Melding/Undersokelse/Vedtaksgrunnlag",
        {"investigation": "../id", "code": "@Kode", "specified": SPECIFIED},
    ),
    Source(
        "relations",
        "Individ/Melding/Undersokelse",
        {
            "case": "case",
            "from_type": "=referral",
            "from_id": "../id",
            "to_type": "=investigation",
            "to_id": "id",
        },
    ),
    Source("plans", "Individ/Plan", {"plan": "id", **DATED, "type": "@Plantype"}),
    Source(
        "evaluations",
        "Individ/Plan",
        {"plan": "id", "date": "@EvaluertDato"},
        given="@EvaluertDato",
    ),
    Source(
        "measures",
        "Individ/Tiltak",
        {
            "measure": "id",
            **DATED,
            "category": "Kategori/@Kode",
            "specified": "Kategori/Presisering/text()",
            "revoked": "Opphevelse/@Kode",
            "revoked_specified": "Opphevelse/Presisering/text()",
        },
    ),
    Source(
        "legal_bases",
        "Individ/Tiltak/Lovhjemmel",
        {"of": "../id", "kind": "=measure", "order": "0", **ACT},
    ),
    Source(
        "legal_bases",
        "Individ/Tiltak/JmfrLovhjemmel",
        {"of": "../id", "kind": "=measure", "order": "nth", **ACT},
    ),
    Source(
        "measure_grounds",
        "Individ/Tiltak/Tiltaksgrunnlag",
        {"measure": "../id", "code": "@Kode", "specified": SPECIFIED},
    ),
    Source(
        "moves",
        "Individ/Flytting",
        {
            "move": "id",
            "case": "case",
            "date": "@SluttDato",
            "cause": "ArsakFra/@Kode",
            "cause_specified": "ArsakFra/@Presisering",
            "destination": "FlyttingTil/@Kode",
            "destination_specified": "FlyttingTil/@Presisering",
        },
    ),
]


def read(path: Path, key: bytes, *, synthetic: bool = False, keep_going: bool = False) -> Extract:
    """The cases of one 15F file; every id and identity number is replaced by a hash with ``key``
    (16 to 64 bytes).

    ``synthetic`` accepts identity numbers of the made-up series (month + 80). Raises InputProblems
    with everything that is wrong in the file; with ``keep_going`` a case that is not as the format
    has it is left out instead, and its faults are told in ``faults``.
    """
    require_format([path], KOSTRA_15F)
    with collector_paused():
        if path.stat().st_size >= LARGE_BYTES:
            with suppress(Irregular):
                return _read(path, key, Manner(synthetic, scan=True, keep_going=keep_going))
        return _read(path, key, Manner(synthetic, scan=False, keep_going=keep_going))


@dataclass(frozen=True)
class Manner:
    """How a file is read; ``scan`` is the faster way through a large one, and may raise
    Irregular.
    """

    synthetic: bool
    scan: bool
    keep_going: bool


def _read(path: Path, key: bytes, manner: Manner) -> Extract:
    reader = _Reader(path, key, manner)
    extract = reader.read()
    return _Reader(path, key, manner, twins=reader.twins).read() if reader.twins else extract


class _Reader:
    """One pass over a file.

    ``twins`` are the ids that several cases of the file have (the same Id and journal number, which
    control Individ 5 reports); a second pass that is told of them numbers these cases, so that none
    is lost in another.
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        manner: Manner,
        twins: frozenset[int] = frozenset(),
    ) -> None:
        self.reading = Reading(KOSTRA_15F, [path], keep_going=manner.keep_going)
        self.hasher, self.manner, self.faulty = Hasher(key), manner, Faulty()
        self.parts, self.ledger = Parts(), Ledger([path])
        self.told, self.met = twins, Counter[int]()
        self.twins: frozenset[int] = frozenset()
        self.about: dict[str, Any] = {}

    def read(self) -> Extract:
        for block in self.reading.scanned() if self.manner.scan else self.reading.blocks():
            self._sender(block)
            if self.reading.sound and self.about:
                self._add(block)
        self.reading.checker.finish()
        ids, counts = np.unique(self.parts.column("cases", "case"), return_counts=True)
        self.twins = frozenset(ids[counts > 1].tolist())
        self.about |= {
            "counts": self.reading.counts(),
            "remarks": self.ledger.remarks_table(),
            "synthetic": self.manner.synthetic,
            "passed_over": dict(self.reading.checker.passed_over),
        }
        cases = Cases(Packed(self.parts, self.reading.checker.vocabulary.texts))
        faults = self.faulty.table(self.reading.findings)
        known = self.ledger.journals(cases, journals_of(faults)), self.ledger.lines(cases)
        return Extract(cases, self.about, *known, faults)

    def _sender(self, block: Block) -> None:
        """Note who sends the file, once it is known; the name of the municipality is the official
        one, not what the file says, and "" where the file has none.
        """
        sender = block.rows("Avgiver")
        if not len(sender) or not self.reading.sound:
            return
        texts = self.reading.checker.vocabulary.texts
        named = {
            "municipality": "Kommunenummer",
            "organisation": "Organisasjonsnummer",
            "year": "Versjon",
        }
        said = {name: texts[sender.numbers(attribute)[0]] for name, attribute in named.items()}
        self.about = {
            "format": KOSTRA_15F.code,
            **said,
            "year": int(said["year"]),
            "municipality_name": (
                municipality_name(said["municipality"], int(said["year"]))
                if sender.texts("Kommunenavn")[0].strip()
                else ""
            ),
        }

    def _add(self, block: Block) -> None:
        mapped, rows = Mapped(block), block.rows("Individ")
        mapped.ids[rows.places] = self._distinct(self._ids(rows))
        mapped.hash_ids(IDENTIFIED, self.hasher)
        self.faulty.leave_out(mapped, "Individ")
        self._cases(mapped)
        for remark, ids in understand(mapped).items():
            self.ledger.remark(remark, ids)
        mapped.add(SOURCES, self.parts)
        for path, table in {"Individ": "cases", **IDENTIFIED}.items():
            rows, which = mapped.rows(path)
            self.ledger.place(table, block, rows.places[which])

    def _cases(self, mapped: Mapped) -> None:
        rows, which = mapped.rows("Individ")
        number = self.reading.checker.vocabulary.number
        municipality, year = self.about["municipality"], self.about["year"]
        ids = mapped.ids[rows.places[which]]
        self.ledger.journal(rows.some_texts("Journalnummer", which))
        self.parts.add(
            "cases",
            case=ids,
            person=self._persons(rows, which, ids),
            municipality=np.full(len(ids), number(municipality)),
            district=rows.numbers("Bydelsnummer")[which],
            year=np.full(len(ids), year),
            start=rows.numbers("StartDato")[which],
            end=rows.numbers("SluttDato")[which],
            closed=mapped.column(rows, "@Avslutta3112=1", "b")[which],
        )
        if municipality in WITH_DISTRICTS:
            unnamed = [not name.strip() for name in rows.some_texts("Bydelsnavn", which)]
            self.ledger.remark("district_unnamed", ids[unnamed])

    def _ids(self, rows: Rows) -> Ids:
        """What stands for each case: its district, journal number and Id, hashed."""
        texts = self.reading.checker.vocabulary.texts
        districts = [texts[number] for number in rows.numbers("Bydelsnummer").tolist()]
        parts = zip(districts, rows.texts("Journalnummer"), rows.texts("Id"), strict=True)
        kind = f"Individ {self.about['municipality']}"
        return self.hasher.hashed(kind, ["\0".join(part) for part in parts])

    def _persons(self, rows: Rows, which: Integers, cases: Ids) -> Ids:
        """Add who each case is about, and give the hash of each child."""
        numbers, dufs = (rows.some_texts(name, which) for name in ("Fodselsnummer", "DUFnummer"))
        described = describe(numbers, dufs, self.about["year"], synthetic=self.manner.synthetic)
        people = self.hasher.hashed("person", person_texts(described, numbers, dufs, cases))
        columns = person_columns(described, self.reading.checker.vocabulary.number)
        self.parts.add("persons", person=people, case=cases, **columns)
        self.ledger.remark("duf_invalid", cases[described.duf & ~described.duf_valid])
        return people

    def _distinct(self, ids: Ids) -> Ids:
        for place in np.flatnonzero(np.isin(ids, list(self.told))).tolist() if self.told else []:
            self.met[int(ids[place])] += 1
            ids[place] = self.hasher.hashed(
                "twin", [str(self.met[int(ids[place])])], ids[place : place + 1]
            )[0]
        return ids
