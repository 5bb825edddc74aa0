"""Own words of any form, for tests of what writes and reads them."""

from itertools import pairwise

from hypothesis import strategies as st

from barnevern.document import markdown
from barnevern.document.markdown import Block, Run

WORD = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs", "Co"]), min_size=1, max_size=9
)
LINKS = st.sampled_from(["", "", "https://www.barn.no/side?a=1&b=2", "mailto:post@barn.no"])
RUN = st.builds(
    Run, st.lists(WORD, min_size=1, max_size=3).map(" ".join), st.booleans(), st.booleans(), LINKS
)
TEXT = st.lists(RUN, min_size=1, max_size=4).map(
    lambda runs: markdown.tidy([part for run in runs for part in (run, Run(" "))])
)
WORDS = st.lists(
    st.one_of(
        st.builds(Block, st.sampled_from(["p", "h"]), st.tuples(TEXT)),
        st.builds(Block, st.just("ul"), st.lists(TEXT, min_size=1, max_size=3).map(tuple)),
    ),
    max_size=5,
).filter(
    lambda blocks: all([one.kind, other.kind] != ["ul", "ul"] for one, other in pairwise(blocks))
)
