"""Where the municipality stands among all others, without a league table."""

import math
from dataclasses import dataclass

import pandas as pd

from barnevern.comparison.funnel import funnel
from barnevern.comparison.peers import service_group
from barnevern.comparison.shrinkage import empirical_bayes
from barnevern.figures import Columns
from barnevern.indicators import Indicator, indicator
from barnevern.indicators.figure import Figure
from barnevern.norwegian.numbers import number, quantity
from barnevern.norwegian.text import alphabetical
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.render.blocks import Drawing, Fold, Sentence
from barnevern.render.item import SHOWN, Item, Row, counted, rows_of
from barnevern.show.absent import missing, said_missing
from barnevern.show.meaning import about, folded, table
from barnevern.show.sample import sample
from barnevern.words import cells

SHARED = "Kommuner som deler tjeneste, er regnet som én når alle har tall."
FEWEST = 15  # services; with fewer the spread between them cannot be told from chance
MOST_LISTED = (
    400  # by name and in the CSV: all of Norway; of a larger country those nearest in size
)
OUTSIDE = "99.8"  # the mark of a service clearly outside
WORDS = {
    "": "innenfor det som kan skyldes tilfeldigheter og vanlige forskjeller mellom kommuner",
    "95": "litt utenfor det vanlige, men én av tjue havner der ved en tilfeldighet",
    OUTSIDE: (
        "klart utenfor det som kan skyldes tilfeldigheter og vanlige forskjeller mellom kommuner"
    ),
}
Counts = dict[str, tuple[float, float]]  # count and base by code
DIFFERS = {"": "nei", "95": "litt", OUTSIDE: "klart"}


@dataclass(frozen=True)
class Service:
    """One service (a municipality, or several that share one): how many were counted among how
    many, its rate, how far outside the funnel it is (a key of WORDS), and the rate that takes
    chance into account.
    """

    region: str
    count: float
    base: float
    rate: float
    mark: str
    shrunk: float


@dataclass(frozen=True)
class Standing:
    """An indicator of every service, and among them the municipality's own figure and service."""

    indicator: Indicator
    newest: Figure
    services: list[Service]
    mine: Service

    @property
    def outside(self) -> int:
        """How many services are clearly outside the funnel."""
        return sum(service.mark == OUTSIDE for service in self.services)

    @property
    def listed(self) -> list[Service]:
        """Every service; of more than MOST_LISTED those nearest in size to the municipality's."""
        if len(self.services) <= MOST_LISTED:
            return self.services
        apart = {one.region: abs(math.log(one.base / self.mine.base)) for one in self.services}
        nearest = set(sorted(apart, key=apart.__getitem__)[:MOST_LISTED])
        return [service for service in self.services if service.region in nearest]


@sample("children_with_measures_31dec_per_1000_0_22")
def standing(
    page: Page,
    indicator_id: str,
    *,
    id: str = "standing",  # noqa: A002 (an item's id)
) -> Item:
    """A funnel of every service in the data set for the indicator's newest year with the
    municipality in it, and in words whether it stands out. The indicator must have counts in
    numerator and denominator.
    """
    entry = indicator(indicator_id)
    own = [figure for figure in page.own(page.figures(entry.id)) if figure.basis == "computed"]
    if not own or entry.numerator is None or entry.denominator is None:
        return missing(page, id, [indicator_id])
    units = _by_service(_counts(page, entry, own[-1].year))
    if len(units) < FEWEST:
        return said_missing(id, entry.name, _too_few(len(units), own[-1].year))
    found = _computed(entry, own[-1], units)
    said = Sentence(_sentence(found))
    blocks = (said, _drawing(page, id, found), _table(found), about([entry]))
    return Item(id, entry.name, SHOWN, blocks, _rows(id, found))


def _too_few(services: int, year: int) -> str:
    return (
        f"Bare {number(services)} tjenester i datasettet har tall for {year}. Det er for få til å"
        " si hva som er vanlig."
    )


def _counts(page: Page, entry: Indicator, year: int) -> Counts:
    """Count and base of the indicator by municipality, for every one that has both in ``year``."""
    counts = {}
    for figure in page.everyone(entry.id, year=year):
        base = figure.denominator
        if figure.basis == "computed" and figure.value is not None and base is not None:
            counts[figure.region] = (figure.value * base / entry.per, base)
    return counts


