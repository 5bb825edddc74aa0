"""The indicators that the explorer offers, and the one that is meant by what was typed."""

from functools import cache, lru_cache

from barnevern.data.dataset import Dataset
from barnevern.indicators.catalogue import THEMES, Indicator, catalogue, theme_name
from barnevern.norwegian.messages import say
from barnevern.norwegian.spelling import alike

BEHIND = " – "  # between an indicator and how many years have figures
MOST_NAMED = 5


class NoSuchIndicator(LookupError):
    """What was typed means no indicator, or several; the text says what to write, in Norwegian."""


def years_with_figures(dataset: Dataset) -> dict[tuple[str, str], int]:
    """How many years have a figure, by municipality and indicator."""
    known = dataset.known_figures()
    keys = ["region", "indicator"]
    counted = known.groupby(keys, observed=True)["year"].nunique().reset_index()
    columns = (counted[name].tolist() for name in (*keys, "year"))
    return {(code, name): years for code, name, years in zip(*columns, strict=True)}


def label(entry: Indicator) -> str:
    """How an indicator is named in the list."""
    return f"{theme_name(entry.theme)}: {entry.name} ({entry.unit})"


def offered(years: dict[tuple[str, str], int], municipality: str) -> list[str]:
    """The indicators as the list has them: those with figures for the municipality first, each with
    the number of years, by theme and name.
    """
    themes = list(THEMES)
    counted = [(years.get((municipality, one.id), 0), one) for one in catalogue().values()]
    ordered = sorted(
        counted,
        key=lambda pair: (not pair[0], themes.index(pair[1].theme), pair[1].name),
    )
    return [f"{label(one)}{BEHIND}{_years(number)}" for number, one in ordered]


@cache
def _years(number: int) -> str:
    return say("choice-years", years=number)


def meant(text: str) -> str:
    """The id of the indicator that was typed or chosen: an id, a label or name, or words that one
    indicator alone has. Raises NoSuchIndicator.
    """
    whole, _, _ = text.partition(BEHIND)
    if text in catalogue():
        return text
    word = alike(whole)
    if word in _names():
        return _names()[word]
    words = word.split()
    found = [one for one in catalogue().values() if words and _has(one, words)]
    if len(found) == 1:
        return found[0].id
    if not found:
        raise NoSuchIndicator(say("choice-unknown-indicator", given=text))
    some = "; ".join(one.name for one in found[:MOST_NAMED])
    raise NoSuchIndicator(say("choice-several-indicators", given=text, some=some))


@lru_cache
def _names() -> dict[str, str]:
    entries = catalogue().values()
    labels = {alike(label(one)): one.id for one in entries}
    return {alike(one.name): one.id for one in entries} | labels


def _has(entry: Indicator, words: list[str]) -> bool:
    text = alike(f"{label(entry)} {entry.short}")
    return all(word in text for word in words)
