"""Mistakes planted in a share of the cases, each of a kind that the controls of case extracts
catch.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from barnevern.cases import Cases

Tables = dict[str, pd.DataFrame]
LAST_OF_OLD_ACT = pd.Timestamp(2022, 12, 31)


def planted(cases: Cases, share: float, seed: int) -> Cases:
    """``cases`` with one mistake in about ``share`` of them; a case where no kind of mistake fits
    has none.

    Which cases and mistakes depends on the ids and the seed only, so that a case has the same
    mistake in every year's extract.
    """
    if share <= 0:
        return cases
    tables = dict(cases.tables)
    for kind, rows in _mistakes(cases, share, seed).groupby("kind"):
        KINDS[str(kind)][1](tables, rows["of"])
    return Cases(tables)


def _mistakes(cases: Cases, share: float, seed: int) -> pd.DataFrame:
    """The mistakes to be made: case, element (of) and kind, at most one in a case."""
    possible = pd.concat(
        [find(cases).assign(kind=kind) for kind, (find, _) in KINDS.items()], ignore_index=True
    )
    some = possible[_chance(possible["case"], seed) < share]
    order = _chance(some["of"] + " " + some["kind"], seed)
    return some.assign(order=order).sort_values(["case", "order"]).drop_duplicates("case")


def _chance(ids: "pd.Series[str]", seed: int) -> npt.NDArray[np.float64]:
    """A number from 0 to 1 for each id, the same in every run."""
    key = f"{seed % 10**16:016d}"
    return np.asarray(pd.util.hash_array(ids.to_numpy(dtype=object), hash_key=key) / 2.0**64)


def _rows(table: pd.DataFrame, of: str, wanted: "pd.Series[bool]") -> pd.DataFrame:
    return table.loc[wanted, ["case", of]].rename(columns={of: "of"})


def _concluded_referrals(cases: Cases) -> pd.DataFrame:
    return _rows(cases["referrals"], "referral", cases["referrals"]["conclusion"].isin(["1", "2"]))


def _ended_investigations(cases: Cases) -> pd.DataFrame:
    return _rows(
        cases["investigations"], "investigation", cases["investigations"]["conclusion"].ne("")
    )


def _investigations_with_measures(cases: Cases) -> pd.DataFrame:
    return _rows(
        cases["investigations"],
        "investigation",
        cases["investigations"]["conclusion"].isin(["1", "2"]),
    )


def _specified_measures(cases: Cases) -> pd.DataFrame:
    return _rows(cases["measures"], "measure", cases["measures"]["specified"])


def _ended_measures(cases: Cases) -> pd.DataFrame:
    return _rows(cases["measures"], "measure", cases["measures"]["end"].notna())


def _measures_by_old_act(cases: Cases) -> pd.DataFrame:
    return _rows(cases["measures"], "measure", cases["measures"]["start"].le(LAST_OF_OLD_ACT))


def _revoked_measures(cases: Cases) -> pd.DataFrame:
    return _rows(cases["measures"], "measure", cases["measures"]["revoked"].ne(""))


def _every_measure(cases: Cases) -> pd.DataFrame:
    return cases["measures"][["case", "measure"]].rename(columns={"measure": "of"})


def _without(table: str, key: str) -> Callable[[Tables, "pd.Series[str]"], None]:
    """A mistake: the element's codes in ``table`` are missing."""

    def plant(tables: Tables, ids: "pd.Series[str]") -> None:
        tables[table] = tables[table][~tables[table][key].isin(ids)].reset_index(drop=True)

    return plant


def _with(
    table: str, key: str, column: str, value: object
) -> Callable[[Tables, "pd.Series[str]"], None]:
    """A mistake: a column of the element has the wrong ``value``."""

    def plant(tables: Tables, ids: "pd.Series[str]") -> None:
        wrong = tables[table][key].isin(ids)
        tables[table] = tables[table].assign(**{column: tables[table][column].mask(wrong, value)})

    return plant


def _ends_before_it_starts(tables: Tables, ids: "pd.Series[str]") -> None:
    measures = tables["measures"]
    before = measures["start"] - pd.Timedelta(days=1)
    tables["measures"] = measures.assign(
        end=measures["end"].mask(measures["measure"].isin(ids), before)
    )


# Which elements a kind of mistake can be planted in, and how.
KINDS: dict[
    str, tuple[Callable[[Cases], pd.DataFrame], Callable[[Tables, "pd.Series[str]"], None]]
] = {
    "no_sender": (_concluded_referrals, _without("referral_senders", "referral")),
    "no_ground": (_concluded_referrals, _without("referral_grounds", "referral")),
    "no_conclusion": (
        _ended_investigations,
        _with("investigations", "investigation", "conclusion", ""),
    ),
    "no_ground_of_decision": (
        _investigations_with_measures,
        _without("investigation_grounds", "investigation"),
    ),
    "not_specified": (_specified_measures, _with("measures", "measure", "specified", False)),  # noqa: FBT003
    "backwards": (_ended_measures, _ends_before_it_starts),
    "wrong_act": (_measures_by_old_act, _with("legal_bases", "of", "act", "BVL2021")),
    "not_revoked": (_revoked_measures, _with("measures", "measure", "revoked", "")),
    "section_zero": (_every_measure, _with("legal_bases", "of", "section", "0")),
}
