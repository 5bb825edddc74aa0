"""What a BVR file says between its elements: relations, and who owes how many visits from when."""

from operator import itemgetter

import numpy as np

from barnevern.cases.identity import Hasher
from barnevern.sources.bvr_tables import IDENTIFIED, KINDS
from barnevern.sources.columns import Integers
from barnevern.sources.mapping import Array, Mapped
from barnevern.sources.reading import Ids
from barnevern.sources.rows import Rows

Changes = dict[int, list[tuple[int, int]]]  # day and value of each change, by place of the measure


def relations(mapped: Mapped, hasher: Hasher) -> dict[str, Array]:
    """The columns of the table relations: ties between elements that have a table of their own and
    are not deleted.

    FraId may be the id that the element had in the system it was moved from (MigrertId).
    """
    rows, which = mapped.rows("Sak/Relasjon")
    vocabulary = mapped.block.checker.vocabulary
    cases, moved = mapped.column(rows, "../id", "t"), _moved(mapped)
    (left_tags, left), (right_tags, right) = (
        _ends(mapped, rows, end, hasher, cases, moved) for end in ("Fra", "Til")
    )
    kept = _of_kinds(which, left_tags, right_tags)
    gone = mapped.ids[~mapped.alive]
    kept = kept[~np.isin(left[kept], gone) & ~np.isin(right[kept], gone)]

    def kinds(tags: list[str]) -> Integers:
        return np.array([vocabulary.number(KINDS[tags[place]]) for place in kept], dtype=np.int64)

    return {
        "case": cases[kept],
        "from_type": kinds(left_tags),
        "from_id": left[kept],
        "to_type": kinds(right_tags),
        "to_id": right[kept],
    }


def _of_kinds(which: Integers, left: list[str], right: list[str]) -> Integers:
    """The relations whose both ends have a table of their own."""
    known = [place for place in which.tolist() if left[place] in KINDS and right[place] in KINDS]
    return np.array(known, dtype=np.int64)


def _ends(
    mapped: Mapped,
    rows: Rows,
    end: str,
    hasher: Hasher,
    cases: Ids,
    moved: dict[tuple[int, str, str], int],
) -> tuple[list[str], Ids]:
    """The tags and the ids of the elements at one end (Fra or Til) of the relations."""
    vocabulary = mapped.block.checker.vocabulary
    tags = [vocabulary.texts[number] for number in rows.numbers(f"{end}Type").tolist()]
    texts = [text.lower() for text in rows.texts(f"{end}Id")]
    ids = np.zeros(len(rows), dtype=np.uint64)
    for tag in set(tags):
        mine = np.flatnonzero([other == tag for other in tags])
        ids[mine] = hasher.hashed(tag, [texts[place] for place in mine], cases[mine])
    for place, key in enumerate(zip(cases.tolist(), tags, texts, strict=True)):
        ids[place] = moved.get(key, ids[place])
    return tags, ids


def _moved(mapped: Mapped) -> dict[tuple[int, str, str], int]:
    """Ids of the elements that were moved over from an older system, by case, kind and the id they
    had there.
    """
    ids = {}
    for path in IDENTIFIED:
        rows = mapped.block.rows(path)
        cases = mapped.column(rows, "../id", "t").tolist()
        old_ids = rows.texts("MigrertId")
        for place, case, old in zip(rows.places.tolist(), cases, old_ids, strict=True):
            if old:
                ids[case, rows.node.tag, old.lower()] = int(mapped.ids[place])
    return ids


def duties(mapped: Mapped) -> dict[str, Array]:
    """The columns of the table visit_duties: how many visits a year are owed, and who owes them,
    from each day on which one of the two changes.
    """
    supervised = _changes(mapped, "Sak/Tiltak/Tilsyn/Hyppighet", "Kode")
    owners = _changes(mapped, "Sak/Tiltak/Tilsyn/Ansvarlig", "Kommunenummer")
    followed = _changes(mapped, "Sak/Tiltak/Oppfolging/Hyppighet", "Kode")
    vocabulary = mapped.block.checker.vocabulary
    rows = [
        *_duty_rows(supervised, owners, vocabulary.number("supervision")),
        *_duty_rows(followed, {}, vocabulary.number("follow_up")),
    ]
    table = np.array(sorted(rows, key=itemgetter(0)), dtype=np.int64).reshape(-1, 5)
    places, kinds, days, rates, municipalities = table.T
    return {
        "measure": mapped.ids[places],
        "kind": kinds,
        "start": days.astype(np.int32),
        "per_year": np.array([int(vocabulary.texts[rate]) for rate in rates], dtype=np.int64),
        "municipality": municipalities,
    }


def _duty_rows(rates: Changes, owners: Changes, kind: int) -> list[tuple[int, int, int, int, int]]:
    """Place of the measure, kind, day, rate and owner from each day on which rate or owner
    changes.
    """
    return [
        (place, kind, day, _in_force(changes, day), _in_force(owners.get(place, []), day))
        for place, changes in rates.items()
        for day in sorted({day for day, _ in [*changes, *owners.get(place, [])]})
    ]


def _changes(mapped: Mapped, path: str, name: str) -> Changes:
    """Day and value of each change, by the place of the measure, in the order of days."""
    rows, which = mapped.rows(path)
    parents = mapped.block.parents
    measures = parents[parents[rows.places]].tolist()
    days, values = rows.numbers("StartDato").tolist(), rows.numbers(name).tolist()
    changes: Changes = {}
    for number in sorted(which.tolist(), key=days.__getitem__):
        changes.setdefault(measures[number], []).append((days[number], values[number]))
    return changes


def _in_force(changes: list[tuple[int, int]], day: int) -> int:
    """The value of the last change up to a day; before the first one, that of the first; 0 where
    there are none.
    """
    earlier = [value for start, value in changes if start <= day]
    return earlier[-1] if earlier else changes[0][1] if changes else 0
