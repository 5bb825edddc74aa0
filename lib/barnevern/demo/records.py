"""The case tables of one municipality, from its story."""

import numpy as np
import pandas as pd

from barnevern.cases import Cases
from barnevern.demo import records_decided, records_help, view
from barnevern.demo.chance import Flags, Ints, dates, day
from barnevern.demo.records_help import coded
from barnevern.demo.story import Story
from barnevern.demo.view import Texts, View

OSLO, DISTRICTS = (
    "0301",
    [f"{number:02d}" for number in range(1, 16)],
)  # Oslo reports by district (bydel)
D_NUMBERS = 3  # of so many unaccompanied minors one is known by a D-number
EXTENSIONS_FROM = day(2022)  # the code of an extended deadline is valid from 2022


def cases(story: Story, years: range) -> Cases:
    """The case tables as they stood on 31 December of the last of ``years``, with every case that
    was open on a day of them.
    """
    seen = view.on(story, day(years[0]), day(years[-1], 12, 31))
    return Cases.of(
        {
            **_people(seen, years[-1]),
            **_referrals(seen),
            **_investigations(seen),
            **records_help.tables(seen),
            **records_decided.tables(seen),
        }
    )


def _people(seen: View, year: int) -> dict[str, pd.DataFrame]:
    kept = np.flatnonzero(seen.number >= 0)
    person, start, end = seen.person[kept], dates(seen.start[kept]), seen.end[kept]
    case, name = seen.ids("case", seen.number[kept]), seen.ids("person", person)
    cases_ = {
        "case": case,
        "person": name,
        "municipality": seen.story.municipality,
        "district": _districts(seen, person),
        "year": year,
        "start": start,
        "end": seen.ended(end),
        "closed": end <= seen.last,
    }
    persons = {"person": name, "case": case, **_described(seen, person), "start": start}
    return {"cases": pd.DataFrame(cases_), "persons": pd.DataFrame(persons)}


def _districts(seen: View, person: Ints) -> Texts:
    """The district of each child, in Oslo; "" elsewhere."""
    districts = np.array(DISTRICTS if seen.story.municipality == OSLO else [""], dtype=object)
    return np.asarray(districts[seen.story.service.people.born[person] % len(districts)])


def _described(seen: View, person: Ints) -> dict[str, object]:
    """Sex, birth and kind of number of children, as columns of persons."""
    known = seen.story.service.people
    alone = known.unaccompanied[person]
    return {
        "sex": np.where(known.boy[person], "1", "2"),
        "born": dates(known.born[person]),
        "identity": np.where(alone & (person % D_NUMBERS == 0), "dnr", "fnr"),
        "duf": alone,
        "synthetic": True,
    }


def _referrals(seen: View) -> dict[str, pd.DataFrame]:
    rows, story = seen.story.service.referrals, seen.story
    table, kept = seen.elements("referral", rows["person"], rows["day"], rows["end"])
    table["conclusion"] = seen.code_when_ended(rows["end"], rows["conclusion"])
    name = table["referral"].to_numpy()
    return {
        "referrals": table[kept],
        "referral_senders": coded("referral", name, kept, story.senders, "melder"),
        "referral_grounds": coded("referral", name, kept, story.referral_grounds, "saksinnhold"),
    }


def _investigations(seen: View) -> dict[str, pd.DataFrame]:
    rows, grounds = seen.story.service.investigations, seen.story.investigation_grounds
    table, kept = seen.elements("investigation", rows["person"], rows["start"], rows["end"])
    done, name = rows["end"] <= seen.last, table["investigation"].to_numpy()
    table["conclusion"] = seen.code_when_ended(rows["end"], rows["conclusion"])
    table["specified"] = done & (rows["conclusion"] == 5)
    return {
        "investigations": table[kept],
        "investigation_grounds": coded("investigation", name, kept & done, grounds, "saksinnhold"),
        "extensions": _extensions(seen, name, kept),
    }


def _extensions(seen: View, name: Texts, kept: Flags) -> pd.DataFrame:
    """Deadlines that were extended, from the year the code of it is valid."""
    rows = seen.story.service.investigations
    known = (rows["asked"] <= seen.last) & (rows["asked"] >= EXTENSIONS_FROM)
    asked = kept & (rows["extended"] == 1) & known
    return pd.DataFrame(
        {"investigation": name[asked], "start": dates(rows["asked"][asked]), "granted": True}
    )
