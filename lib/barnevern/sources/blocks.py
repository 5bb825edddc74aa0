"""Some thousand elements of an extract at once: held against the structure, their values as
columns.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from barnevern.problems import nearest
from barnevern.sources.checker import Checker, count_fault
from barnevern.sources.columns import BAD_DAY, BAD_WORD, Integers, Values, misfits
from barnevern.sources.rows import Rows, without_values
from barnevern.sources.structure import TEXT, Node, Value
from barnevern.sources.xml_stream import Piece

DATE_SIZE = 10  # YYYY-MM-DD
TAKE_OUT_AGAIN = "remove it, or take the file out of the case system again"


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
        deepest = int(self.depths.max(initial=-1))
        self.faulty: set[int] = set()  # places of the cases that are not as the format has them
        self.levels = [np.flatnonzero(self.depths == depth) for depth in range(deepest + 1)]
        self.parents = _parents(self.levels, len(self))
        self.nodes = np.full(len(self), -1)
        unknown = self._find_kinds()
        for place in unknown:
            self._report_unknown(place)
        self._check_order()
        self._count_in_roots()
        nodes = checker.structure.nodes
        self.counts = np.bincount(self.nodes[self.nodes >= 0], minlength=len(nodes))
        checker.counts += self.counts
        self._rows = {node.path: self._columns(node) for node in nodes if self.counts[node.number]}
        self._check_counts()
        self._check_texts()

    def __len__(self) -> int:
        return len(self.layouts)

    def rows(self, path: str) -> Rows:
        """The elements of one kind, by path below the root ("Individ/Melding")."""
        nowhere = np.array([], dtype=np.int64)
        return self._rows.get(path) or without_values(self.checker.structure[path], nowhere)

    def above(self, places: Integers, levels: int) -> Integers:
        """The place of the element so many ``levels`` above each of ``places``."""
        for _ in range(levels):
            places = self.parents[places]
        return places

    def report(self, place: int, column: str, rule: str, remedy: str) -> None:
        """Note what is wrong with the element at ``place``: a fault of its case, where it stands in
        one.
        """
        file, element = int(self.piece.files[place]), int(self.piece.elements[place])
        case = self._case_of(place)
        if case >= 0:
            self.faulty.add(case)
        of = int(self.piece.elements[case]) if case >= 0 else -1
        self.checker.findings.add(file, element, column, rule, remedy, of)

    def _case_of(self, place: int) -> int:
        """The place of the case that the element at ``place`` is or stands in, -1 for none."""
        if not self.depths[place]:
            return -1
        above = self.levels[1] if len(self.levels) > 1 else self.levels[0]
        case = int(above[np.searchsorted(above, place, side="right") - 1])
        return case if self.nodes[case] == self.checker.case else -1

    def _find_kinds(self) -> list[int]:
        """Find the kind of each element, level by level, and give the outermost of those that are
        not known.
        """
        checker = self.checker
        numbers = [checker.tags.get(tag, len(checker.tags)) for tag, *_ in self.names]
        tags = np.array(numbers, dtype=np.int64)[self.layouts]
        nodes = self.nodes
        for depth, level in enumerate(self.levels):
            if depth == 0:
                nodes[level] = np.where(tags[level] == 0, 0, -1)
            else:
                above = nodes[self.parents[level]] if depth > 1 else np.zeros_like(level)
                nodes[level] = checker.kinds(tags[level], above)
        unknown = np.flatnonzero(nodes < 0)
        above = self.parents[unknown]
        found: list[int] = unknown[(above < 0) | (nodes[above] >= 0)].tolist()
        return found

    def _report_unknown(self, place: int) -> None:
        """Report an element that is not known in the element it stands in."""
        parent = int(self.nodes[self.parents[place]]) if self.depths[place] > 1 else 0
        inside = self.checker.structure.nodes[parent]
        name = _shown(self.names[self.layouts[place]][0])
        if not self.depths[place]:
            rule = f"the root element must be {inside.tag}"
            self.report(place, name, rule, "give a case extract, KOSTRA 15F or BVR")
            return
        column = f"{inside.path}/{name}".lstrip("/")
        rule = f"an element that is not known stands in {inside.tag}"
        self.report(place, column, rule, nearest(name, inside.children) or TAKE_OUT_AGAIN)

    def _check_order(self) -> None:
        """Report elements that stand after a sibling that must come later; in a format that is read
        freely only those of the root.
        """
        levels = self.levels[1:2] if self.checker.freely else self.levels[1:]
        for depth, level in enumerate(levels, start=1):
            known = level[self.nodes[level] >= 0]
            owners = (self.piece.files if depth == 1 else self.parents)[known]
            later = (owners[1:] == owners[:-1]) & (np.diff(self.nodes[known]) < 0)
            for place in known[1:][later].tolist():
                self._report_order(place)

    def _count_in_roots(self) -> None:
        """Count the children of the root of each file, and report a first one that must come before
        those of an earlier block.
        """
        checker = self.checker
        below_root = self.levels[1] if len(self.levels) > 1 else np.array([], dtype=np.int64)
        below_root = below_root[self.nodes[below_root] >= 0]
        for file in np.unique(self.piece.files).tolist():
            mine = below_root[self.piece.files[below_root] == file]
            counts = checker.in_root(file)
            counts += np.bincount(self.nodes[mine], minlength=len(counts))
            if len(mine):
                if self.nodes[mine[0]] < checker.root_order.get(file, 0):
                    self._report_order(int(mine[0]))
                checker.root_order[file] = int(self.nodes[mine[-1]])

    def _report_order(self, place: int) -> None:
        node = self.checker.structure.nodes[self.nodes[place]]
        self.report(
            place,
            node.path,
            f"{node.tag} stands after an element that must come later",
            "the file must keep to the order of the format",
        )

    def _check_counts(self) -> None:
        """Report elements that hold too few or too many of a kind of child; those of the root are
        counted to the end of the file.
        """
        nodes = self.checker.structure.nodes
        for node in nodes:
            limited, inside = node.least or node.most, node.parent > 0
            if limited and inside and self.counts[node.parent]:
                self._check_count(node, nodes[node.parent])

    def _check_count(self, node: Node, parent: Node) -> None:
        places = self._rows[parent.path].places
        owners = self.parents[self.rows(node.path).places]
        counts = np.bincount(owners, minlength=len(self))[places]
        too_many = counts > node.most if node.most else False
        for which in np.flatnonzero((counts < node.least) | too_many).tolist():
            rule, remedy = count_fault(node, int(counts[which]))
            self.report(int(places[which]), node.path, rule, remedy)

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

    def _columns(self, node: Node) -> Rows:
        """The elements of one kind with their values, checked."""
        rows = without_values(node, np.flatnonzero(self.nodes == node.number))
        layouts = self.layouts[rows.places]
        for layout in np.flatnonzero(np.bincount(layouts)).tolist():
            self._add_attributes(rows, np.flatnonzero(layouts == layout), self.names[layout])
        if TEXT in node.values:
            self._add_texts(rows, node.values[TEXT])
        return rows

    def _add_attributes(self, rows: Rows, which: Integers, layout: tuple[str, ...]) -> None:
        """Put in the attributes of the rows that have one layout."""
        values = rows.node.values
        self._check_names(rows.node, layout, rows.places[which])
        first = self.piece.first[rows.places[which]]
        for order, name in enumerate(layout[1:]):
            if name in values:
                taken = self.piece.values.take(first + order)
                there = self._there(values[name], taken)
                if there.all():
                    self._fill(rows, values[name], name, which, taken)
                else:
                    given = np.flatnonzero(there)
                    self._fill(rows, values[name], name, which[given], taken.take(given))

    def _there(self, value: Value, values: Values) -> npt.NDArray[np.bool_]:
        """Which of the values are there: in a format that is read freely, an optional attribute
        that is empty (or a blank date) is not.
        """
        if value.required or not self.checker.freely:
            return np.ones(len(values), dtype=bool)
        sizes = values.ends - values.starts
        there: npt.NDArray[np.bool_] = sizes > 0
        if value.kind == "date":
            odd = np.flatnonzero(there & (sizes != DATE_SIZE))
            there[odd] = [not text.isspace() for text in values.take(odd).texts()]
        return there

    def _add_texts(self, rows: Rows, value: Value) -> None:
        """Put in the texts of the rows; a text that is free may be missing."""
        texts = [self.piece.texts.get(place, "") for place in rows.places.tolist()]
        which = np.flatnonzero([bool(text) or value.kind != "free" for text in texts])
        self._fill(rows, value, TEXT, which, Values.of([texts[place] for place in which]))

    def _fill(self, rows: Rows, value: Value, name: str, which: Integers, values: Values) -> None:
        """Put the values of some elements into their column, and report those that do not fit."""
        if value.kind == "free":
            rows.free(name).add(which, values)
            wrong = misfits(value, values)
        else:
            is_date = value.kind == "date"
            reader = self.checker.days if is_date else self.checker.words_of(value)
            numbers = rows.numbers(name)[which] = reader.encoded(values)
            wrong = np.flatnonzero(numbers == (BAD_DAY if is_date else BAD_WORD)).tolist()
        for place in wrong:
            label = rows.node.path if name == TEXT else _attribute(rows.node, name)
            self.report(int(rows.places[which[place]]), label, value.rule, value.remedy)

    def _check_names(self, node: Node, layout: tuple[str, ...], places: Integers) -> None:
        """Report attributes that are not known, or missing, for each of the elements with the
        layout.
        """
        unknown, missing = self.checker.names_of(node, layout)
        if unknown and self.checker.freely:
            self.checker.passed_over[node.path] += len(unknown) * len(places)
            unknown = []
        if not unknown and not missing:
            return
        rule = f"an attribute that is not known stands in {node.tag}"
        for place in places.tolist():
            for name in map(_shown, unknown):
                remedy = nearest(name, node.values) or TAKE_OUT_AGAIN
                self.report(place, _attribute(node, name), rule, remedy)
            for name in missing:
                remedy = "fill it in in the case system"
                self.report(place, _attribute(node, name), "the attribute is missing", remedy)


def _parents(levels: list[Integers], size: int) -> Integers:
    """The place of the element that each stands in, from the places of each depth; -1 for a root,
    and for a child of a root that came in an earlier block.
    """
    parents = np.full(size, -1)
    for above, level in pairwise(levels):
        if len(above):
            nearest_above = np.searchsorted(above, level) - 1
            parents[level] = np.where(nearest_above >= 0, above[nearest_above], -1)
    return parents


def _attribute(node: Node, name: str) -> str:
    """Where an attribute stands, for a message."""
    return f"{node.path}/@{name}".lstrip("/")


def _shown(name: str) -> str:
    """A name from the file, fit for a message: without its namespace, and not longer than a name of
    the format.
    """
    return name.rpartition("}")[2][:40]
