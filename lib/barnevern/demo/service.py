"""One municipality's service while its histories are made."""

from dataclasses import dataclass, field

from barnevern.demo.chance import Rng
from barnevern.demo.investigations import Handling
from barnevern.demo.people import People
from barnevern.demo.plan import Plan
from barnevern.demo.rows import Rows


@dataclass
class Service:
    """One municipality's service: its chance, its plan, its children and everything that has
    happened to them.
    """

    rng: Rng
    plan: Plan
    handling: Handling
    people: People = field(default_factory=People)
    referrals: Rows = field(
        default_factory=lambda: Rows("person", "day", "end", "conclusion", "family")
    )
    investigations: Rows = field(
        default_factory=lambda: Rows(
            "person", "referral", "start", "end", "extended", "asked", "conclusion", "dismissed"
        )
    )
    spells: Rows = field(default_factory=lambda: Rows("person", "start", "end"))
    placements: Rows = field(default_factory=lambda: Rows("person", "start", "end", "kind"))
