"""What a child is known by: its kind, birth date and sex, and the keyed hash that stands for it
everywhere after the reader.

Kinds (KOSTRA 15F, control Individ 3, and BVR, control Personalia 12): fødselsnummer ``fnr``,
D-number ``dnr`` (day + 40), DUF number ``duf`` (twelve digits), ``partial`` (DDMMYY and 00100,
00200 or 55555), ``unborn`` (due date and 99999), ``none``, ``invalid``.
"""

import hashlib
import operator
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# added to the month by the tax administration's test population: such a number can be nobody's
SYNTHETIC_MONTH = 80
D_NUMBER_DAY = 40
FIRST_CHECK = np.array([3, 7, 6, 1, 8, 9, 4, 5, 2])
SECOND_CHECK = np.array([5, 4, 3, 2, 7, 6, 5, 4, 3, 2])
DUF_WEIGHTS = np.array([4, 6, 3, 2, 4, 6, 3, 2, 7, 5])
TENS = np.array([10000, 1000, 100, 10, 1])
UNKNOWN_SERIES, UNBORN_SERIES = 55555, 99999
# the last five digits of a number that is no more than a date and a sex
PARTIAL_SERIES = (100, 200, UNKNOWN_SERIES)
KINDS = ("fnr", "dnr", "partial", "unborn", "duf", "none", "invalid")
FNR, DNR, PARTIAL, UNBORN, DUF, NONE, INVALID = range(7)
SEXES = ("0", "1", "2", "")  # the codes of BVR's Kjonn, and unknown
BOY, UNKNOWN_SEX = "1", 3
SHORTEST_KEY, LONGEST_KEY = 16, 64  # bytes; blake2b takes no longer one
KEY_BYTES = 32  # of a key that is made here
# stands between the parts of what is hashed; no XML can hold it, so no two texts run into one
SEPARATOR = "\x01"

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Described:
    """What the numbers say, one place per child.

    ``kind`` and ``sex`` are places in KINDS and SEXES. ``born`` is a day, the due date of an unborn
    child, NaT where the number has no date. ``duf`` says that there is a DUF number, ``duf_valid``
    that it is a right one, ``synthetic`` that the number is of the synthetic series, accepted or
    not.
    """

    kind: Integers
    born: npt.NDArray[np.datetime64]
    sex: Integers
    duf: Flags
    duf_valid: Flags
    synthetic: Flags

    @property
    def kinds(self) -> list[str]:
        """Kind of each child, one of KINDS."""
        return [KINDS[number] for number in self.kind.tolist()]

    @property
    def sexes(self) -> list[str]:
        """Sex of each child: 1 boy, 2 girl, 0 unborn, "" unknown."""
        return [SEXES[number] for number in self.sex.tolist()]


def describe(
    numbers: Sequence[str],
    dufs: Sequence[str],
    latest_year: int,
    *,
    synthetic: bool = False,
    stand_ins: Sequence[int] = PARTIAL_SERIES,
) -> Described:
    """Kind, birth date and sex of each child from its eleven-digit number and its DUF number (""
    where missing).

    ``latest_year`` is the reporting year; a number without a century of its own (partial, unborn)
    is of the newest century that keeps to it, and may lie one year ahead (KOSTRA's control program
    since 19 January 2026), 55555 may not. Of an invalid number that has a date, ``born`` is that
    date. Numbers of the synthetic series are valid only where ``synthetic`` is said. ``stand_ins``
    are the endings of partial numbers that the file format knows.
    """
    read = _read(numbers, latest_year)
    allowed = read.dated & (synthetic | ~read.synthetic)
    given, valid = np.array([text != "" for text in dufs], dtype=bool), valid_duf(dufs)
    missing = np.array([text == "" for text in numbers], dtype=bool)
    kind = np.full(len(numbers), INVALID)
    kind[missing & ~given] = NONE
    kind[missing & valid] = DUF
    _set_kinds(kind, read, allowed)
    kind[(kind == PARTIAL) & ~np.isin(read.series, stand_ins)] = INVALID
    says = (kind < DUF) | ((kind == INVALID) & read.has_day & (synthetic | ~read.synthetic))
    born = np.where(says, read.born, np.datetime64("NaT", "D"))
    return Described(kind, born, _sex(kind, read.series), given, valid, read.dated & read.synthetic)


