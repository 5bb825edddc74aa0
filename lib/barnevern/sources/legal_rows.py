"""The legal bases of a block of KOSTRA 15F, each understood as a whole."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.cases.legal_text import MARKS, PARTS, TOO_LONG, UNREADABLE, understood
from barnevern.sources.columns import Integers
from barnevern.sources.mapping import Mapped
from barnevern.sources.rows import Rows

MEASURE = "Individ/Tiltak"
REMARKS = ("act_rewritten", "basis_rewritten", "basis_too_long")
BASES = (f"{MEASURE}/Lovhjemmel", f"{MEASURE}/JmfrLovhjemmel")
FROM_2023 = np.datetime64("2023-01-01").astype("datetime64[D]").astype(np.int64)

Ids = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]


def understand(mapped: Mapped) -> dict[str, Ids]:
    """Put what is meant in the place of the tokens of every legal basis, and give the remarks on
    measures that this takes: see ``act_rewritten``, ``basis_rewritten`` and ``basis_too_long`` in
    REMARKS.
    """
    found: dict[str, list[Integers]] = {remark: [] for remark in REMARKS}
    for path in BASES:
        rows = mapped.block.rows(path)
        measures = mapped.block.parents[rows.places]
        starts = _starts(mapped, measures)
        tokens = np.column_stack(
            [*(rows.numbers(part) for part in PARTS), starts >= FROM_2023]
        ).astype(np.int64)
        marked, long = _replace(mapped, rows, tokens)
        of_itself = marked.any(axis=1) & (path == BASES[0])
        for remark, which in zip(REMARKS, (marked[:, 0], of_itself, long), strict=True):
            found[remark].append(measures[which])
    return {remark: _ids(mapped, np.concatenate(places)) for remark, places in found.items()}


def _ids(mapped: Mapped, places: Integers) -> Ids:
    """The ids of the measures at these places that count, each once, in document order."""
    once = np.unique(places)
    ids: Ids = mapped.ids[once[mapped.alive[once]]]
    return ids


def _starts(mapped: Mapped, measures: Integers) -> Integers:
    """The day each of the measures at these places started."""
    rows = mapped.block.rows(MEASURE)
    return rows.numbers("StartDato")[np.searchsorted(rows.places, measures)].astype(np.int64)


def _different(tokens: Integers) -> tuple[Integers, Integers]:
    """The different rows of a table of numbers from -1 on, and which of them each row is; much
    faster than to sort the rows.
    """
    which = np.zeros(len(tokens), dtype=np.int64)
    for column in tokens.T + 1:
        which, _ = pd.factorize(which * (column.max(initial=0) + 1) + column)
    newest = np.maximum.accumulate(which) if len(which) else which
    return tokens[np.flatnonzero(np.diff(newest, prepend=-1))], which


def _replace(mapped: Mapped, rows: Rows, tokens: Integers) -> tuple[Flags, Flags]:
    """Write what is meant over the tokens; which parts of which rows were not as the format has
    them, and which rows have a part that is too long.
    """
    vocabulary = mapped.block.checker.vocabulary
    different, which = _different(tokens)
    meant = np.zeros((len(different), len(PARTS)), dtype=np.int32)
    marked = np.zeros((len(different), len(PARTS)), dtype=bool)
    long = np.zeros(len(different), dtype=bool)
    for number, (*parts, late) in enumerate(different.tolist()):
        texts = tuple(vocabulary.texts[part] for part in parts)
        found = understood(texts, since_2023=bool(late))
        meant[number] = [vocabulary.number(text) for text in found]
        marked[number] = [text.startswith((*MARKS, UNREADABLE)) for text in texts]
        long[number] = any(text.startswith(TOO_LONG) for text in texts)
    for column, part in enumerate(PARTS):
        rows.numbers(part)[:] = meant[which, column]
    return marked[which], long[which]
