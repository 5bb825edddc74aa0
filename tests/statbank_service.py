"""A service on this machine that answers as Statistics Norway's PxWebApi v2 and Klass do, and
stumbles when it is told to.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from barnevern.sources import statbank_figures
from barnevern.sources.web import Service
from patience import PATIENCE_SECONDS

REAL = Path(__file__).parent / "statbank"
TABLE_12134 = json.loads(
    (REAL / "table_12134_three_municipalities_2024.json").read_text(encoding="utf-8")
)
KLASS = json.loads((REAL / "klass_131_codes_at_2026-04-25.json").read_text(encoding="utf-8"))
REGIONS = [
    "EAK",
    "EAKUO",
    "EKA30",
    "EKA32",
    "EKG12",
    "EAFK01",
    "0219",
    "3024",
    "3201",
    "030101",
    "0301",
]
YEARS = ["2015", "2020", "2024"]
NUMBER = {"base": "personer", "decimals": 0}
Cell = tuple[float | None, str]


@dataclass
class Held:
    """One table of the service: its codes by variable, the unit of each content, and what stands in
    a cell.
    """

    codes: dict[str, list[str]]
    cell: Callable[[dict[str, str]], Cell]
    units: dict[str, str] = field(default_factory=dict)
    updated: str = "2026-06-15T06:00:00Z"
    title: str = "Tabell"
    discontinued: bool | None = None

    def metadata(self, number: str) -> dict[str, Any]:
        return self._dataset(number, {variable: [] for variable in self.codes}) | {
            "size": [len(codes) for codes in self.codes.values()],
            "dimension": {
                variable: self._dimension(variable, codes) for variable, codes in self.codes.items()
            },
            "note": ["Om tabellen.", "Det er brudd i tidsserien mellom 2019 og 2020."],
        }

    def answer(self, number: str, chosen: dict[str, list[str]]) -> dict[str, Any]:
        return self._dataset(number, chosen)

    def _dataset(self, number: str, chosen: dict[str, list[str]]) -> dict[str, Any]:
        cells = [
            self.cell(dict(zip(chosen, codes, strict=True))) for codes in product(*chosen.values())
        ]
        found: dict[str, Any] = {
            "version": "2.0",
            "class": "dataset",
            "label": f"{number}: {self.title}, etter region og år",
            "source": "Statistisk sentralbyrå",
            "updated": self.updated,
            "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
            "id": list(chosen),
            "size": [len(codes) for codes in chosen.values()],
            "dimension": {
                variable: self._dimension(variable, codes) for variable, codes in chosen.items()
            },
            "extension": {
                "noteMandatory": {"1": True},
                "px": {"tableid": number, "aggregallowed": False},
                "discontinued": self.discontinued,
            },
            "value": [value for value, _ in cells],
        }
        symbols = {str(place): symbol for place, (_, symbol) in enumerate(cells) if symbol}
        return found | ({"status": symbols} if symbols else {})

    def _dimension(self, variable: str, codes: list[str]) -> dict[str, Any]:
        category: dict[str, Any] = {
            "index": {code: place for place, code in enumerate(codes)},
            "label": {code: code for code in codes},
        }
        if variable == "ContentsCode":
            category["unit"] = {
                code: NUMBER | ({"base": self.units[code]} if code in self.units else {})
                for code in codes
            }
        return {
            "label": variable.lower(),
            "category": category,
            "extension": {"elimination": variable == "Kjonn"},
        }


@dataclass
class Bank:
    """What the service has, what it was asked, and the faults its next answers have ("429", "503",
    "cut", "slow", "html", …).
    """

    tables: dict[str, Held] = field(default_factory=dict)
    klass: dict[str, Any] = field(default_factory=lambda: KLASS)
    config: dict[str, Any] = field(
        default_factory=lambda: {
            "apiVersion": "2.3.2",
            "maxDataCells": 800_000,
            "maxCallsPerTimeWindow": 0,
        }
    )
    faults: list[str] = field(default_factory=list)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    address: str = ""
    slept: list[float] = field(default_factory=list)
    time: float = 0.0

    def service(self, **options: Any) -> Service:
        """The service as the library asks it, with a clock that only goes when it sleeps."""
        return Service(self.address, sleep=self._sleep, now=lambda: self.time, **options)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def data_questions(self) -> list[dict[str, list[str]]]:
        return [
            {one["variableCode"]: one["valueCodes"] for one in body["selection"]}
            for _, path, body in self.asked
            if "/data" in path
        ]

    def reply(self, path: str, body: Any) -> tuple[int, dict[str, Any]]:
        """Status and body of an answer without a fault."""
        where, _, query = path.partition("?")
        if where == "/klass/v1/classifications/131/codesAt":
            return (200, self.klass) if "date=" in query else (400, {"title": "Bad Request"})
        if where == "/pxwebapi/v2/config":
            return 200, self.config
        number, _, what = where.removeprefix("/pxwebapi/v2/tables/").partition("/")
        held = self.tables.get(number)
        if held is None:
            # The service answers so: 400 outside, 404 inside.
            return 400, {"type": "Parameter error", "title": "Non-existent table", "status": 404}
        return (
            (200, held.metadata(number)) if what == "metadata" else self._data(held, number, body)
        )

    def _data(self, held: Held, number: str, body: Any) -> tuple[int, dict[str, Any]]:
        chosen = {one["variableCode"]: one["valueCodes"] for one in body["selection"]}
        if any(len(set(codes)) < len(codes) for codes in chosen.values()):
            return 500, {}  # a code that stands twice: no words
        title = ""
        if set(chosen) - set(held.codes):
            title = "Non-existent variable"
        elif any(set(codes) - set(held.codes[variable]) for variable, codes in chosen.items()):
            title = "Non-existent value"
        elif set(held.codes) - set(chosen) - {"Kjonn"}:
            title = "Missing selection for mandantory variable"
        elif prod(map(len, chosen.values())) > self.config.get("maxDataCells", 100_000):
            title = "Too many cells selected"
        if title:
            return 400, {"type": "Parameter error", "title": title, "status": 400}
        return 200, held.answer(
            number, {variable: chosen[variable] for variable in held.codes if variable in chosen}
        )


class Server(ThreadingHTTPServer):
    """The service at its address; ``released`` ends every answer that is being kept back."""

    daemon_threads = True

    def __init__(self, bank: Bank) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.bank, self.released = bank, threading.Event()


class Handler(BaseHTTPRequestHandler):
    """Answers one question, with the next fault if there is one."""

    server: Server

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: Any) -> None:
        bank = self.server.bank
        bank.asked.append((self.command, self.path, body))
        fault = bank.faults.pop(0) if bank.faults else ""
        if fault == "slow":
            self.server.released.wait(PATIENCE_SECONDS)  # says nothing, longer than anyone listens
            return
        status, found = (int(fault[:3]), {}) if fault[:3].isdigit() else bank.reply(self.path, body)
        content = (
            b"<html>Logg inn</html>"
            if fault == "html"
            else b""
            if status == 500
            else json.dumps(found).encode()
        )
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("x-ratelimit-policy", "40;w=60s")
        for header in fault.split(" ")[1:]:
            self.send_header(*header.split("="))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if fault == "cut" else content)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def opened(bank: Bank) -> Iterator[Bank]:
    """The service at work at ``bank.address``."""
    server = Server(bank)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    bank.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield bank
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def every_table() -> dict[str, Held]:
    """The tables that are wanted, each with districts and other regions beside those that are; a
    figure is a sum over its codes.
    """

    def cell(of: dict[str, str]) -> Cell:
        region, year = of.get("KOKkommuneregion0000") or of["Region"], int(of["Tid"])
        there = {"0219": year < 2020, "3024": 2020 <= year < 2024, "3201": year >= 2024}.get(
            region, True
        )
        share = (
            "innb" in of["ContentsCode"]
            or of["ContentsCode"].endswith("0001")
            or of["ContentsCode"].startswith(("KOSandel", "EU"))
        )
        return (4.5 if share else 100.0 * (year - 2000) + len(of), "") if there else (None, ".")

    tables = {}
    for name, one in statbank_figures.wanted().items():
        regions = REGIONS if one.region.startswith("KOK") else ["0", "03", "32"]
        codes: dict[str, list[str]] = {one.region: regions}
        for figure in one.figures:
            for variable, wanted in figure.codes.items():
                codes[variable] = list(dict.fromkeys([*codes.get(variable, []), *wanted]))
        tables[name] = Held(
            codes | {"Tid": YEARS}, cell, {"KOSbelop0000": "1000 kr"}, title=f"Tabell {name}"
        )
    return tables
