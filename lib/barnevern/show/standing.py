"""Where the municipality stands among all others, without a league table."""

import math
from dataclasses import dataclass

import pandas as pd

from barnevern.comparison.evidence import CHANCE, USUAL, Verdict
from barnevern.comparison.evidence import CLEAR as CLEARLY
from barnevern.comparison.funnel import CLEAR, funnel
from barnevern.comparison.kinds import kind_of
from barnevern.comparison.ordinary import LEVEL
from barnevern.comparison.peers import service_group
from barnevern.comparison.shrinkage import empirical_bayes
from barnevern.figures import Columns
from barnevern.indicators import Indicator, indicator
from barnevern.indicators.figure import Figure, values_by_region
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import number, quantity
from barnevern.norwegian.text import alphabetical
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.render.blocks import Drawing, Fold, Sentence
from barnevern.render.item import SHOWN, Item, Row, counted, rows_of
from barnevern.show.absent import missing, said_missing
from barnevern.show.meaning import about, folded, table
from barnevern.show.sample import sample
from barnevern.words import cells, findings

FEWEST = 15  # services; with fewer the spread between them cannot be told from chance
MOST_LISTED = (
    400  # by name and in the CSV: all of Norway; of a larger country those nearest in size
)
Counts = dict[str, tuple[float, float]]  # count and base by code
COUNTRY = "EAK"


@dataclass(frozen=True)
class Service:
    """One service (a municipality, or several that share one): how many were counted among how
    many, its rate, which line of the funnel it is outside (barnevern.comparison.funnel), and the
    rate that takes chance into account.
    """

    region: str
    count: float
    base: float
    rate: float
    mark: str
    shrunk: float


@dataclass(frozen=True)
class Common:
    """What the services are held against: a rate (per one), that of the country where it is known,
    and the ordinary variance between municipalities.
    """

    rate: float
    of_country: bool
    variance: float

    @property
    def name(self) -> str:
        """What the rate is called in text."""
        return say("standing-whole", whole="country" if self.of_country else "services")


@dataclass(frozen=True)
class Standing:
    """An indicator of every service, and among them the municipality's own figure and service; the
    common rate (per one), whether it is the country's, what is ordinary, and the verdict.
    """

    indicator: Indicator
    newest: Figure
    services: list[Service]
    mine: Service
    common: Common
    verdict: Verdict

    @property
    def outside(self) -> int:
        """How many services are clearly outside the funnel."""
        return sum(service.mark == CLEAR for service in self.services)

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
    found = _computed(page, entry, own[-1], units)
    said = Sentence(_sentence(found))
    blocks = (said, _drawing(page, id, found), _table(found), about([entry]))
    return Item(id, entry.name, SHOWN, blocks, _rows(id, found))


def _too_few(services: int, year: int) -> str:
    return say("standing-too-few", count=number(services), year=year)


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


def _computed(page: Page, entry: Indicator, newest: Figure, units: Counts) -> Standing:
    """Where the municipality of the figure ``newest`` stands among the units."""
    common = _common(page, entry, newest, units)
    services = _marked(units, entry, common)
    by_code = {service.region: service for service in services}
    code = newest.region
    mine = by_code[code if code in by_code else service_group(code)]
    verdict = Verdict(CLEARLY if mine.mark == CLEAR else CHANCE)
    if common.of_country and mine.region == code:
        verdict = page.verdict(newest.derived("deviation", None, against=COUNTRY))
    return Standing(entry, newest, services, mine, common, verdict)


def _common(page: Page, entry: Indicator, newest: Figure, units: Counts) -> Common:
    """The rate of the country, or of all the units together where it is not known."""
    learnt = page.dataset.ordinary_variation()
    variance = learnt.get((entry.id, LEVEL), USUAL[LEVEL]).lasting
    rate = values_by_region(page.figures(entry.id), newest.year).get(COUNTRY)
    if rate is not None:
        return Common(rate / entry.per, of_country=True, variance=variance)
    count, base = (sum(column) for column in zip(*units.values(), strict=True))
    return Common(count / base, of_country=False, variance=variance)


