"""What a notebook opens: a page about one municipality, or about one network."""

from barnevern.page.network import Network
from barnevern.page.page import Page

__all__ = ["Network", "Page"]