@dataclass(frozen=True)
class _Read:
    """What stands in numbers of eleven digits, one place per number.

    ``series`` are the last five digits, ``born`` the date; ``dated`` says that it is a number with
    a date, ``has_day`` the same even where its individual number is of no century, ``synthetic``
    and ``temporary`` that something is added to month or day, ``checks`` that the check digits are
    right.
    """

    series: Integers
    born: npt.NDArray[np.datetime64]
    dated: Flags
    has_day: Flags
    synthetic: Flags
    temporary: Flags
    checks: Flags

    @property
    def without_checks(self) -> Flags:
        """Numbers that are no more than a date and a sex, whose last digits check nothing."""
        found: Flags = np.isin(self.series, (*PARTIAL_SERIES, UNBORN_SERIES))
        return found


def _set_kinds(kind: Integers, read: _Read, allowed: Flags) -> None:
    """Set the kind of every ``allowed`` number that keeps to the rules of one."""
    kind[allowed & np.isin(read.series, PARTIAL_SERIES) & ~read.temporary] = PARTIAL
    kind[allowed & (read.series == UNBORN_SERIES) & ~read.temporary] = UNBORN
    checked = allowed & ~read.without_checks & read.checks
    kind[checked] = np.where(read.temporary[checked], DNR, FNR)


