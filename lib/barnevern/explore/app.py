"""The explorer's widgets: choices above, what they give below, files to take along at the foot."""

import json
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from barnevern.data.store import LOCAL
from barnevern.explore.files import files
from barnevern.explore.internal import internal
from barnevern.explore.view import PEERS, VIEWS, Choice, Unclear, view
from barnevern.figures.theme import pictures
from barnevern.indicators import catalogue
from barnevern.local import folder as local_folder
from barnevern.norwegian.numbers import day
from barnevern.norwegian.text import slug
from barnevern.observations import regions
from barnevern.page import Page
from barnevern.paths import REPORTS, ROOT, TEMPLATES
from barnevern.render.item import Item

THEMES = {
    "capacity": "Kapasitet",
    "quality": "Kvalitet",
    "economy": "Økonomi",
    "background": "Bakgrunn",
}
HEIGHT = "42rem"  # of what is shown, so that nothing below it moves when it changes
SEPARATOR = " – "
INTERNAL = "Intern visning: ingenting er skjult av personvernhensyn. Skal ikke deles."


class Explorer(widgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """Explore the figures of one data set: ``Explorer("published")`` as the last line of a cell.

    ``municipality`` (name or number, old or new), ``indicator`` (an id of the catalogue) and
    ``year`` are what it begins with.
    """

    def __init__(
        self,
        dataset: str = "published",
        municipality: str = "3201",
        indicator: str = "",
        year: int = 2024,
    ) -> None:
        first = indicator or "children_with_measures_31dec_per_1000_0_22"
        self.dataset = self.shared = dataset
        self.shown: tuple[Page, Item, Choice] | None = None
        self._controls(municipality, first, year)
        self._panes()
        watched = (
            self.municipality,
            self.indicator,
            self.years,
            self.peers,
            self.others,
            self.form,
            self.intervals,
            self.views,
        )
        for one in watched:
            one.observe(self._changed, names="value")
        self.inside.observe(self._changed_view, names="value")
        self.make.on_click(self._make_files)
        rows = [
            widgets.HBox([self.municipality, self.indicator]),
            widgets.HBox([self.peers, self.others, self.years]),
            widgets.HBox([self.views, self.form, self.intervals, self.inside]),
        ]
        super().__init__(
            [self.style, *rows, self.message, self.pane, widgets.HBox([self.make, self.links])]
        )
        self.redraw()

    def _controls(self, municipality: str, indicator: str, year: int) -> None:
        """The widgets that an analyst chooses with. A slider waits until it is let go, a text until
        Enter or a choice from its list.
        """
        wide, narrow = widgets.Layout(width="27rem"), widgets.Layout(width="18rem")
        names = [
            f"{code}{SEPARATOR}{one.name}" for code, one in sorted(regions.municipalities().items())
        ]
        first_code = regions.region(municipality).code
        start = f"{first_code}{SEPARATOR}{regions.name_of(first_code)}"
        text: dict[str, Any] = {
            "continuous_update": False,
            "style": {"description_width": "6.5rem"},
        }
        self.municipality = widgets.Combobox(
            value=start,
            options=names,
            description="Kommune",
            placeholder="navn eller nummer, også gamle",
            layout=narrow,
            **text,
        )
        ordered = sorted(
            catalogue().values(), key=lambda one: (list(THEMES).index(one.theme), one.name)
        )
        options = [(f"{THEMES[one.theme]}: {one.name} ({one.unit})", one.id) for one in ordered]
        self.indicator = widgets.Dropdown(
            options=options,
            value=indicator,
            description="Indikator",
            layout=widgets.Layout(flex="1 1 20rem", width="auto", min_width="0"),
            style=text["style"],
        )
        self.years = widgets.IntRangeSlider(
            value=(max(year - 9, 2015), year),
            min=2015,
            max=max(year, 2024),
            description="År",
            layout=wide,
            **text,
        )
        self.peers = widgets.Dropdown(
            options=list(PEERS), description="Sammenlign", layout=narrow, style=text["style"]
        )
        self.others = widgets.Text(
            placeholder="andre: 3203, Asker, EKG12", description="eller med", layout=narrow, **text
        )
        self.form = widgets.ToggleButtons(
            options=[("Andel", False), ("Antall", True)], style={"button_width": "5rem"}
        )
        self.intervals = widgets.Checkbox(
            description="Vis usikkerhet", indent=False, layout=widgets.Layout(width="10rem")
        )
        self.inside = widgets.Checkbox(
            description="Intern visning",
            indent=False,
            layout=widgets.Layout(width="10rem", display="none"),
        )
        if (folder := self._own_folder()) is not None:
            self.inside.layout.display = ""
            self.folder = folder
        self.views = widgets.ToggleButtons(options=list(VIEWS), style={"button_width": "6rem"})

    def _panes(self) -> None:
        """The widgets that show something."""
        css = (
            (TEMPLATES / "report" / "report.css")
            .read_text(encoding="utf-8")
            .replace(":root", ":scope")
            .replace("body {", ":scope {")
        )
        self.style = widgets.HTML(
            f"<style>@scope (.barnevern-explorer) {{ {css} h2 {{ border: 0; margin: 0; }}"
            " }</style>"
        )
        self.message = widgets.HTML()
        self.pane = widgets.HTML(layout=widgets.Layout(height=HEIGHT, overflow="auto"))
        self.pane.add_class("barnevern-explorer")
        self.make = widgets.Button(
            description="Lag filer", tooltip="CSV, Excel, SVG og PNG av det som vises"
        )
        self.links = widgets.HTML()

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        first, last = self.years.value
        others = str(self.others.value).strip()
        return Choice(
            municipality=str(self.municipality.value).split(SEPARATOR)[0].strip(),
            indicator=str(self.indicator.value),
            first=first,
            last=last,
            dataset=self.dataset,
            peers=others or str(self.peers.value),
            counts=bool(self.form.value),
            intervals=bool(self.intervals.value),
            view=str(self.views.value),
        )

    def redraw(self) -> None:
        """Show what is chosen; what is wrong with the choice is said in words, and the last view
        stays.
        """
        choice = self.choice
        try:
            page, item = view(choice)
        except Unclear as error:
            self.message.value = (
                f"<p role='alert'><strong>Kan ikke vises:</strong> {escape(str(error))}</p>"
            )
            return
        self.shown = (page, item, choice)
        self.links.value = ""
        self.message.value = f"<p role='status'>{self._about(page)}</p>"
        self.pane.value = f"<h2>{escape(f'{page.place}: {item.title}')}</h2>{item.html}"

    def _changed(self, _: object) -> None:
        self.redraw()

    def _own_folder(self) -> Path | None:
        """The folder of the data set, where it is the service's own figures; None for any other."""
        folder = local_folder() if self.dataset == LOCAL else Path(self.dataset)
        about = folder / "dataset.json"
        return (
            folder
            if about.is_file() and json.loads(about.read_text(encoding="utf-8"))["name"] == LOCAL
            else None
        )

    def _changed_view(self, _: object) -> None:
        """Go over to figures of which nothing is hidden, or back."""
        self.dataset = str(internal(self.folder)) if self.inside.value else self.shared
        self.redraw()

    def _about(self, page: Page) -> str:
        """Which data set this is, and where the municipality's finished pages are."""
        about = page.dataset.about
        if self.inside.value:
            return f"<mark><strong>{INTERNAL}</strong></mark>"
        words = escape(f"Datasett: {about['title']}, {day(about['date'])}.") + (
            " <strong>Syntetiske tall.</strong>" if about["synthetic"] else ""
        )
        folder = (
            REPORTS
            / about["name"]
            / str(page.year)
            / f"{page.region.code}-{slug(page.region.name)}"
        )
        if not (folder / "overview.html").is_file():
            return (
                f"{words} Kommunens sider er ikke laget ennå: <code>barnevern run -m"
                f" {page.region.code} --year {page.year}</code>"
            )
        link = escape(f"../{folder.relative_to(ROOT).as_posix()}/overview.html", quote=True)
        return f"{words} <a href='{link}' target='_blank' rel='noopener'>Kommunens sider</a>"

    def _make_files(self, _: object) -> None:
        """Draw what is shown once more as pictures, and offer it with its rows as files that links
        hold in themselves.
        """
        if self.shown is None:
            return
        page, item, choice = self.shown
        about = page.dataset.about
        used = page.observations["source"].isin(self._sources(item))
        source = f"Kilde: {'; '.join(page.source_titles(page.observations[used]))}. "
        source += f"Datasett: {about['title']}, {day(about['date'])}." + (
            f" {INTERNAL}" if self.inside.value else ""
        )
        with pictures(f"{page.place}: {item.title}", source) as taken:
            view(choice)
        name = (
            "intern-" if self.inside.value else ""
        ) + f"{page.region.code}-{slug(page.region.name)}-{choice.indicator}-{choice.last}"
        self.links.value = " · ".join(file.link for file in files(item, taken, name, source))

    @staticmethod
    def _sources(item: Item) -> set[str]:
        return {
            one
            for joined in item.rows["source"].dropna().unique()
            for one in str(joined).split(";")
        }
