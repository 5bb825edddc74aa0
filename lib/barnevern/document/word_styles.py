"""The styles of the Word file: a municipality's template's where it has them, else ours."""

from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt, RGBColor

BLUE, GREY, DARK = (
    RGBColor(0x0B, 0x4F, 0x8A),
    RGBColor(0x59, 0x59, 0x59),
    RGBColor(0x22, 0x22, 0x22),
)
LEVELS = 6
LANGUAGE = "nb-NO"


@dataclass(frozen=True)
class Look:
    """How a style of ours looks: points, and points of air before and after."""

    points: float = 11
    before: float = 0
    after: float = 6
    bold: bool = False
    italic: bool = False
    colour: RGBColor = DARK
    indent: float = 0
    keeps: bool = False  # stands with the next paragraph
    built_in: bool = True


# Names as Word knows them in every language, or, of styles of our own, in Norwegian.
PARAGRAPHS = {
    "Normal": Look(),
    "Title": Look(26, before=120, after=12, bold=True, colour=BLUE),
    "Subtitle": Look(13, after=18, colour=GREY),
    **{
        f"Heading {level}": Look(points, 18, 6, bold=True, colour=BLUE, keeps=True)
        for level, points in enumerate((18, 15, 13, 12, 11, 11), start=1)
    },
    "TOC Heading": Look(18, after=12, bold=True, colour=BLUE, keeps=True),
    **{f"toc {level}": Look(after=3, indent=14 * (level - 1)) for level in range(1, LEVELS + 1)},
    "table of figures": Look(after=3),
    "Caption": Look(9.5, 6, 6, bold=True, keeps=True),
    "List Bullet": Look(after=3, indent=18),
    "header": Look(8.5, after=0, colour=GREY),
    "footer": Look(8.5, after=0, colour=GREY),
    "Barnevern mellomtittel": Look(before=9, bold=True, keeps=True, built_in=False),
    "Barnevern tabelltekst": Look(9, 1, 1, built_in=False),
    "Barnevern bred tabelltekst": Look(8, 1, 1, built_in=False),
    "Barnevern merknad": Look(9, after=9, colour=GREY, built_in=False),
    "Barnevern egne ord": Look(9.5, before=12, bold=True, colour=GREY, keeps=True, built_in=False),
    "Barnevern innspill": Look(10.5, italic=True, colour=GREY, indent=14, built_in=False),
}
LINK, TABLE = "Hyperlink", "Barnevern rutenett"


def ensured(document: Document, *, plain: bool) -> dict[str, str]:
    """The id of every style by name. Those that ``document`` lacks are made; in a ``plain`` one,
    which is no municipality's, all of them get our look.
    """
    if plain:
        _without_tables(document)
    names = {style.name for style in document.styles}
    for name, look in PARAGRAPHS.items():
        if plain or not _has(names, name):
            _dress(_style(document, name, WD_STYLE_TYPE.PARAGRAPH, names, look), look)
    if not _has(names, LINK):
        link = document.styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER, builtin=True)
        link.font.color.rgb, link.font.underline = BLUE, True
    if not _has(names, TABLE):
        _rule(document.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE))
    known = {str(style.name).lower(): str(style.style_id) for style in document.styles}
    return {name: known[name.lower()] for name in (*PARAGRAPHS, LINK, TABLE)}


def _without_tables(document: Document) -> None:
    """Take out the many styles of tables that an empty document has and the report does not use."""
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style != document.styles.default(style.type):
            style.delete()


def _has(names: set[Any], name: str) -> bool:
    return name.lower() in {str(one).lower() for one in names}


def _style(document: Document, name: str, kind: Any, names: set[Any], look: Look) -> Any:
    if _has(names, name):
        return next(one for one in document.styles if str(one.name).lower() == name.lower())
    made = document.styles.add_style(name, kind, builtin=look.built_in)
    if name != "Normal":
        made.base_style = document.styles["Normal"]
    return made


def _dress(style: Any, look: Look) -> None:
    """Give a style its look; a line that an older look had under it goes."""
    for line in style.element.findall(f".//{qn('w:pBdr')}"):
        line.getparent().remove(line)
    font, form = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = (
        "Calibri",
        Pt(look.points),
        look.bold,
        look.italic,
    )
    fonts = style.element.rPr.rFonts
    for theme in [key for key in fonts.attrib if "Theme" in key]:
        del fonts.attrib[theme]
    font.color.rgb = look.colour
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.left_indent = Pt(look.indent) if look.indent and style.name != "List Bullet" else None
    form.keep_with_next = look.keeps or None


def _rule(style: Any) -> None:
    """Thin lines under the rows of a table, and a thick one under its head."""
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", 8), ("bottom", 8), ("insideH", 4)):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", size), ("space", 0), ("color", "8A8A8A")):
            line.set(qn(f"w:{key}"), str(value))
        borders.append(line)
    properties = OxmlElement("w:tblPr")
    properties.append(borders)
    style.element.append(properties)


def speak_norwegian(document: Document) -> None:
    """Set the language of all text that says nothing else."""
    styles = document.styles.element
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is not None and defaults.find(qn("w:lang")) is None:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), LANGUAGE)
        defaults.append(language)
