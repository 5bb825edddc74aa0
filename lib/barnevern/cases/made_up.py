"""Identity numbers for made-up children, each impossible as a real one."""

import pandas as pd

from barnevern.cases.identity import (
    UNBORN_SERIES,
    UNKNOWN_SERIES,
    date_digits,
    made_up,
    made_up_duf,
)
from barnevern.cases.xml_text import Identity

PARTIAL_SERIES = {"1": "00100", "2": "00200"}


def identities(persons: pd.DataFrame) -> dict[str, Identity]:
    """Numbers for each person of a table of persons, as its kind, birth date, sex and duf ask for;
    read with ``synthetic=True`` they say the same.

    Raises ValueError for more children of one day and sex than there are numbers (about 200).
    """
    people = persons.drop_duplicates("person").reset_index(drop=True)
    numbers = pd.Series("", index=people.index, dtype="str")
    dated = people[people["born"].notna()]
    digits = pd.Series(date_digits(dated["born"].to_numpy()), index=dated.index, dtype="str")
    full = dated[dated["identity"].isin(["fnr", "dnr", "invalid"]) & dated["sex"].isin(["1", "2"])]
    serials = full.groupby(["born", "sex"]).cumcount().tolist()
    found = made_up(
        full["born"].to_numpy(), full["sex"].tolist(), serials, full["identity"].eq("dnr").tolist()
    )
    numbers.loc[full.index] = pd.Series(found, index=full.index, dtype="str")
    partial = dated.index[dated["identity"].eq("partial")]
    numbers.loc[partial] = digits[partial] + people["sex"][partial].map(PARTIAL_SERIES).fillna(
        str(UNKNOWN_SERIES)
    )
    unborn = dated.index[dated["identity"].eq("unborn")]
    numbers.loc[unborn] = digits[unborn] + str(UNBORN_SERIES)
    numbers = numbers.mask(people["identity"].eq("invalid"), numbers.map(_spoilt))
    dufs = [made_up_duf(place) if has else "" for place, has in enumerate(people["duf"])]
    return {
        person: Identity(number, duf)
        for person, number, duf in zip(people["person"], numbers, dufs, strict=True)
    }


def _spoilt(number: str) -> str:
    """A number with a wrong check digit, or one that has no date."""
    return f"{number[:10]}{(int(number[10]) + 1) % 10}" if len(number) == 11 else "0" * 11
