"""Made-up municipalities written in both formats and read again: the same cases, and the same
figures from either.
"""

import tempfile
from functools import lru_cache
from pathlib import Path

import pandas as pd
from hypothesis import Phase, given
from hypothesis import strategies as st

from barnevern import counting
from barnevern.cases import Cases, formats
from barnevern.cases.as_of import KEYS, PARTS
from barnevern.demo import country, population, write_extracts
from barnevern.observations import regions
from barnevern.sources.extract import read_extract
from cases.made_cases import as_15f_has_it, assert_same
from demo.simple import CLEAN, SEED
from patience import examples

KEY = bytes(range(32))
MOST_INHABITANTS = 4_000  # a large city takes long to write, and has nothing that a town has not
FORMATS = ("15F", "BVR")
# Beyond a year's 15F file: what ended the day before the year began, and so whether a measure in it
# is new.
OF_TWO_YEARS = {"children_with_new_measures", "unaccompanied_minors_settled"}


@lru_cache
def smaller() -> list[str]:
    inhabitants = population.by_municipality("all", [2024])[2024]
    return sorted(
        code for code in regions.municipalities() if inhabitants.get(code, 0) <= MOST_INHABITANTS
    )


def active(cases: Cases, year: int) -> Cases:
    """What of the cases a yearly file holds, without the writer's help: what had not ended before
    the year, and what an investigation came from.
    """
    first = pd.Timestamp(year, 1, 1)
    tables = dict(cases.tables)
    for name in ("investigations", "plans", "measures", "decisions", "aftercare"):
        tables[name] = tables[name][~(tables[name]["end"] < first)]
    tables["moves"] = tables["moves"][tables["moves"]["date"] >= first]
    sources = cases["relations"].loc[
        cases["relations"]["to_id"].isin(tables["investigations"]["investigation"]), "from_id"
    ]
    referrals = cases["referrals"]
    tables["referrals"] = referrals[
        ~(referrals["end"] < first) | referrals["referral"].isin(sources)
    ]
    for name, (owner, key, _) in PARTS.items():
        tables[name] = tables[name][tables[name][key].isin(tables[owner][key])]
    ids = pd.concat([tables[name][key] for name, key in KEYS.items()])
    tables["legal_bases"] = tables["legal_bases"][tables["legal_bases"]["of"].isin(ids)]
    tables["relations"] = tables["relations"][
        tables["relations"]["from_id"].isin(ids) & tables["relations"]["to_id"].isin(ids)
    ]
    return Cases.of(tables)


@examples(
    4, phases=[Phase.generate]
)  # a smaller municipality explains no more, and each takes seconds
@given(data=st.data())
def test_municipalities_come_back_as_they_were_and_count_the_same_from_both(
    data: st.DataObject,
) -> None:
    municipality, year = (
        data.draw(st.sampled_from(smaller())),
        data.draw(st.integers(formats.BVR.first_year, country.YEARS[-1])),
    )
    made = country.cases(municipality, range(year, year + 1), SEED, CLEAN)
    figures = {}
    for form in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            found = read_extract(
                write_extracts(municipality, year, Path(folder), SEED, form, CLEAN),
                KEY,
                synthetic=True,
            ).cases
        assert_same(
            undated(found), undated(as_15f_has_it(active(made, year)) if form == "15F" else made)
        )
        figures[form] = counting.observations(
            found, municipality, [year], formats.of(form)
        ).set_index(["measure", "category"])["value"]
    yearly = figures["15F"][~figures["15F"].index.get_level_values("measure").isin(OF_TWO_YEARS)]
    assert len(yearly) > 100
    pd.testing.assert_series_equal(figures["BVR"].reindex(yearly.index), yearly)


def undated(cases: Cases) -> Cases:
    """Without the day of extraction, which the made-up cases do not have."""
    return Cases.of({**cases.tables, "cases": cases["cases"].assign(extracted=pd.NaT)})
