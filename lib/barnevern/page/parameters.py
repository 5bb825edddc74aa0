"""The parameters of a notebook, checked before anything else reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from barnevern.data.dataset import Dataset, open_dataset
from barnevern.observations import group_lookup, groups, lookup, regions
from barnevern.problems import InputProblems, nearest

Given = TypeVar("Given")
Checked = TypeVar("Checked")
YEARS = (regions.FIRST_YEAR, 2035)  # the years a page can be about


class ParameterProblems(ValueError):
    """Everything that is wrong with the parameters of a page, one sentence each."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__("; ".join(sentences))

    def __reduce__(self) -> tuple[type["ParameterProblems"], tuple[list[str]]]:
        return type(self), (self.sentences,)  # an exception is else made anew of its text


@dataclass(frozen=True)
class Parameters:
    """Checked parameters: ``peers`` is the reader's own list of region codes, empty for the usual
    peers.
    """

    region: regions.Region
    year: int
    dataset: Dataset
    peers: list[str]


@dataclass(frozen=True)
class NetworkParameters:
    """Checked parameters of a network page: the network's code, and the municipality to mark (""
    for none).
    """

    network: str
    year: int
    dataset: Dataset
    municipality: str


def check(municipality: object, year: object, dataset: object, peers: object) -> Parameters:
    """Parameters from what a notebook was given. Raises ParameterProblems with a sentence for each
    thing that is wrong.
    """
    sentences: list[str] = []
    region = _told(sentences, partial(_municipality, year=year), municipality)
    page_year = _told(sentences, _year, year)
    opened = _told(sentences, open_dataset, str(dataset))
    codes, wrong = peer_codes(str(peers))
    sentences += wrong
    if region is None or page_year is None or opened is None or sentences:
        raise ParameterProblems(sentences)
    return Parameters(region, page_year, opened, codes)


def check_network(
    network: object, year: object, dataset: object, municipality: object
) -> NetworkParameters:
    """Parameters of a network page from what a notebook was given; "" marks no municipality. Raises
    ParameterProblems with a sentence for each thing that is wrong.
    """
    sentences: list[str] = []
    named = partial(_municipality, year=year)
    own = _told(sentences, named, municipality) if municipality != "" else None
    page_year = _told(sentences, _year, year)
    opened = _told(sentences, open_dataset, str(dataset))
    code = _told(sentences, _network, network)
    if page_year is None or opened is None or code is None or sentences:
        raise ParameterProblems(sentences)
    return NetworkParameters(code, page_year, opened, own.code if own else "")


def _told(sentences: list[str], read: Callable[[Given], Checked], given: Given) -> Checked | None:
    """What ``read`` makes of a parameter; None when it is wrong, and what is wrong is added to
    ``sentences``.
    """
    try:
        return read(given)
    except (lookup.UnknownRegion, InputProblems, ParameterProblems) as error:
        sentences.append(str(error))
        return None


def _municipality(given: object, year: object) -> regions.Region:
    asked = year if isinstance(year, int) and YEARS[0] <= year <= YEARS[1] else None
    # a wrong type is what region() explains
    return lookup.region(given, asked)  # type: ignore[arg-type]


def _year(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not YEARS[0] <= given <= YEARS[1]:
        sentence = f"year {given!r} must be a whole number from {YEARS[0]} to {YEARS[1]}"
        raise ParameterProblems([f"{sentence}, for example 2024"])
    return given


def _network(given: object) -> str:
    members = set(groups.membership()["group"])
    known = {group for group in members if group in regions.groups()} | {groups.ASSS}
    try:
        code = group_lookup.group(str(given))
    except lookup.UnknownRegion:
        code = str(given).upper()
    if code not in known:
        hint = (
            nearest(code, known)
            or "use ASSS, a KOSTRA group such as EKG12 or a county such as EKA32"
        )
        raise ParameterProblems([f"network {given!r} is not a group with members; {hint}"])
    return code


def peer_codes(peers: str) -> tuple[list[str], list[str]]:
    """The codes in ``peers`` (numbers or names, of municipalities or groups, separated by comma or
    space), and what is wrong with it.
    """
    codes: list[str] = []
    wrong: list[str] = []
    for part in map(str.strip, peers.split(",")):
        if part in ("", "auto"):
            continue
        try:
            codes += _all_named(part.split())
        except lookup.UnknownRegion as error:
            wrong.append(f"peers: {error}")
    return list(dict.fromkeys(codes)), wrong


def _all_named(words: list[str]) -> list[str]:
    """The codes that ``words`` name, each with as many of the words as make a name. Raises
    UnknownRegion for the whole of what makes none.
    """
    for count in range(len(words), 0, -1):
        try:
            code = group_lookup.code_of(" ".join(words[:count]))
            return [code, *(_all_named(words[count:]) if words[count:] else [])]
        except lookup.UnknownRegion as error:
            if count == len(words):
                unknown = error
    raise unknown
