"""Some thousand elements of an extract at once: held against the structure, their values as
columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from barnevern.problems import nearest
from barnevern.sources.columns import (
    BAD_DAY,
    BAD_WORD,
    MISSING_DAY,
    Days,
    Free,
    Integers,
    Numbers,
    Values,
    Vocabulary,
    Words,
    misfits,
)
from barnevern.sources.findings import Findings
from barnevern.sources.structure import IGNORED_ATTRIBUTES, TEXT, Node, Structure, Value
from barnevern.sources.xml_stream import Piece

Column = Numbers | Free


@dataclass
class Rows:
    """The elements of one kind in a block: their places in it, in document order, and a column for
    each attribute (and the text, ``text()``).
    """

    node: Node
    places: Integers
    columns: dict[str, Column]

    def __len__(self) -> int:
        return len(self.places)

    def numbers(self, name: str) -> Numbers:
        """A column of days or words."""
        column = self.columns[name]
        assert not isinstance(column, Free)
        return column

    def texts(self, name: str) -> list[str]:
        """A column of free text, "" where it is missing."""
        return self.free(name).texts

    def free(self, name: str) -> Free:
        """A column of free text, not made into texts yet."""
        column = self.columns[name]
        assert isinstance(column, Free)
        return column


class Checker:
    """What stays the same from block to block: the structure, what was met before, and what was
    found wrong.
    """

    def __init__(self, structure: Structure, findings: Findings) -> None:
        self.structure, self.findings = structure, findings
        self.vocabulary = Vocabulary()
        self.days = Days()
        self.words: dict[int, Words] = {}
        self.tags = {
            tag: number
            for number, tag in enumerate(dict.fromkeys(node.tag for node in structure.nodes))
        }
        self.child = np.full(
            (len(structure.nodes) + 1, len(self.tags) + 1), -1
        )  # the last row and column are for what is not known
        for node in structure.nodes:
            for tag, number in node.children.items():
                self.child[node.number, self.tags[tag]] = number
        self.counts = np.zeros(len(structure.nodes), dtype=np.int64)
        self.root_counts: dict[int, Integers] = {}
        self.root_order: dict[int, int] = {}
        self.complete: dict[tuple[int, tuple[str, ...]], tuple[list[str], list[str]]] = {}

    def finish(self) -> None:
        """Say which children of the root a file lacks or has too many of, and raise InputProblems
        if anything at all was wrong.
        """
        for file, counts in self.root_counts.items():
            for number in self.structure.nodes[0].children.values():
                report_count(
                    self.findings, file, 0, self.structure.nodes[number], int(counts[number])
                )
        self.findings.raise_any()


def report_count(findings: Findings, file: int, element: int, node: Node, count: int) -> None:
    """Note that an element holds too few or too many of a kind of child, where that is so."""
    if count < node.least:
        findings.add(
            file,
            element,
            node.path,
            f"{node.tag} is missing; there must be at least {node.least}",
            "fill it in in the case system",
        )
    elif node.most and count > node.most:
        findings.add(
            file,
            element,
            node.path,
            f"{node.tag} stands {count} times; there may be {node.most}",
            "mend it in the case system",
        )


class Block:
    """Whole children of the root, of one file or several, held against the structure as they are
    put together.

    ``nodes`` is the kind of each element (its number in the structure, -1 where it is not known),
    ``parents`` the place of the element it stands in (-1 for a child of the root whose root came in
    an earlier block).
    """

    def __init__(self, piece: Piece, names: Sequence[tuple[str, ...]], checker: Checker) -> None:
        self.checker, self.piece, self.names = checker, piece, names
        self.layouts, self.depths = piece.layouts, piece.depths
        self._place()
        self._check_siblings()
        self.counts = np.bincount(
            self.nodes[self.nodes >= 0], minlength=len(checker.structure.nodes)
        )
        checker.counts += self.counts
        self._rows = {
            node.path: self._columns(node)
            for node in checker.structure.nodes
            if self.counts[node.number]
        }
        self._check_counts()
        self._check_texts()

    def __len__(self) -> int:
        return len(self.layouts)

    def rows(self, path: str) -> Rows:
        """The elements of one kind, by path below the root ("Individ/Melding")."""
        return self._rows.get(path) or self._empty(self.checker.structure[path])

    def report(self, place: int, column: str, rule: str, remedy: str) -> None:
        """Note what is wrong with the element at ``place``."""
        self.checker.findings.add(
            int(self.piece.files[place]), int(self.piece.elements[place]), column, rule, remedy
        )

    def _place(self) -> None:
        """Find the parent and the kind of each element, level by level."""
        checker, size = self.checker, len(self)
        unknown = len(checker.tags)
        tags = np.array([checker.tags.get(tag, unknown) for tag, *_ in self.names], dtype=np.int64)[
            self.layouts
        ]
        self.parents, self.nodes = np.full(size, -1), np.full(size, -1)
        levels = [
            np.flatnonzero(self.depths == depth)
            for depth in range(int(self.depths.max(initial=-1)) + 1)
        ]
        self.levels = levels
        for depth, level in enumerate(levels):
            if depth == 0:
                self.nodes[level] = np.where(tags[level] == 0, 0, -1)
            elif depth == 1:
                above = np.searchsorted(levels[0], level) - 1
                self.parents[level] = (
                    np.where(above >= 0, levels[0][above], -1) if len(levels[0]) else -1
                )
                self.nodes[level] = checker.child[0, tags[level]]
            else:
                self.parents[level] = levels[depth - 1][
                    np.searchsorted(levels[depth - 1], level) - 1
                ]
                self.nodes[level] = checker.child[self.nodes[self.parents[level]], tags[level]]
        for place in np.flatnonzero(self.nodes < 0):
            if self.parents[place] < 0 or self.nodes[self.parents[place]] >= 0:
                self._report_unknown(int(place))

    def _report_unknown(self, place: int) -> None:
        inside = self.checker.structure.nodes[
            self.nodes[self.parents[place]] if self.depths[place] > 1 else 0
        ]
        name = _shown(self.names[self.layouts[place]][0])
        if not self.depths[place]:
            self.report(
                place,
                name,
                f"the root element must be {inside.tag}",
                "give a case extract, KOSTRA 15F or BVR",
            )
            return
        remedy = (
            nearest(name, inside.children)
            or "remove it, or take the file out of the case system again"
        )
        self.report(
            place,
            f"{inside.path}/{name}".lstrip("/"),
            f"an element that is not known stands in {inside.tag}",
            remedy,
        )

    def _check_siblings(self) -> None:
        """Report elements that stand after one that must come later, and count the children of each
        root.
        """
        checker = self.checker
        for level in self.levels[1:]:
            known = level[self.nodes[level] >= 0]
            same = self.parents[known[1:]] == self.parents[known[:-1]]
            if level is self.levels[1]:
                same = self.piece.files[known[1:]] == self.piece.files[known[:-1]]
            for place in known[1:][same & (self.nodes[known[1:]] < self.nodes[known[:-1]])]:
                self._report_order(int(place))
        below_root = (
            self.levels[1][self.nodes[self.levels[1]] >= 0]
            if len(self.levels) > 1
            else np.array([], dtype=np.int64)
        )
        for file in np.unique(self.piece.files):
            mine = below_root[self.piece.files[below_root] == file]
            counts = checker.root_counts.setdefault(
                int(file), np.zeros(len(checker.structure.nodes), dtype=np.int64)
            )
            counts += np.bincount(self.nodes[mine], minlength=len(counts))
            if len(mine):
                if self.nodes[mine[0]] < checker.root_order.get(int(file), 0):
                    self._report_order(int(mine[0]))
                checker.root_order[int(file)] = int(self.nodes[mine[-1]])

    def _report_order(self, place: int) -> None:
        node = self.checker.structure.nodes[self.nodes[place]]
        self.report(
            place,
            node.path,
            f"{node.tag} stands after an element that must come later",
            "the file must keep to the order of the format",
        )

    def _check_counts(self) -> None:
        structure = self.checker.structure
        for node in structure.nodes:
            parent = structure.nodes[node.parent]
            if not (node.least or node.most) or node.parent <= 0 or not self.counts[parent.number]:
                continue
            places = self._rows[parent.path].places
            found = np.bincount(self.parents[self.rows(node.path).places], minlength=len(self))[
                places
            ]
            for which in np.flatnonzero(
                (found < node.least) | ((found > node.most) if node.most else False)
            ):
                place = places[which]
                report_count(
                    self.checker.findings,
                    int(self.piece.files[place]),
                    int(self.piece.elements[place]),
                    node,
                    int(found[which]),
                )

    def _check_texts(self) -> None:
        for place in self.piece.stray:
            self.report(place, "", "text stands between elements", "the format has no text there")
        for place in self.piece.texts:
            node = self.nodes[place]
            if node >= 0 and TEXT not in self.checker.structure.nodes[node].values:
                self.report(
                    place,
                    self.checker.structure.nodes[node].path,
                    "text stands in an element that has none",
                    "the format has no text there",
                )

    def _empty(self, node: Node) -> Rows:
        return Rows(
            node,
            np.array([], dtype=np.int64),
            {name: _blank(value, 0) for name, value in node.values.items()},
        )

    def _columns(self, node: Node) -> Rows:
        """The elements of one kind with their values, checked."""
        places = np.flatnonzero(self.nodes == node.number)
        rows = Rows(
            node, places, {name: _blank(value, len(places)) for name, value in node.values.items()}
        )
        layouts, names = self.layouts[places], self.names
        for layout in np.flatnonzero(np.bincount(layouts)).tolist():
            which = np.flatnonzero(layouts == layout)
            self._check_names(node, names[layout], places[which])
            first = self.piece.first[places[which]]
            for order, name in enumerate(names[layout][1:]):
                if name in node.values:
                    self._fill(
                        rows, node.values[name], name, which, self.piece.values.take(first + order)
                    )
        if TEXT in node.values:
            texts = [self.piece.texts.get(place, "") for place in places.tolist()]
            which = np.flatnonzero([text or node.values[TEXT].kind != "free" for text in texts])
            self._fill(
                rows, node.values[TEXT], TEXT, which, Values.of([texts[place] for place in which])
            )
        return rows

    def _fill(self, rows: Rows, value: Value, name: str, which: Integers, values: Values) -> None:
        """Put the values of some elements into their column, and report those that do not fit."""
        if value.kind == "free":
            rows.free(name).add(which, values)
            wrong = misfits(value, values)
        else:
            numbers = (self.checker.days if value.kind == "date" else self._words(value)).encoded(
                values
            )
            rows.numbers(name)[which] = numbers
            wrong = np.flatnonzero(
                numbers == (BAD_DAY if value.kind == "date" else BAD_WORD)
            ).tolist()
        for place in wrong:
            label = rows.node.path if name == TEXT else f"{rows.node.path}/@{name}".lstrip("/")
            self.report(int(rows.places[which[place]]), label, value.rule, value.remedy)

    def _words(self, value: Value) -> Words:
        return self.checker.words.setdefault(id(value), Words(value, self.checker.vocabulary))

    def _check_names(self, node: Node, layout: tuple[str, ...], places: Integers) -> None:
        found = self.checker.complete.get((node.number, layout))
        if found is None:
            names = [name for name in layout[1:] if name not in IGNORED_ATTRIBUTES]
            unknown = [name for name in names if name not in node.values or name == TEXT]
            missing = [
                name
                for name, value in node.values.items()
                if value.required and name not in names and name != TEXT
            ]
            found = self.checker.complete[node.number, layout] = unknown, missing
        unknown, missing = found
        if not unknown and not missing:
            return
        for place in places.tolist():
            for name in unknown:
                remedy = (
                    nearest(_shown(name), node.values)
                    or "remove it, or take the file out of the case system again"
                )
                self.report(
                    place,
                    f"{node.path}/@{_shown(name)}".lstrip("/"),
                    f"an attribute that is not known stands in {node.tag}",
                    remedy,
                )
            for name in missing:
                self.report(
                    place,
                    f"{node.path}/@{name}".lstrip("/"),
                    "the attribute is missing",
                    "fill it in in the case system",
                )


def _blank(value: Value, size: int) -> Column:
    if value.kind == "free":
        return Free(size)
    return np.full(size, MISSING_DAY if value.kind == "date" else 0, dtype=np.int32)


def _shown(name: str) -> str:
    """A name from the file, fit for a message: without its namespace, and not longer than a name of
    the format.
    """
    return name.rpartition("}")[2][:40]
