"""What a shell completes: municipalities, notebooks, data sets, indicators, rules and tables, as
far as a word is written.

Install it with ``barnevern --install-completion``. Each function takes the word so far and gives
the words it can become.
"""

from collections.abc import Iterable

from barnevern import own_data
from barnevern.batch.plan import report_notebooks
from barnevern.data.dataset import at_hand
from barnevern.data.store import DEMO, STATBANK
from barnevern.disclosure.rules import presets
from barnevern.document import outlines as known_outlines
from barnevern.indicators import catalogue
from barnevern.norwegian.text import alphabetical
from barnevern.observations import regions


def _beginning(incomplete: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if word.casefold().startswith(incomplete.casefold())]


def municipalities(incomplete: str) -> list[str | tuple[str, str]]:
    """Numbers where a digit is written, otherwise names; of a name with a space its number, for a
    shell would take it for two words.
    """
    known = regions.municipalities()
    if incomplete[:1].isdigit():
        return [*_beginning(incomplete, known)]
    codes = {regions.name_of(code): code for code in known}
    names = sorted(_beginning(incomplete, codes), key=alphabetical)
    return [(codes[name], name) if " " in name else name for name in names]


def notebooks(incomplete: str) -> list[str]:
    """The notebooks that make a page."""
    return _beginning(incomplete, report_notebooks())


def datasets(incomplete: str) -> list[str]:
    """The data sets that are here, and those that can be made."""
    return _beginning(
        incomplete,
        sorted({DEMO, own_data.LOCAL, STATBANK, *at_hand(), *own_data.known()}),
    )


def own_data_sets(incomplete: str) -> list[str]:
    """The data sets of own figures that are here."""
    return _beginning(incomplete, sorted({own_data.LOCAL, *own_data.known()}))


def indicators(incomplete: str) -> list[tuple[str, str]]:
    """The ids of the catalogue, each with its name."""
    return [(name, catalogue()[name].short) for name in _beginning(incomplete, catalogue())]


def groups(incomplete: str) -> list[tuple[str, str]]:
    """The ASSS network and the KOSTRA groups of today."""
    known = {"asss": "ASSS-nettverket"} | {
        code: row["name"]
        for code, row in regions.groups().items()
        if code.startswith("EKG") and not row["last_year"]
    }
    return [(code, known[code]) for code in _beginning(incomplete, known)]


def counties(incomplete: str) -> list[str | tuple[str, str]]:
    """The counties of today by name, or by number where a digit is written or the name has a
    space.
    """
    codes = {known.county_name: known.county for known in regions.municipalities().values()}
    if incomplete[:1].isdigit():
        return [*_beginning(incomplete, sorted(codes.values()))]
    names = sorted(_beginning(incomplete, codes), key=alphabetical)
    return [(codes[name], name) if " " in name else name for name in names]


def rules(incomplete: str) -> list[str]:
    """The presets of what counts a data set hides."""
    return _beginning(incomplete, presets()["presets"])


def outlines(incomplete: str) -> list[str]:
    """The outlines of the tilstandsrapport."""
    return _beginning(incomplete, known_outlines())


def statbank_tables(incomplete: str) -> list[str]:
    """The tables that are fetched from the StatBank."""
    from barnevern.sources.statbank_figures import (
        wanted,  # only here: every other command does without it
    )

    return _beginning(incomplete, wanted())
