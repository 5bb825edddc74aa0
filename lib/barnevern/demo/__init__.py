"""A made-up nation: life histories of children in the child welfare service, accounts and staff,
for every municipality from a seed.

Nothing here is about a real child. Population and levels are real (data/published,
data/reference/demo_targets.csv); every case, date and amount is drawn at random. Every figure that
comes out of it must be shown as synthetic.
"""

from barnevern.demo.country import cases
from barnevern.demo.data_set import build, nation, tables
from barnevern.demo.economy import accounts
from barnevern.demo.extracts import write_extracts
from barnevern.demo.settings import DEFAULT_SEED, Settings
from barnevern.demo.staffing import staff

__all__ = [
    "DEFAULT_SEED",
    "Settings",
    "accounts",
    "build",
    "cases",
    "nation",
    "staff",
    "tables",
    "write_extracts",
]
