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
    numbers = pd.concat([pd.Series("", index=people.index, dtype="str"), *_numbers(people)])
    numbers = numbers[~numbers.index.duplicated(keep="last")].sort_index()
    numbers = numbers.mask(people["identity"].eq("invalid"), numbers.map(_spoilt))
    dufs = [made_up_duf(place) if has else "" for place, has in enumerate(people["duf"])]
    return {
        person: Identity(number, duf)
        for person, number, duf in zip(people["person"], numbers, dufs, strict=True)
    }


def _numbers(people: pd.DataFrame) -> list[pd.Series]:
    """The right numbers of those who have one: whole, partial and of the unborn."""
    dated = people[people["born"].notna()]
    digits = pd.Series(date_digits(dated["born"].to_numpy()), index=dated.index, dtype="str")
    full = dated[dated["identity"].isin(["fnr", "dnr", "invalid"]) & dated["sex"].isin(["1", "2"])]
    whole = made_up(
        full["born"].to_numpy(),
        full["sex"].tolist(),
        full.groupby(["born", "sex"]).cumcount().tolist(),
        full["identity"].eq("dnr").tolist(),
    )
    partial = dated[dated["identity"].eq("partial")]
    endings = partial["sex"].map(PARTIAL_SERIES).fillna(str(UNKNOWN_SERIES))
    return [
        pd.Series(whole, index=full.index, dtype="str"),
        digits[partial.index] + endings,
        digits[dated["identity"].eq("unborn")] + str(UNBORN_SERIES),
    ]


def _spoilt(number: str) -> str:
    """A number with a wrong check digit, or one that has no date."""
    return f"{number[:10]}{(int(number[10]) + 1) % 10}" if len(number) == 11 else "0" * 11
