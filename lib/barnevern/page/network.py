"""What the network notebook opens: the members of one comparison network, one year, one data
set.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

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
        figures = p.dataset.figures([*members, whole], years, names={whole: p.network})
        return cls(
            name,
            regions.network(p.network),
            p.year,
            p.dataset,
            members,
            figures,
            own_code=p.municipality,
        )

    @cached_property
    def observations(self) -> pd.DataFrame:
        """What the figures of the network and its members are made of, read when asked for."""
        whole = groups.ALL_OF_ASSS if self.region.code == groups.ASSS else self.region.code
        codes = [*self.peers, self.region.code, whole]
        read = self.dataset.read(codes, until=self.year + MOST_AHEAD)
        named = read.assign(region=read["region"].replace({whole: self.region.code}))
        return named.drop_duplicates(groups.FIGURE)

    def beside_peers(self, name: str) -> pd.DataFrame:
        """The indicator for the network alone: its members are shown against each other, not
        against it.
        """
        table = self.table(name)
        return table[table["region"].eq(self.region.code)]
