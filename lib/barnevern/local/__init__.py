"""The data set of a municipality's own extracts, accounts and lists, in a folder outside the
repository.
"""

from barnevern.local.loading import load
from barnevern.local.place import folder
from barnevern.local.rule import Asked

__all__ = ["Asked", "folder", "load"]
