"""The cases of an extract that are not as the file format has them, and what is wrong in each."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from barnevern.cases.packed import id_texts
from barnevern.cases.tables import FAULTS
from barnevern.sources.findings import Findings, element_lines
from barnevern.sources.mapping import Mapped


class Faulty:
    """The cases that are left out of the tables, by file and the number of their element there."""

    def __init__(self) -> None:
        self.cases: dict[tuple[int, int], tuple[str, str]] = {}

    def leave_out(self, mapped: Mapped, path: str) -> None:
        """Mark the faulty cases (at ``path``) of a block as such that do not count, with all that
        is in them.
        """
        block = mapped.block
        if not block.faulty:
            return
        rows = block.rows(path)
        for which in np.flatnonzero(np.isin(rows.places, list(block.faulty))).tolist():
            place = int(rows.places[which])
            key = int(block.piece.files[place]), int(block.piece.elements[place])
            own = id_texts(mapped.ids[place : place + 1])[0].as_py()
            self.cases[key] = own, rows.texts("Journalnummer")[which]
        mapped.alive[list(block.faulty)] = False
        mapped.leave_out_below()

    def table(self, findings: Findings) -> pd.DataFrame:
        """What is wrong in each of them: FAULTS, in the order of files and lines."""
        lines = _lines(findings)
        rows = [
            (
                *self.cases.get((fault.file, fault.case), ("", "")),
                findings.paths[fault.file].name,
                lines[fault.file].get(fault.element, 0),
                fault.column,
                fault.rule,
                fault.remedy,
            )
            for fault in findings.faults
        ]
        table = pd.DataFrame(rows, columns=FAULTS).astype({"line": "int64"})
        return table.sort_values(["file", "line"], kind="stable", ignore_index=True)


def _lines(findings: Findings) -> dict[int, dict[int, int]]:
    """By file, the line of each element that something is wrong with."""
    wanted: dict[int, list[int]] = {}
    for fault in findings.faults:
        wanted.setdefault(fault.file, []).append(fault.element)
    return {file: element_lines(findings.paths[file], among) for file, among in wanted.items()}


def journals_of(faults: pd.DataFrame) -> Mapping[str, str]:
    """Journal number by case id."""
    return dict(zip(faults["case"], faults["journal"], strict=True))
