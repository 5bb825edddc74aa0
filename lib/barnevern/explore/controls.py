"""The widgets that an analyst chooses with in the explorer."""

from dataclasses import dataclass
from typing import Any

import ipywidgets as widgets

from barnevern.explore.offered import label, meant
from barnevern.explore.view import PEERS, VIEWS, Choice, peers_name, view_name
from barnevern.indicators.catalogue import catalogue
from barnevern.norwegian.messages import say
from barnevern.observations import lookup, regions

SEPARATOR = " – "
FIRST_YEAR = 2015
WIDE, NARROW, BOX = (widgets.Layout(width=width) for width in ("27rem", "18rem", "10rem"))
WRAPPED = widgets.Layout(flex_flow="row wrap")  # what has no room beside the others goes below
LABEL = {"description_width": "6.5rem"}


@dataclass(frozen=True)
class Controls:
    """Municipality, indicator, years, peers and how to show them; ``inside`` is for the internal
    view, and not shown unless the data set is the service's own.
    """

    municipality: Any
    indicator: Any
    years: Any
    peers: Any
    others: Any
    form: Any
    intervals: Any
    inside: Any
    views: Any

    @property
    def watched(self) -> tuple[Any, ...]:
        """Those that change what is shown, but for the internal view."""
        chosen = (self.municipality, self.indicator, self.years, self.peers, self.others)
        return (*chosen, self.form, self.intervals, self.views)

    @property
    def rows(self) -> list[Any]:
        """The widgets as they stand on the screen."""
        return [
            widgets.HBox([self.municipality, self.indicator], layout=WRAPPED),
            widgets.HBox([self.peers, self.others, self.years], layout=WRAPPED),
            widgets.HBox([self.views, self.form, self.intervals, self.inside], layout=WRAPPED),
        ]

    def choice(self, dataset: str) -> Choice:
        """What is chosen now."""
        first, last = self.years.value
        return Choice(
            municipality=str(self.municipality.value).split(SEPARATOR)[0].strip(),
            indicator=str(self.indicator.value),
            first=first,
            last=last,
            dataset=dataset,
            peers=str(self.others.value).strip() or str(self.peers.value),
            counts=bool(self.form.value),
            intervals=bool(self.intervals.value),
            view=str(self.views.value),
        )


def controls(municipality: str, indicator: str, year: int) -> Controls:
    """The widgets, set to a municipality (name or number), an indicator (id) and a last year."""
    return Controls(
        municipality=_municipality(municipality),
        indicator=_indicator(indicator),
        years=_years(year),
        peers=widgets.Dropdown(
            options=[(peers_name(peers), peers) for peers in PEERS],
            description=say("explore-compare"),
            layout=NARROW,
            style=LABEL,
        ),
        others=_text(widgets.Text, say("explore-or"), say("explore-others")),
        form=widgets.ToggleButtons(
            options=[(say("explore-share"), False), (say("explore-number"), True)],
            style={"button_width": "5rem"},
        ),
        intervals=widgets.Checkbox(description=say("explore-intervals"), indent=False, layout=BOX),
        inside=widgets.Checkbox(
            description=say("explore-inside"),
            indent=False,
            layout=widgets.Layout(width="10rem", display="none"),
        ),
        views=widgets.ToggleButtons(
            options=[(view_name(view), view) for view in VIEWS], style={"button_width": "6rem"}
        ),
    )


def _text(kind: Any, description: str, placeholder: str, **options: Any) -> Any:
    """A field that waits until Enter, or a choice from its list."""
    look: dict[str, Any] = {"continuous_update": False, "layout": NARROW, "style": LABEL}
    return kind(description=description, placeholder=placeholder, **look | options)


def _municipality(municipality: str) -> Any:
    names = [
        f"{code}{SEPARATOR}{regions.name_of(code)}" for code in sorted(regions.municipalities())
    ]
    code = lookup.region(municipality).code
    start = f"{code}{SEPARATOR}{regions.name_of(code)}"
    wanted = say("explore-name-or-number")
    return _text(widgets.Combobox, say("table-municipality"), wanted, value=start, options=names)


def _indicator(indicator: str) -> Any:
    """A field that is searched by typing; which indicators it offers, the explorer sets by the
    municipality.
    """
    layout = widgets.Layout(flex="1 1 20rem", width="auto", min_width="0")
    search, start = say("choice-search"), label(catalogue()[meant(indicator)])
    return _text(widgets.Combobox, say("table-indicator"), search, value=start, layout=layout)


def _years(year: int) -> Any:
    """A slider that waits until it is let go."""
    look: dict[str, Any] = {"continuous_update": False, "layout": WIDE, "style": LABEL}
    return widgets.IntRangeSlider(
        value=(max(year - 9, FIRST_YEAR), year),
        min=FIRST_YEAR,
        max=max(year, 2024),
        description=say("table-year"),
        **look,
    )
