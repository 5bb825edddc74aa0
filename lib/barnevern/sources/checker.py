"""What stays the same from block to block of an extract: the structure, what was met before, and
what was found wrong.
"""

from collections import Counter

import numpy as np

from barnevern.sources.columns import Days, Integers, Vocabulary, Words
from barnevern.sources.findings import Findings
from barnevern.sources.structure import IGNORED_ATTRIBUTES, TEXT, Node, Structure, Value


class Checker:
    """What stays the same from block to block: the structure, what was met before, and what was
    found wrong.
    """

    def __init__(
        self, structure: Structure, findings: Findings, case: str = "", *, freely: bool = False
    ) -> None:
        self.structure, self.findings = structure, findings
        self.case = structure.paths.get(case, -1)  # the kind of the elements that are a case
        self.freely = freely  # see Format.read_freely
        self.passed_over: Counter[str] = Counter()  # attributes not known, by path of the element
        self.vocabulary = Vocabulary()
        self.days = Days()
        self.words: dict[int, Words] = {}
        tags = dict.fromkeys(node.tag for node in structure.nodes)
        self.tags = {tag: number for number, tag in enumerate(tags)}
        self.child = _children(structure, self.tags)
        self.counts = np.zeros(len(structure.nodes), dtype=np.int64)
        self.root_counts: dict[int, Integers] = {}
        self.root_order: dict[int, int] = {}
        self.wrong_names: dict[tuple[int, tuple[str, ...]], tuple[list[str], list[str]]] = {}

    def kinds(self, tags: Integers, parents: Integers) -> Integers:
        """The kind of elements with these ``tags`` in elements of the kinds ``parents``; -1 where
        it is not known.
        """
        found: Integers = self.child[parents, tags]
        return found

    def words_of(self, value: Value) -> Words:
        """The numbers of the texts that an attribute had so far."""
        return self.words.setdefault(id(value), Words(value, self.vocabulary))

    def names_of(self, node: Node, layout: tuple[str, ...]) -> tuple[list[str], list[str]]:
        """Which attributes of a layout are not known, and which required ones it lacks."""
        key = node.number, layout
        if key not in self.wrong_names:
            names = [name for name in layout[1:] if name not in IGNORED_ATTRIBUTES]
            unknown = [name for name in names if name not in node.values or name == TEXT]
            required = [name for name, value in node.values.items() if value.required]
            missing = [name for name in required if name not in names and name != TEXT]
            self.wrong_names[key] = unknown, missing
        return self.wrong_names[key]

    def in_root(self, file: int) -> Integers:
        """How many children of each kind the root of a file has so far; to be added to."""
        nothing = np.zeros(len(self.structure.nodes), dtype=np.int64)
        return self.root_counts.setdefault(file, nothing)

    def finish(self) -> None:
        """Say which children of the root a file lacks or has too many of, and raise InputProblems
        if anything at all was wrong.
        """
        for file, counts in self.root_counts.items():
            for number in self.structure.nodes[0].children.values():
                node = self.structure.nodes[number]
                rule, remedy = count_fault(node, int(counts[number]))
                if rule:
                    self.findings.add(file, 0, node.path, rule, remedy)
        self.findings.raise_any()


def _children(structure: Structure, tags: dict[str, int]) -> Integers:
    """The kind of a child by the kind of its parent and the number of its tag; -1 where there is
    none. The last row and column are for what is not known.
    """
    child = np.full((len(structure.nodes) + 1, len(tags) + 1), -1)
    for node in structure.nodes:
        for tag, number in node.children.items():
            child[node.number, tags[tag]] = number
    return child


def count_fault(node: Node, count: int) -> tuple[str, str]:
    """Rule and remedy where an element holds too few or too many of a kind of child; "" where it
    does not.
    """
    if count < node.least:
        rule = f"{node.tag} is missing; there must be at least {node.least}"
        return rule, "fill it in in the case system"
    if node.most and count > node.most:
        rule = f"{node.tag} stands {count} times; there may be {node.most}"
        return rule, "mend it in the case system"
    return "", ""
