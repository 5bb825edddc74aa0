"""What the network notebook opens: the members of one comparison network, one year, one data
set.
"""

from dataclasses import dataclass

from barnevern.indicators.figure import Figures, of_region
from barnevern.observations import groups, regions
from barnevern.page.page import MOST_AHEAD, Page
from barnevern.page.parameters import check_network


@dataclass(frozen=True)
class Network(Page):
    """A page about a network: ``region`` is the network as a whole, ``peers`` its members, ``own``
    the member to mark ("" for none).
    """

    own_code: str = ""

    @classmethod
    def of(
        cls, name: str, network: str, year: int, dataset: str = "published", municipality: str = ""
    ) -> "Network":
        """Check the parameters and read the members. Raises ParameterProblems."""
        p = check_network(network, year, dataset, municipality)
        members = groups.members(p.network, p.year, "")
        whole = groups.ALL_OF_ASSS if p.network == groups.ASSS else p.network
        years = (p.year, p.year + MOST_AHEAD)
        read = p.dataset.figures([*members, whole], years, names={whole: p.network})
        return cls(
            name,
            regions.network(p.network),
            p.year,
            p.dataset,
            members,
            read,
            own_code=p.municipality,
        )

    def beside_peers(self, name: str) -> Figures:
        """The indicator for the network alone: its members are shown against each other, not
        against it.
        """
        return of_region(self.figures(name), self.region.code)
