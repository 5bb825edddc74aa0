"""What a page says in words: its heading, findings, the size of the service, method and sources."""

from dataclasses import dataclass

from barnevern import __version__, reference
from barnevern.comparison.evidence import CHANCE, CLEAR, UNKNOWN
from barnevern.comparison.judge import IMPLAUSIBLE
from barnevern.data import digests
from barnevern.indicators import Indicator, indicator
from barnevern.indicators.figure import Figure, Figures
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import day
from barnevern.norwegian.text import listed
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.render.blocks import Block, Bullets, Sentence
from barnevern.render.item import SHOWN, Item, rows_of
from barnevern.show.absent import said_missing
from barnevern.show.meaning import folded, table
from barnevern.show.sample import sample
from barnevern.words.findings import MOST_COMPARED, finding, is_none

LEAST_FINDINGS, MOST_FINDINGS = 3, 5
# What the law requires: told whether it differs from others or not.
DUTIES = {
    "investigation_deadline_breaches_pct",
    "investigation_deadline_breaches",
    "investigations_within_3_months_pct",
    "referral_deadline_breaches",
    "supervision_visits_unmet_pct",
    "supervision_visits_done_pct",
    "foster_follow_up_unmet_pct",
    "foster_visits_done_pct",
    "plans_care_pct",
}
NEWS_YEARS = 3  # an older figure is shown further down, not as a finding of the year
SMALL_SERVICE_FTE = 3  # Bufdir counts services with three employees or fewer as the smallest
# Below this one child more or less moves a share by a tenth of a percentage point or more.
FEW_CHILDREN = 1_000


@sample()
def heading(page: Page) -> Item:
    """Which municipality, year and data set the page shows; every page begins with it."""
    data = page.dataset.about
    text = say(
        "page-heading",
        subject=page.subject,
        year=page.year,
        dataset=data["title"].lower(),
        date=day(data["date"]),
    )
    blocks: list[Block] = [Sentence(text, "lead")]
    if data["synthetic"]:
        warning = say("page-synthetic")
        blocks.append(Sentence(warning, "synthetic"))
    facts = {
        "municipality": page.region.code,
        "place": page.place,
        "year": page.year,
        "dataset": data["name"],
    }
    return Item("heading", "", SHOWN, tuple(blocks), facts=facts)


@sample("referrals", "gross_f252_per_child_placed_nok")
def findings(page: Page, *indicators: str, id: str = "findings") -> Item:  # noqa: A002
    """What is clearly different from the peers or from the year before among the indicators, and
    those that tell of legal duties; at most MOST_FINDINGS. Where fewer than LEAST_FINDINGS are, the
    newest figures of others as they are.
    """
    title, every = say("page-findings"), [_newest(page, name) for name in indicators]
    recent = [one for one in every if one and one.own.year > page.year - NEWS_YEARS]
    if not recent:
        return _without_findings(page, id, title)
    likely = [one for one in recent if not one.odd]
    first = [one for one in likely if one.clear or one.indicator.id in DUTIES]
    others = [one for one in likely if one not in first]
    told = [*first, *others[: max(0, LEAST_FINDINGS - len(first))]][:MOST_FINDINGS]
    none = Sentence("" if any(one.clear for one in told) else _nothing_clear(told))
    bullets = Bullets(tuple(_finding(page, one) for one in told), "findings")
    blocks: tuple[Block, ...] = (none, bullets) if told else (Sentence(say("page-nothing-likely")),)
    rows = [row for one in told for row in rows_of(id, title, [one.own, *one.clear])]
    return Item(id, title, SHOWN, blocks, tuple(rows))


@dataclass(frozen=True)
class Newest:
    """The municipality's newest figure of an indicator, those of its differences that are clear,
    and what the verdicts on all of them are.
    """

    indicator: Indicator
    own: Figure
    clear: Figures
    answers: frozenset[str]

    @property
    def odd(self) -> bool:
        """Whether any difference is implausible."""
        return IMPLAUSIBLE in self.answers


def _newest(page: Page, name: str) -> Newest | None:
    """None where the municipality has no figure."""
    shown, differences = page.compared(name)
    own, entry = page.own(shown), indicator(name)
    if not own:
        return None
    verdicts = {one: page.verdict(one).answer for one in differences[: 1 + MOST_COMPARED]}
    broken = own[-1].year in [year for year, _ in page.breaks(shown, entry)]
    clear = [
        one
        for one, answer in verdicts.items()
        if answer == CLEAR and not (broken and one.kind == "change") and not is_none(one, entry)
    ]
    return Newest(entry, own[-1], clear, frozenset(verdicts.values()))


def _nothing_clear(told: list[Newest]) -> str:
    """What is said where no difference is clear: that may be because none could be judged."""
    answers = frozenset[str]().union(*(one.answers for one in told))
    if CHANCE not in answers:
        return say("page-none-judged")
    return say("page-some-unjudged") if UNKNOWN in answers else say("page-nothing-clear")


