"""The parameters of a notebook, checked before anything else reads them."""

import re
from dataclasses import dataclass

from barnevern.data.dataset import Dataset, open_dataset
from barnevern.observations import groups, regions
from barnevern.problems import InputProblems, nearest

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


def check_network(
    network: object, year: object, dataset: object, municipality: object
) -> NetworkParameters:
    """Parameters of a network page from what a notebook was given. Raises ParameterProblems."""
    checked = check("0301" if municipality == "" else municipality, year, dataset, "auto")
    code, known = (
        str(network).upper(),
        {group for group in groups.membership()["group"] if group in regions.groups()}
        | {groups.ASSS},
    )
    if code not in known:
        hint = (
            nearest(code, known)
            or "use ASSS, a KOSTRA group such as EKG12 or a county such as EKA32"
        )
        raise ParameterProblems([f"network {network!r} is not a group with members; {hint}"])
    return NetworkParameters(
        code, checked.year, checked.dataset, "" if municipality == "" else checked.region.code
    )


def check(municipality: object, year: object, dataset: object, peers: object) -> Parameters:
    """Parameters from what a notebook was given. Raises ParameterProblems with a sentence for each
    thing that is wrong.
    """
    sentences: list[str] = []
    try:
        region = regions.region(municipality)  # type: ignore[arg-type]  # a wrong type is what region() explains
    except regions.UnknownRegion as error:
        sentences.append(str(error))
    if isinstance(year, bool) or not isinstance(year, int) or not YEARS[0] <= year <= YEARS[1]:
        sentences.append(
            f"year {year!r} must be a whole number from {YEARS[0]} to {YEARS[1]}, for example 2024"
        )
    try:
        opened = open_dataset(str(dataset))
    except InputProblems as error:
        sentences.append(str(error))
    codes, wrong = peer_codes(str(peers))
    sentences += wrong
    if sentences:
        raise ParameterProblems(sentences)
    assert isinstance(year, int)
    return Parameters(region, year, opened, codes)


def peer_codes(peers: str) -> tuple[list[str], list[str]]:
    """The codes in ``peers`` (numbers, names or group codes, separated by comma or space), and what
    is wrong with it.
    """
    codes: list[str] = []
    wrong: list[str] = []
    words = [
        word.strip()
        for word in re.split(r",|\s(?=[\dA-Z])", peers)
        if word.strip() and word.strip() != "auto"
    ]
    for word in words:
        try:
            codes.append(word if word in regions.groups() else regions.region(word).code)
        except regions.UnknownRegion as error:
            hint = nearest(word, regions.groups())
            wrong.append(f"peers: {error}" + (f", or a group: {hint}" if hint else ""))
    return list(dict.fromkeys(codes)), wrong
