"""What a child is known by: its kind, birth date and sex, and the keyed hash that stands for it everywhere after the reader.

Kinds (KOSTRA 15F, control Individ 3, and BVR, control Personalia 12): fødselsnummer ``fnr``, D-number ``dnr`` (day + 40), DUF number
``duf`` (twelve digits), ``partial`` (DDMMYY and 00100, 00200 or 55555), ``unborn`` (due date and 99999), ``none``, ``invalid``.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SYNTHETIC_MONTH = 80  # added to the month by the tax administration's test population: such a number can be nobody's
D_NUMBER_DAY = 40
FIRST_CHECK = np.array([3, 7, 6, 1, 8, 9, 4, 5, 2])
SECOND_CHECK = np.array([5, 4, 3, 2, 7, 6, 5, 4, 3, 2])
DUF_WEIGHTS = np.array([4, 6, 3, 2, 4, 6, 3, 2, 7, 5])
PARTIAL_SERIES = (100, 200, 55555)
UNBORN_SERIES = 99999
UNKNOWN_SEX_SERIES = (55555, UNBORN_SERIES)
BOY, GIRL, UNBORN = "1", "2", "0"  # the codes of BVR's Kjonn
SHORTEST_KEY, LONGEST_KEY = 16, 64  # bytes; the longest is blake2b's own limit

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Described:
    """What the numbers say, one place per child.

    ``kind``, ``sex`` (1 boy, 2 girl, 0 unborn, "" unknown) and ``duf`` (valid, invalid or "") are text; ``born`` is a day, the due date of an
    unborn child, NaT where the number has no date; ``synthetic`` says that the number belongs to the synthetic series, accepted or not.
    """

    kind: npt.NDArray[np.str_]
    born: npt.NDArray[np.datetime64]
    sex: npt.NDArray[np.str_]
    duf: npt.NDArray[np.str_]
    synthetic: Flags


def describe(numbers: Sequence[str], dufs: Sequence[str], latest_year: int, *, synthetic: bool = False) -> Described:
    """Kind, birth date and sex of each child from its eleven-digit number and its DUF number ("" where missing).

    ``latest_year`` is the last year a child can be born in; a number without a century of its own (partial, unborn) is of the newest century that
    keeps to it, and a due date may lie one year later. Numbers of the synthetic series are valid only where ``synthetic`` is said.
    """
    digits, whole = _digits(numbers, 11)
    day, month = digits[:, 0] * 10 + digits[:, 1], digits[:, 2] * 10 + digits[:, 3]
    made_up, temporary = month > SYNTHETIC_MONTH, day > D_NUMBER_DAY
    month, day = month - SYNTHETIC_MONTH * made_up, day - D_NUMBER_DAY * temporary
    short, serial = digits[:, 4] * 10 + digits[:, 5], digits[:, 6:] @ np.array([10000, 1000, 100, 10, 1])
    unborn, partial = serial == UNBORN_SERIES, np.isin(serial, PARTIAL_SERIES)
    newest = 2000 + short - 100 * (2000 + short > latest_year + unborn)
    year = np.where(unborn | partial, newest, _year(short, serial // 100))
    born, is_date = _dates(year, month, day)
    allowed = whole & is_date & (synthetic | ~made_up)
    checked = allowed & ~unborn & ~partial & (_check_digits(digits[:, :9]) == digits[:, 9:]).all(axis=1)
    duf = np.where(np.array([not text for text in dufs], dtype=bool), "", np.where(valid_duf(dufs), "valid", "invalid"))
    missing = np.array([not text for text in numbers], dtype=bool)
    kind = np.select(
        [checked & temporary, checked, allowed & unborn & ~temporary, allowed & partial & ~temporary, duf == "valid", missing & (duf == "")],
        ["dnr", "fnr", "unborn", "partial", "duf", "none"],
        "invalid",
    )
    dated = np.isin(kind, ["dnr", "fnr", "unborn", "partial"])
    sex = np.where(serial // 100 % 2 == 1, BOY, GIRL)
    sex = np.select([~dated, kind == "unborn", np.isin(serial, UNKNOWN_SEX_SERIES)], ["", UNBORN, ""], sex)
    return Described(kind, np.where(dated, born, np.datetime64("NaT", "D")), sex, duf, whole & made_up & is_date)


def valid_duf(dufs: Sequence[str]) -> Flags:
    """Whether each is a DUF number: a year, six digits and two check digits (the first ten weighted, modulo 11)."""
    digits, whole = _digits(dufs, 12)
    right: Flags = digits[:, :10] @ DUF_WEIGHTS % 11 == digits[:, 10] * 10 + digits[:, 11]
    return whole & right


def made_up(born: npt.NDArray[np.datetime64], sex: Sequence[str], serial: Sequence[int]) -> list[str]:
    """Identity numbers that cannot be real (month + 80), with right check digits.

    ``born`` days from 1940 to 2039, ``sex`` 1 or 2, ``serial`` counts children of one day and sex from 0. Raises ValueError when a day has no
    number left: some serials have no check digit and are passed over, so a day and sex have about 200.
    """
    days = born.astype("datetime64[D]")
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    month = days.astype("datetime64[M]").astype(np.int64) % 12 + 1 + SYNTHETIC_MONTH
    day = (days - days.astype("datetime64[M]")).astype(np.int64) + 1
    dates = [f"{d:02d}{m:02d}{y % 100:02d}" for d, m, y in zip(day.tolist(), month.tolist(), year.tolist(), strict=True)]
    firsts = np.where(year < 2000, 0, 500) + np.array([code == BOY for code in sex], dtype=np.int64)
    return [_number(date, first, count) for date, first, count in zip(dates, firsts.tolist(), serial, strict=True)]


def _number(date: str, first: int, count: int) -> str:
    stems = [f"{date}{individual:03d}" for individual in range(first, first + 499, 2)]
    checks = _check_digits(_digits(stems, 9)[0])
    usable = np.flatnonzero((checks < 10).all(axis=1))
    if count >= len(usable):
        raise ValueError(f"a birth date has {len(usable)} made-up numbers for each sex, and number {count + 1} was asked for")
    place = int(usable[count])
    return f"{stems[place]}{checks[place, 0]}{checks[place, 1]}"


def hashed(key: bytes, texts: Iterable[str]) -> npt.NDArray[np.uint64]:
    """Keyed 64-bit hash of each text. Raises ValueError for a key that is too short to protect identity numbers."""
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        raise ValueError(f"the key has {len(key)} bytes; it must have {SHORTEST_KEY} to {LONGEST_KEY}, or identity numbers could be found by trial")
    blake2b = hashlib.blake2b
    digests = b"".join([blake2b(text.encode(), digest_size=8, key=key).digest() for text in texts])
    return np.frombuffer(digests, dtype=">u8").astype(np.uint64)


def hash_text(hashes: npt.NDArray[np.uint64]) -> list[str]:
    """Hashes as the 16 hexadecimal digits that stand in the case tables."""
    digits = hashes.astype(">u8").tobytes().hex()
    return [digits[start : start + 16] for start in range(0, len(digits), 16)]


def _digits(texts: Sequence[str], length: int) -> tuple[Integers, Flags]:
    """The digits of each text, and whether it is exactly that many digits (all zero where it is not)."""
    whole = np.array([len(text) == length and text.isascii() and text.isdigit() for text in texts], dtype=bool)
    fixed = [text if good else "0" * length for text, good in zip(texts, whole.tolist(), strict=True)]
    raw = np.frombuffer("".join(fixed).encode(), dtype=np.uint8)
    return raw.reshape(-1, length).astype(np.int64) - ord("0"), whole


def _year(short: Integers, individual: Integers) -> Integers:
    """Year of birth from its last two digits and the individual number; 0 where the two do not go together."""
    choices = [individual < 500, (individual < 750) & (short >= 54), short < 40, individual >= 900]
    return np.select(choices, [1900 + short, 1800 + short, 2000 + short, 1900 + short], 0)


def _dates(year: Integers, month: Integers, day: Integers) -> tuple[npt.NDArray[np.datetime64], Flags]:
    possible = (year > 0) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    months = np.where(possible, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    dates = months.astype("datetime64[D]") + np.where(possible, day - 1, 0).astype("timedelta64[D]")
    return dates, possible & (dates.astype("datetime64[M]") == months)


def _check_digits(stems: Integers) -> Integers:
    """The two check digits of nine digits each; 10 or more where there is none."""
    first = -(stems @ FIRST_CHECK) % 11
    second = -(np.column_stack([stems, first]) @ SECOND_CHECK) % 11
    return np.column_stack([first, second])
