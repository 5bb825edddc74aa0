"""The tilstandsrapport: one document per municipality and year, put together from its finished
pages and the service's own words.
"""

from barnevern.document import brief
from barnevern.document.as_html import html
from barnevern.document.assemble import NAME, Report, assembled, table, title
from barnevern.document.layout import chapters, notebooks, outlines

__all__ = [
    "NAME",
    "Report",
    "assembled",
    "brief",
    "chapters",
    "html",
    "notebooks",
    "outlines",
    "table",
    "title",
]