def _read(numbers: Sequence[str], latest_year: int) -> _Read:
    digits, whole = _digits(numbers, 11)
    day, month = digits[:, 0] * 10 + digits[:, 1], digits[:, 2] * 10 + digits[:, 3]
    synthetic, temporary = month > SYNTHETIC_MONTH, day > D_NUMBER_DAY
    short, series = digits[:, 4] * 10 + digits[:, 5], digits[:, 6:] @ TENS
    unborn, partial = series == UNBORN_SERIES, np.isin(series, PARTIAL_SERIES)
    newest = 2000 + short - 100 * (2000 + short > latest_year + (series != UNKNOWN_SERIES))
    own = np.where(unborn | partial, newest, _year(short, series // 100))
    born, is_date = _dates(
        np.where(own > 0, own, newest),
        month - SYNTHETIC_MONTH * synthetic,
        day - D_NUMBER_DAY * temporary,
    )
    checks = (_check_digits(digits[:, :9]) == digits[:, 9:]).all(axis=1)
    day_known = whole & is_date
    return _Read(series, born, day_known & (own > 0), day_known, synthetic, temporary, checks)


def _sex(kind: Integers, series: Integers) -> Integers:
    """Places in SEXES by the kind and the last five digits of numbers."""
    sex = np.where(kind < DUF, 2 - series // 100 % 2, UNKNOWN_SEX)
    sex[(kind == PARTIAL) & (series == UNKNOWN_SERIES)] = UNKNOWN_SEX
    sex[kind == UNBORN] = 0
    return sex


def valid_duf(dufs: Sequence[str]) -> Flags:
    """Whether each is a DUF number: a year, six digits and two check digits (the first ten
    weighted, modulo 11).
    """
    if not any(dufs):
        return np.zeros(len(dufs), dtype=bool)
    digits, whole = _digits(dufs, 12)
    right: Flags = digits[:, :10] @ DUF_WEIGHTS % 11 == digits[:, 10] * 10 + digits[:, 11]
    return whole & right


def made_up(
    born: npt.NDArray[np.datetime64],
    sex: Sequence[str],
    serial: Sequence[int],
    temporary: Sequence[bool] | None = None,
) -> list[str]:
    """Identity numbers that cannot be real (month + 80), with right check digits.

    ``born`` days from 1940 to 2039, ``sex`` 1 or 2, ``serial`` counts children of one day and sex
    from 0, ``temporary`` asks for a D-number. Raises ValueError when a day has no number left: some
    serials have no check digit and are passed over, so a day and sex have about 200.
    """
    firsts = np.where(born < np.datetime64("2000-01-01"), 0, 500) + np.array(
        [code == BOY for code in sex], dtype=np.int64
    )
    dates = date_digits(born, temporary)
    return [
        _number(date, first, count)
        for date, first, count in zip(dates, firsts.tolist(), serial, strict=True)
    ]


def date_digits(
    born: npt.NDArray[np.datetime64], temporary: Sequence[bool] | None = None
) -> list[str]:
    """The six date digits of made-up numbers: month + 80, and day + 40 in a D-number."""
    days = born.astype("datetime64[D]")
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    month = days.astype("datetime64[M]").astype(np.int64) % 12 + 1 + SYNTHETIC_MONTH
    day = (
        (days - days.astype("datetime64[M]")).astype(np.int64)
        + 1
        + D_NUMBER_DAY * np.array(temporary or [False] * len(born))
    )
    return [
        f"{d:02d}{m:02d}{y % 100:02d}"
        for d, m, y in zip(day.tolist(), month.tolist(), year.tolist(), strict=True)
    ]


def _number(date: str, first: int, count: int) -> str:
    own = np.arange(first, first + 499, 2)
    dated = np.tile([int(digit) for digit in date], (len(own), 1))
    checks = _check_digits(np.column_stack([dated, own // 100, own // 10 % 10, own % 10]))
    taken = np.isin(own * 100 + checks @ np.array([10, 1]), [*PARTIAL_SERIES, UNBORN_SERIES])
    usable = np.flatnonzero((checks < 10).all(axis=1) & ~taken)
    if count >= len(usable):
        raise ValueError(
            f"a birth date has {len(usable)} made-up numbers for each sex, and number {count + 1}"
            " was asked for"
        )
    place = int(usable[count])
    return f"{date}{own[place]:03d}{checks[place, 0]}{checks[place, 1]}"


def made_up_duf(serial: int) -> str:
    """A DUF number that cannot be real: of the year 1900, with right check digits."""
    stem = f"1900{serial:06d}"
    check = int(np.array([int(digit) for digit in stem]) @ DUF_WEIGHTS) % 11
    return f"{stem}{check:02d}"


class Hasher:
    """Keyed 64-bit hashes (blake2b), by which identity numbers and ids of the case system are
    replaced.

    Raises ValueError for a key that is too short: with a short one, identity numbers could be found
    again by trying all of them.
    """

    def __init__(self, key: bytes) -> None:
        if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
            raise ValueError(
                f"the key has {len(key)} bytes; it must have {SHORTEST_KEY} to {LONGEST_KEY}"
            )
        self._keyed = hashlib.blake2b(key=key, digest_size=8)

    def hashed(
        self, kind: str, texts: Sequence[str], within: npt.NDArray[np.uint64] | None = None
    ) -> npt.NDArray[np.uint64]:
        """The hash of each text, as something of that kind; ``within`` are the hashes of what each
        belongs to, where it belongs to something.
        """
        base = self._keyed.copy()
        base.update(f"{kind}{SEPARATOR}".encode())
        digests: list[bytes] = []
        fresh, add = base.copy, digests.append
        own = SEPARATOR.join(texts).encode().split(SEPARATOR.encode()) if texts else []
        if within is not None:
            own = list(map(operator.add, within.astype(">u8").view("V8").tolist(), own))
        for text in own:
            keyed = fresh()
            keyed.update(text)
            add(keyed.digest())
        return np.frombuffer(b"".join(digests), dtype=">u8").astype(np.uint64)


def _digits(texts: Sequence[str], length: int) -> tuple[Integers, Flags]:
    """The digits of each text, and whether it is exactly that many digits (all zero where it is
    not).
    """
    whole = np.array(
        [len(text) == length and text.isascii() and text.isdigit() for text in texts], dtype=bool
    )
    zeros = "0" * length
    fixed = [text if good else zeros for text, good in zip(texts, whole.tolist(), strict=True)]
    raw = np.frombuffer("".join(fixed).encode(), dtype=np.uint8)
    return raw.reshape(-1, length).astype(np.int64) - ord("0"), whole


def _year(short: Integers, individual: Integers) -> Integers:
    """Year of birth from its last two digits and the individual number; 0 where the two do not go
    together.
    """
    choices = [individual < 500, (individual < 750) & (short >= 54), short < 40, individual >= 900]
    return np.select(choices, [1900 + short, 1800 + short, 2000 + short, 1900 + short], 0)


def _dates(
    year: Integers, month: Integers, day: Integers
) -> tuple[npt.NDArray[np.datetime64], Flags]:
    possible = (year > 0) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    months = np.where(possible, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    dates = months.astype("datetime64[D]") + np.where(possible, day - 1, 0).astype("timedelta64[D]")
    return dates, possible & (dates.astype("datetime64[M]") == months)


def _check_digits(stems: Integers) -> Integers:
    """The two check digits of nine digits each; 10 or more where there is none."""
    first = -(stems @ FIRST_CHECK) % 11
    second = -(np.column_stack([stems, first]) @ SECOND_CHECK) % 11
    return np.column_stack([first, second])
