"""The explorer's widgets: choices above, what they give below, files to take along at the foot."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import ipywidgets as widgets

from barnevern import own_data
from barnevern.explore.controls import controls
from barnevern.explore.files import files
from barnevern.explore.internal import internal
from barnevern.explore.offered import meant, offered, years_with_figures
from barnevern.explore.view import Choice, Unclear, view, without_figures
from barnevern.norwegian.messages import say
from barnevern.norwegian.numbers import day
from barnevern.norwegian.text import slug
from barnevern.page import Page
from barnevern.paths import REPORTS, TEMPLATES, WORKSPACE
from barnevern.render.html import render
from barnevern.render.item import Item

TEMPLATE = "explore.html.j2"
FIRST_SHOWN = "children_with_measures_31dec_per_1000_0_22"
HEIGHT = "42rem"  # of what is shown, so that nothing below it moves when it changes


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
        self.dataset = self.shared = dataset
        self.shown: tuple[Page, Item, Choice] | None = None
        self.offered: tuple[Path, str] = (Path(), "")
        self.years_with_figures: dict[tuple[str, str], int] = {}
        self.controls = controls(municipality, indicator or FIRST_SHOWN, year)
        for control in self.controls.watched:
            control.observe(self._changed, names="value")
        self.controls.inside.observe(self._changed_view, names="value")
        self._offer_internal_view()
        self._panes()
        foot = widgets.HBox([self.make, self.links])
        super().__init__([self.style, *self.controls.rows, self.message, self.pane, foot])
        self.redraw()

    def _panes(self) -> None:
        """The widgets that show something."""
        css = (TEMPLATES / "report" / "report.css").read_text(encoding="utf-8")
        scoped = css.replace(":root", ":scope").replace("body {", ":scope {")
        own = f"@scope (.barnevern-explorer) {{ {scoped} h2 {{ border: 0; margin: 0; }} }}"
        self.style = widgets.HTML(f"<style>{own}</style>")
        self.message, self.links = widgets.HTML(), widgets.HTML()
        self.pane = widgets.HTML(layout=widgets.Layout(height=HEIGHT, overflow="auto"))
        self.pane.add_class("barnevern-explorer")
        hint = say("explore-files")
        self.make = widgets.Button(description=say("explore-make-files"), tooltip=hint)
        self.make.on_click(self._make_files)

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        return self.controls.choice(self.dataset)

    def redraw(self) -> None:
        """Show what is chosen; what is wrong with the choice is said in words, and the last view
        stays.
        """
        choice = self.choice
        try:
            page, item = view(choice)
        except Unclear as error:
            self.message.value = render(TEMPLATE, part="wrong", text=str(error))
            return
        choice = replace(choice, indicator=meant(choice.indicator))
        self.shown = (page, item, choice)
        self.links.value = ""
        self._offer_indicators(page)
        self.message.value = self._about(page, without_figures(page, item, choice))
        title = f"{page.place}: {item.title}"
        self.pane.value = render(TEMPLATE, part="shown", title=title, item=item)

    def _offer_indicators(self, page: Page) -> None:
        """Offer the indicators of the municipality, those with figures first."""
        at = (page.dataset.folder, page.region.code)
        if at != self.offered:
            if self.offered[0] != at[0]:
                self.years_with_figures = years_with_figures(page.dataset)
            self.controls.indicator.options = offered(self.years_with_figures, page.region.code)
            self.offered = at

    def _changed(self, _: object) -> None:
        self.redraw()

    def _offer_internal_view(self) -> None:
        """Offer it where the data set is the service's own figures."""
        folder = (
            own_data.folder(self.dataset) if own_data.is_own(self.dataset) else Path(self.dataset)
        )
        about = folder / "dataset.json"
        said = json.loads(about.read_text(encoding="utf-8")) if about.is_file() else {}
        if own_data.is_own(str(said.get("name"))):
            self.folder = folder
            self.controls.inside.layout.display = ""

    def _changed_view(self, _: object) -> None:
        """Go over to figures of which nothing is hidden, or back."""
        inside = self.controls.inside.value
        self.dataset = str(internal(self.folder)) if inside else self.shared
        self.redraw()

    def _about(self, page: Page, peers: str) -> str:
        """Which data set this is, what is said of the peers, and where the municipality's finished
        pages are.
        """
        about = page.dataset.about
        if self.controls.inside.value:
            return render(TEMPLATE, part="internal", text=say("explore-internal"))
        place = f"{page.region.code}-{slug(page.region.name)}"
        overview = REPORTS / about["name"] / str(page.year) / place / "overview.html"
        there = overview.is_file()
        dataset = "" if self.dataset == "published" else f" --dataset {self._named()}"
        return render(
            TEMPLATE,
            part="about",
            text=say("explore-dataset", dataset=about["title"], date=day(about["date"])),
            synthetic=about["synthetic"],
            pages=f"../{overview.relative_to(WORKSPACE).as_posix()}" if there else "",
            peers=peers,
            command=f"barnevern run -m {page.region.code} --year {page.year}{dataset}",
        )

    def _named(self) -> str:
        """The data set as a command names it: a folder without the path to it."""
        return self.dataset if own_data.is_own(self.dataset) else Path(self.dataset).name

    def _make_files(self, _: object) -> None:
        """Offer what is shown as files that links hold in themselves."""
        if self.shown is None:
            return
        page, item, choice = self.shown
        about, inside = page.dataset.about, bool(self.controls.inside.value)
        titles = _source_titles(item, page.dataset.source_titles)
        source = say(
            "explore-source",
            sources="; ".join(titles),
            dataset=about["title"],
            date=day(about["date"]),
        )
        source += f" {say('explore-internal')}" if inside else ""
        place = f"{page.region.code}-{slug(page.region.name)}"
        name = f"{'intern-' if inside else ''}{place}-{choice.indicator}-{choice.last}"
        made = files(item, f"{page.place}: {item.title}", name, source)
        self.links.value = render(TEMPLATE, part="files", files=made)


def _source_titles(item: Item, known: Mapping[str, str]) -> list[str]:
    """The titles of the sources that the figures of ``item`` come from, each once."""
    joined = {row.source for row in item.figures if row.source}
    used = {source for sources in joined for source in sources.split(";")}
    return list(dict.fromkeys(known[source] for source in sorted(used & set(known))))
