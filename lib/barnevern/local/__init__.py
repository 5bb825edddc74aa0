"""The data set of a municipality's own extracts, accounts and lists, in a folder outside the
repository.
"""

from barnevern.local.loading import load
from barnevern.local.place import folder

__all__ = ["folder", "load"]
