"""Who is asked for the verdict on a difference of a page: it finds both sides of it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from barnevern.comparison import evidence, plausible
from barnevern.comparison.evidence import Held, Learnt, Verdict
from barnevern.comparison.kinds import COUNTED, FIXED, NUMBER, kind_of
from barnevern.comparison.ordinary import CHILDREN
from barnevern.indicators import indicator
from barnevern.indicators.figure import Figure, Figures
from barnevern.observations import regions

PLAIN = "plain"  # decided, counted in full, or of a group: chance has nothing to say
IMPLAUSIBLE = "implausible"
NOBODY = 1.0  # what a number is divided by


@dataclass(frozen=True)
class Judge:
    """``figures`` gives every total of an indicator that the page knows of, ``children`` the
    children of a municipality in a year, and ``known`` what is ordinary.
    """

    figures: Callable[[str], Figures]
    children: Mapping[tuple[str, int], float]
    known: Learnt

    @classmethod
    def of_totals(cls, figures: Callable[[str], Figures], known: Learnt) -> "Judge":
        """Who judges from the totals that ``figures`` gives of an indicator."""
        children = {
            (one.region, one.year): one.value for one in figures(CHILDREN) if one.value is not None
        }
        return cls(figures, children, known)

    def of(self, difference: Figure, among: Figures | None = None) -> Verdict:
        """The verdict on a figure of the kind change or deviation (comparison.differences), whose
        sides are ``among`` these figures: by default the totals of its indicator.
        """
        name = difference.indicator
        if kind_of(name) == FIXED or difference.region in regions.groups():
            return Verdict(PLAIN)
        sides = {
            (one.region, one.year): one
            for one in (self.figures(name) if among is None else among)
            if one.value is not None and one.category == difference.category
        }
        if difference.kind in ("change", "real_change"):
            return self._change(difference, sides)
        return self._level(difference, sides)

    def trend(self, series: Figures) -> Verdict:
        """The verdict on the trend over one municipality's figures since a break."""
        name, code = series[-1].indicator, series[-1].region
        if kind_of(name) == FIXED or code in regions.groups():
            return Verdict(PLAIN)
        years = {one.year: self._held(one) for one in series if one.value is not None}
        return evidence.of_trend(indicator(name), years, self.known)

    def _change(self, difference: Figure, sides: Mapping[tuple[str, int], Figure]) -> Verdict:
        entry, code = indicator(difference.indicator), difference.region
        now, before = sides[code, difference.year], sides[code, int(difference.against)]
        assert now.value is not None and before.value is not None
        odd = self._part(now) or plausible.of_change(entry, now.value, before.value)
        odd = odd or self._far_from_groups(now) or self._far_from_groups(before)
        if odd:
            return Verdict(IMPLAUSIBLE, odd)
        return evidence.of_change(entry, self._held(now), self._held(before), self.known)

    def _level(self, difference: Figure, sides: Mapping[tuple[str, int], Figure]) -> Verdict:
        entry, code, year = indicator(difference.indicator), difference.region, difference.year
        own, other = sides[code, year], sides[difference.against, year]
        assert own.value is not None and other.value is not None
        odd = self._part(own) or plausible.of_level(entry, own.value, other.value)
        if odd:
            return Verdict(IMPLAUSIBLE, odd)
        both = [sides.get((one, year - 1)) for one in (code, difference.against)]
        pairs = [(own, other), *([(both[0], both[1])] if both[0] and both[1] else [])]
        held = [[self._held(one) for one in side if one] for side in zip(*pairs, strict=True)]
        return evidence.of_level(entry, held[0], held[1], self.known)

    def _far_from_groups(self, own: Figure) -> str:
        """Whether a figure is implausible beside every group of its year."""
        groups = [
            one.value
            for one in self.figures(own.indicator)
            if one.value is not None
            and (one.year, one.category) == (own.year, own.category)
            and one.region in regions.groups()
        ]
        assert own.value is not None
        found = [plausible.of_level(indicator(own.indicator), own.value, one) for one in groups]
        return found[0] if found and all(found) else ""

    def _part(self, part: Figure) -> str:
        """Whether the figure is above what it is part of."""
        whole = plausible.WHOLES.get(part.indicator, "")
        every = self.figures(whole) if whole and not part.category else ()
        same = (one for one in every if (one.region, one.year) == (part.region, part.year))
        return plausible.of_part(part, next(same, None))

    def _held(self, figure: Figure) -> Held:
        kind, entry = kind_of(figure.indicator), indicator(figure.indicator)
        assert figure.value is not None
        base = NOBODY if kind == NUMBER else figure.denominator
        return Held(
            figure.value / (entry.per if kind in COUNTED else 1.0),
            math.nan if base is None else base,
            self.children.get((figure.region, figure.year), math.nan),
            alone=figure.region in regions.municipalities(),
        )