def _marked(units: Counts, entry: Indicator, common: Common) -> list[Service]:
    """The units with their rates and marks, in their order."""
    counts, bases = zip(*units.values(), strict=True)
    table = pd.DataFrame({"region": list(units), "count": counts, "base": bases})
    marked = funnel(table, kind_of(entry.id), rate=common.rate, variance=common.variance)
    shrunk = empirical_bayes(marked["count"], marked["base"]) * entry.per
    columns = (marked[name].tolist() for name in ("region", "count", "base", "mark"))
    return [
        Service(code, count, base, count / base * entry.per, mark, estimate)
        for code, count, base, mark, estimate in zip(*columns, shrunk.tolist(), strict=True)
    ]


def _sentence(found: Standing) -> str:
    entry, mine = found.indicator, found.mine
    among = say(
        "standing-among",
        services=number(len(found.services)),
        year=found.newest.year,
        outside=number(found.outside),
        estimate=quantity(mine.shrunk, entry.unit, entry.decimals),
    )
    return f"{_verdict(found)} {among}"


def _verdict(found: Standing) -> str:
    """Whether the municipality, or the service it is part of, differs from the whole."""
    mine, common = found.mine, found.common
    name, rate = regions.name_of(mine.region), common.rate * found.indicator.per
    if found.verdict.answer == CLEARLY:
        return say(
            "standing-clear",
            place=name,
            way="higher" if mine.rate > rate else "lower",
            whole=common.name,
            years="one" if mine.mark == CLEAR else "both",
        )
    reserved = findings.reserved(found.verdict)
    return say("standing-reserved", place=name, whole=common.name, verdict=reserved)


def _drawing(page: Page, id: str, found: Standing) -> Drawing:  # noqa: A002
    entry, year, mine, services = found.indicator, found.newest.year, found.mine, found.services
    place = regions.name_of(mine.region)
    caption = say("standing-drawing", caption=cells.caption(entry), year=year)
    columns: Columns = {
        "region": [service.region for service in services],
        "count": [service.count for service in services],
        "base": [service.base for service in services],
    }
    spec = {
        "own": mine.region,
        "per": entry.per,
        "label": place,
        "kind": kind_of(entry.id),
        "rate": found.common.rate * entry.per,
        "variance": found.common.variance,
    }
    return Drawing("funnel", f"{page.name}-{id}", caption, _alt(found, place), columns, spec)


def _alt(found: Standing, place: str) -> str:
    """The funnel in words."""
    entry, mine = found.indicator, found.mine
    rate = quantity(mine.rate, entry.unit, entry.decimals)
    return say(
        "standing-alt",
        indicator=entry.name,
        year=found.newest.year,
        services=number(len(found.services)),
        place=place,
        value=rate,
        verdict=_verdict(found),
    )


def _table(found: Standing) -> Fold:
    """The services by name, never by rank, behind a heading."""
    year, decimals = found.newest.year, found.indicator.decimals
    title, caption = say("standing-every"), say("standing-every-caption", year=year)
    if len(found.listed) < len(found.services):
        title = say("standing-nearest")
        caption = say("standing-nearest-caption", count=MOST_LISTED, year=year)
    named = [(regions.name_of(service.region), service) for service in found.listed]
    rows = [
        [
            name,
            number(service.rate, decimals),
            say("standing-apart", mark="clear" if service.mark == CLEAR else "none"),
        ]
        for name, service in sorted(named, key=lambda pair: alphabetical(pair[0]))
    ]
    return folded(
        title,
        table(
            caption,
            [say("standing-service"), say("standing-value"), say("standing-stands-out")],
            rows,
            [say("standing-shared")],
        ),
    )


def _rows(id: str, found: Standing) -> tuple[Row, ...]:  # noqa: A002
    """The rates of the listed services, the municipality's own estimate, what they are held
    against, and how many there are.
    """
    newest = found.newest
    plain = newest._replace(printed="", note="", denominator=None)
    everyone = [
        plain._replace(region=service.region, value=service.rate) for service in found.listed
    ]
    shrunk = newest.derived("empirical_bayes", found.mine.shrunk)
    numbers = {"services": len(found.services), "services_outside": found.outside}
    told = counted(newest.region, newest.year, numbers)
    common = newest.derived("common_rate", found.common.rate * found.indicator.per)
    ordinary = newest.derived("ordinary_variation", found.common.variance)
    return rows_of(id, found.indicator.name, [*everyone, shrunk, common, ordinary, *told])
