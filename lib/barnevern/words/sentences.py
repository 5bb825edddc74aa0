"""Sentences and alternative texts in Norwegian, made from the figures they stand beside."""

from collections.abc import Iterable, Sequence

from barnevern import reference
from barnevern.cases.formats import BVR
from barnevern.comparison import difference_unit
from barnevern.indicators import Indicator, prices
from barnevern.indicators.figure import Figure
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import NARROW_SPACE, SUFFIX, number, quantity, rounded
from barnevern.norwegian.text import listed, lower_first
from barnevern.observations import regions, status_name

RATIO_UNITS = {
    "prosent",
    "kroner",
    f"per 1{NARROW_SPACE}000",
    "indeks",
    "prosent fra snittet",
    "barn per årsverk",
    "millioner kroner",
}
NOTHING = 1e-9  # what is left of two equal shares when one is taken from the other


def worded(value: float, indicator: Indicator) -> str:
    """A figure in running text: "101 180 kroner"; a deviation as "37 % under snittet"."""
    if indicator.unit != "prosent fra snittet":
        return quantity(value, indicator.unit, indicator.decimals)
    away = quantity(abs(value), indicator.unit, indicator.decimals)
    side = "over" if value > 0 else "under" if value < 0 else "at"
    return say("difference-from-average", side=side, amount=away)


def changed(difference: float, indicator: Indicator, year: str | int) -> str:
    """A change in words: "7,9 prosent lavere enn i 2023", "19 flere enn i 2022", "uendret fra 2023"
    for none, and "nesten uendret fra 2023" for one that rounds to none, which may stand beside 0,7
    and 0,8.
    """
    way, much = _way(difference, indicator), amount(difference, indicator)
    return say("difference-from-year", way=way, amount=much, year=str(year))


def apart(difference: float, indicator: Indicator, place: str) -> str:
    """A distance in words: "7,9 prosent lavere enn i landet", "det samme som i landet"."""
    way, much = _way(difference, indicator), amount(difference, indicator)
    return say("difference-from-place", way=way, amount=much, place=place)


def in_brief(difference: float, indicator: Indicator, kind: str) -> str:
    """A difference in a cell, whose column says from what: "7,9 prosent lavere"; of the ``kind``
    change or deviation.
    """
    way, much = _way(difference, indicator), amount(difference, indicator)
    return say("difference-in-cell", way=way, amount=much, kind=kind)


def _way(difference: float, indicator: Indicator) -> str:
    """Which way a difference goes: same, nearly (it rounds to none), or as ``side`` says."""
    _, decimals = difference_unit(indicator.unit)
    if rounded(difference, decimals) == 0:
        return "same" if abs(difference) < NOTHING else "nearly"
    return side(difference, indicator)


def amount(difference: float, indicator: Indicator) -> str:
    """How large a difference is: "7,9 prosent", "0,6 prosentpoeng", "19"."""
    unit, decimals = difference_unit(indicator.unit)
    if unit == "antall":
        return number(abs(difference))
    if SUFFIX.get(unit) == "%":
        return say("difference-percent", number=number(abs(difference), decimals))
    return quantity(abs(difference), unit, decimals)


def side(difference: float, indicator: Indicator) -> str:
    """Which way a difference goes: more or fewer of what is counted, else higher or lower."""
    more, less = ("more", "fewer") if indicator.unit == "antall" else ("higher", "lower")
    return more if difference > 0 else less


def in_text(code: str) -> str:
    """Name of a region inside a sentence: "landet" without a capital."""
    name = regions.name_of(code)
    return lower_first(name) if code in ("EAK", "EAKUO") else name


def reason(figures: Iterable[Figure]) -> str:
    """The published reason for the newest missing figure, or "" when the data set has none."""
    statuses = [figure.status for figure in figures if figure.status not in ("", "-")]
    return status_name(statuses[-1]) if statuses else ""


def missing(
    indicator: Indicator,
    name: str,
    year: int,
    figures: Sequence[Figure],
    dataset: str,
    *,
    counted: bool = False,
) -> str:
    """Why there is no figure, in words: the published reason where there is one, why an extract
    cannot give it where the data set is ``counted`` from one, else that the data set has none.
    """
    if reason(figures):
        return say(
            "absent-reason",
            indicator=indicator.short,
            place=name,
            reason=lower_first(reason(figures)),
        )
    what = lower_first(indicator.short).removesuffix(".")
    if counted and not_in_extract(indicator):
        return say("absent-not-in-extract", indicator=what, reason=not_in_extract(indicator))
    return say("absent-no-figure", indicator=what, dataset=dataset, place=name, year=year)


def not_in_extract(indicator: Indicator) -> str:
    """Why no case extract can give the indicator (data/reference/not_in_extract.csv); "" where it
    can.
    """
    wanted = {part.measure for part in (indicator.numerator, indicator.published) if part}
    rows = [
        row
        for row in reference.rows("not_in_extract.csv")
        if row["measure"] in wanted and not row["category"] and BVR.code in row["format"]
    ]
    return rows[0]["reason"] if rows else ""


def also_missing(indicators: Iterable[Indicator]) -> str:
    """A sentence that names further indicators without figures."""
    names = [lower_first(indicator.short).removesuffix(".") for indicator in indicators]
    return say("absent-also", indicators=listed(names))


def line_alt(
    points: Iterable[tuple[str, int, float | None]],
    indicator: Indicator,
    own: str,
    figures: Iterable[Figure] = (),
) -> str:
    """Alternative text of a line figure from its points (name, year, value): every year of ``own``,
    first and last of the others. ``figures`` tell whose prices kroner are in.
    """
    points = list(points)
    parts = []
    for name, line in _by_name(points).items():
        shown = line if name == own else [line[n] for n in sorted({0, len(line) - 1})]
        values = [
            say(
                "drawing-in-year",
                value=quantity(value, indicator.unit, indicator.decimals),
                year=year,
            )
            for year, value in shown
        ]
        parts.append(f"{name}: {listed(values)}.")
    years = [year for _, year, _ in points]
    name = indicator.name + prices.aside(indicator.unit, figures)
    return say(
        "drawing-line-alt",
        indicator=name,
        first=min(years),
        last=max(years),
        lines=" ".join(parts),
    )


def _by_name(
    points: Iterable[tuple[str, int, float | None]],
) -> dict[str, list[tuple[int, float]]]:
    """The points that have a value, as (year, value), by the name of their line."""
    lines: dict[str, list[tuple[int, float]]] = {}
    for name, year, value in points:
        if value is not None:
            lines.setdefault(name, []).append((year, value))
    return lines


def bar_alt(
    bars: Iterable[tuple[str, str, float | None]], title: str, unit: str, decimals: int
) -> str:
    """Alternative text of a bar figure from its bars (label, series, value): every bar."""
    series: dict[str, list[str]] = {}
    for label, name, value in bars:
        if value is not None:
            series.setdefault(name, []).append(f"{label} {quantity(value, unit, decimals)}")
    parts = [f"{name}: {listed(values)}." for name, values in series.items()]
    return say("drawing-bars-alt", title=title, bars=" ".join(parts))
