"""The data set of a municipality's own extracts, accounts and lists, in a folder outside the
repository.
"""

from barnevern.local.loading import load, preview
from barnevern.local.rule import Asked
from barnevern.own_data import folder

__all__ = ["Asked", "folder", "load", "preview"]