def _by_service(counts: Counts) -> Counts:
    """The counts of municipalities that share a service as one, where all of them have figures:
    they are one service, not several.
    """
    units: Counts = {}
    for code, (count, base) in counts.items():
        whole = counts.keys() >= set(regions.service(code))
        unit = (service_group(code) if whole else "") or code
        so_far = units.get(unit, (0.0, 0.0))
        units[unit] = (so_far[0] + count, so_far[1] + base)
    return dict(sorted(units.items()))


def _computed(entry: Indicator, newest: Figure, units: Counts) -> Standing:
    """Where the municipality of the figure ``newest`` stands among the units."""
    services = _marked(units, entry.per)
    by_code = {service.region: service for service in services}
    code = newest.region
    mine = by_code[code if code in by_code else service_group(code)]
    return Standing(entry, newest, services, mine)


def _marked(units: Counts, per: float) -> list[Service]:
    """The units with their rates and marks, in their order."""
    counts, bases = zip(*units.values(), strict=True)
    marked = funnel(pd.DataFrame({"region": list(units), "count": counts, "base": bases}))
    shrunk = empirical_bayes(marked["count"], marked["base"]) * per
    columns = (marked[name].tolist() for name in ("region", "count", "base", "mark"))
    return [
        Service(code, count, base, count / base * per, mark, estimate)
        for code, count, base, mark, estimate in zip(*columns, shrunk.tolist(), strict=True)
    ]


def _sentence(found: Standing) -> str:
    entry, mine = found.indicator, found.mine
    return (
        f"{regions.name_of(mine.region)} er {WORDS[mine.mark]}. Av {number(len(found.services))}"
        f" tjenester med tall for {found.newest.year} er {number(found.outside)} klart utenfor."
        " Et anslag som tar hensyn til tilfeldigheter, gir"
        f" {quantity(mine.shrunk, entry.unit, entry.decimals)}."
    )


def _drawing(page: Page, id: str, found: Standing) -> Drawing:  # noqa: A002
    entry, year, mine, services = found.indicator, found.newest.year, found.mine, found.services
    place = regions.name_of(mine.region)
    caption = (
        f"{cells.caption(entry)}, {year}. Hver prikk er en tjeneste, de største til høyre. Linjene"
        " viser hva tilfeldigheter kan gi."
    )
    columns: Columns = {
        "region": [service.region for service in services],
        "count": [service.count for service in services],
        "base": [service.base for service in services],
    }
    spec = {"own": mine.region, "per": entry.per, "label": place}
    return Drawing("funnel", f"{page.name}-{id}", caption, _alt(found, place), columns, spec)


def _alt(found: Standing, place: str) -> str:
    """The funnel in words."""
    entry, mine = found.indicator, found.mine
    rate = quantity(mine.rate, entry.unit, entry.decimals)
    return (
        f"Traktdiagram: {entry.name}, {found.newest.year}, {number(len(found.services))} tjenester"
        f" etter størrelse. {place}: {rate}, {WORDS[mine.mark]}."
    )


def _table(found: Standing) -> Fold:
    """The services by name, never by rank, behind a heading."""
    year, decimals = found.newest.year, found.indicator.decimals
    title, caption = "Alle tjenestene", f"Alle tjenester med tall for {year}"
    if len(found.listed) < len(found.services):
        title = "Tjenestene som er nærmest i størrelse"
        caption = f"De {MOST_LISTED} tjenestene som er nærmest i størrelse, {year}"
    named = [(regions.name_of(service.region), service) for service in found.listed]
    rows = [
        [name, number(service.rate, decimals), DIFFERS[service.mark]]
        for name, service in sorted(named, key=lambda pair: alphabetical(pair[0]))
    ]
    return folded(title, table(caption, ["Tjeneste", "Tall", "Skiller seg ut"], rows, [SHARED]))


def _rows(id: str, found: Standing) -> tuple[Row, ...]:  # noqa: A002
    """The rates of the listed services, the municipality's own estimate, and how many there are."""
    newest = found.newest
    plain = newest._replace(printed="", note="", denominator=None)
    everyone = [
        plain._replace(region=service.region, value=service.rate) for service in found.listed
    ]
    shrunk = newest.derived("empirical_bayes", found.mine.shrunk)
    numbers = {"services": len(found.services), "services_outside": found.outside}
    told = counted(newest.region, newest.year, numbers)
    return rows_of(id, found.indicator.name, [*everyone, shrunk, *told])
