"""The tilstandsrapport: one document per municipality and year, put together from its finished
pages and the service's own words.
"""

from barnevern.document.assemble import NAME, html, table, title
from barnevern.document.layout import chapters, notebooks

__all__ = ["NAME", "chapters", "html", "notebooks", "table", "title"]