def _finding(page: Page, one: Newest) -> str:
    """The figure in words, with what is clear about it."""
    return finding(one.own, one.clear, one.indicator, page.place, page.year, judge=page.verdict)


def _without_findings(page: Page, id: str, title: str) -> Item:  # noqa: A002
    """What stands where no indicator has a new figure."""
    dataset = page.dataset.about["title"].lower()
    text = say("page-no-findings", dataset=dataset, place=page.place)
    return said_missing(id, title, text)


def size(page: Page, *, id: str = "size") -> Item:  # noqa: A002 (an item's id)
    """How large the service is, and a warning where it is so small that single children move the
    figures.
    """
    title, partners = say("page-size"), _partners(page)
    every = {name: page.own(page.figures(name)) for name in ("fte", "children_in_municipality")}
    newest = {name: own[-1] for name, own in every.items() if own}
    blocks = [
        Sentence(finding(figure, [], indicator(name), page.place, page.year))
        for name, figure in newest.items()
    ]
    if partners:
        text = say("page-partners", names=listed(partners))
        blocks.append(Sentence(text))
    if _is_small(newest):
        kind = "municipality" if partners else "service"
        blocks.append(Sentence(say("page-small", kind=kind), "warning"))
    return Item(id, title, SHOWN, tuple(blocks), rows_of(id, title, list(newest.values())))


def _partners(page: Page) -> list[str]:
    """The other municipalities of the service, by name."""
    return [
        regions.name_of(code) for code in page.region.service_members if code != page.region.code
    ]


def _is_small(newest: dict[str, Figure]) -> bool:
    """Whether the service has few employees, or the municipality few children."""
    fte = newest["fte"].value if "fte" in newest else None
    children = None
    if "children_in_municipality" in newest:
        children = newest["children_in_municipality"].value
    few_employees = fte is not None and fte <= SMALL_SERVICE_FTE
    return few_employees or (children is not None and children < FEW_CHILDREN)


@sample()
def method(page: Page) -> Item:
    """How the figures of every page are made, and what they cannot say."""
    borders = [text for _, text in regions.changes(page.region.code)]
    told = (
        say("page-method-ratios"),
        say("page-method-population"),
        say("page-method-clear"),
        say("page-method-interval"),
        say("page-method-groups"),
        say("page-method-kostra-groups"),
        say("page-method-missing"),
    )
    points = (*told, *borders)
    return Item("method", say("page-method"), SHOWN, (Bullets(points),))


@sample()
def sources(page: Page) -> Item:
    """The data set, the sources of what the page has shown with their licence, the rule for what is
    hidden, and what made the page.

    The stamp's digest is that of the figures the page has read, not of the whole data set: other
    figures may change.
    """
    data, rows = page.dataset.about, _used(page)
    head = [
        say("page-source-title"),
        say("page-publisher"),
        say("page-published"),
        say("page-licence"),
    ]
    shown: Block = folded(
        say("page-sources-and-licences"), table(say("page-sources-caption"), head, rows)
    )
    if not rows:
        shown = Sentence(say("page-no-sources"))
    reads = page.dataset.read_so_far()
    digest = digests.short(reads)
    stamp = say(
        "page-stamp",
        dataset=data["name"],
        date=day(data["date"]),
        digest=digest,
        version=__version__,
    )
    facts = {"reads": reads, "digest": digest, "sources": rows}
    blocks = (shown, *_rule(page), Sentence(stamp, "stamp"))
    return Item("sources", say("page-sources"), SHOWN, blocks, facts=facts)


def _rule(page: Page) -> list[Block]:
    """The disclosure rule of the data set in words; nothing where all its figures are quoted from
    publications.
    """
    name = str(page.dataset.about["disclosure"])
    if name == "none":
        return [Sentence(say("page-all-is-shown"))] if page.dataset.counted else []
    rule = reference.document("disclosure.yml")["presets"][name]
    few, step = rule["hide_up_to"], rule["round_to"]
    said = [say("page-rule", rule=name, few=few)]
    said += [say("page-rounded", step=step)] if step > 1 else []
    return [Sentence(" ".join([*said, say("page-corrected")]))]


def _used(page: Page) -> list[list[str]]:
    """Title, publisher, date and licence of each source of what the page has shown."""
    listing = page.dataset.sources
    return [
        [row["title"], row["publisher"], _published(row["published"]), row["licence"]]
        for row in listing[listing["source"].isin(page.used)].to_dict("records")
    ]


def _published(date: str) -> str:
    """When a source was published, as far as it is known: a day, a year or nothing."""
    return day(date) if len(date) == len("2026-11-22") else date or say("page-not-told")
