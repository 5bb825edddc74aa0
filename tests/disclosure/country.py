"""A made-up nation: counts for all municipalities with the real regions and populations, one year
or several.

Levels are those of the published national figures; each municipality has its own (gamma), each
count its chance (Poisson), and every table adds up. Nothing in it is about real children.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
import yaml

from barnevern.observations import dimensions, groups, regions
from barnevern.paths import DATA, REFERENCE

Counts = npt.NDArray[np.int64]
SENDER = [26, 15, 14, 12, 7, 6, 6, 5, 4, 3, 1.2, 0.8]
AGE_GROUP = [15, 14, 33, 30, 8]
DURATION = [6, 10, 20, 45, 15, 3, 1]
CONCLUSION = [36, 2, 40, 12, 4, 6]
HOUSING_AGE = [0.01, 12, 25, 4, 8, 1, 18, 10, 1, 6, 6, 2, 3, 2, 2]


class Country:
    """Counts by municipality, added measure by measure; table() gives them as observations with the
    groups' sums.
    """

    def __init__(self, year: int, seed: int, municipalities: list[str] | None = None) -> None:
        self.year, self.random = year, np.random.default_rng([seed, year])
        self.codes = sorted(municipalities or regions.municipalities())
        known = pd.read_csv(
            DATA / "published" / "population.csv",
            dtype={"region": str, "category": str},
            keep_default_na=False,
        )
        own = (
            known[known["year"].eq(year) & known["category"].eq("0_17")]
            .set_index("region")["value"]
            .astype(float)
        )
        self.children = own.reindex(self.codes).fillna(500.0).to_numpy()
        self.level = self.random.gamma(12.0, 1 / 12.0, len(self.codes))
        self.columns: dict[tuple[str, str], Counts] = {
            ("population_31dec", "0_17"): self.children.astype("int64")
        }
        text = (REFERENCE / "sums.yml").read_text(encoding="utf-8")
        self.parts = {
            name: {
                whole: list(dimensions()[name]) if parts == "all" else parts
                for whole, parts in found.items()
            }
            for name, found in yaml.safe_load(text)["partitions"].items()
        }

    def poisson(self, per_1000: float) -> Counts:
        return self.random.poisson(self.children * self.level * per_1000 / 1000)

    def some(self, whole: Counts, share: float) -> Counts:
        return self.random.binomial(whole, share)

    def add(self, measure: str, total: Counts, **breakdowns: list[float]) -> None:
        """The total of a measure and its ``breakdowns``: partition -> weights of its categories."""
        self.columns[measure, ""] = total
        for partition, weights in breakdowns.items():
            names = self.parts[partition][""]
            for name, counts in zip(
                names,
                self.random.multinomial(total, np.array(weights) / sum(weights)).T,
                strict=True,
            ):
                self.columns[measure, name] = counts

    def table(self) -> pd.DataFrame:
        """Observations of the municipalities and of every group."""
        parts = [
            pd.DataFrame(
                {
                    "region": self.codes,
                    "measure": measure,
                    "category": category,
                    "value": counts.astype(float),
                }
            )
            for (measure, category), counts in self.columns.items()
        ]
        texts = dict.fromkeys(["status", "printed", "place", "licence", "note"], "")
        rows = pd.concat(parts, ignore_index=True).assign(year=self.year, source="made-up", **texts)
        return pd.concat([rows, groups.sums(rows)], ignore_index=True)


def ages(made: Country, measure: str, per_year_of_age: list[float], *, single: bool) -> None:
    """Ages of a measure: ranges, and each year of age if ``single``."""
    total = made.columns[measure, ""]
    drawn = made.random.multinomial(total, np.array(per_year_of_age) / sum(per_year_of_age)).T
    for age, counts in enumerate(drawn):
        if single:
            made.columns[measure, f"age_{age}"] = counts
    for last in (5, 17, 22, 24):
        made.columns[measure, f"age_0_{last}"] = drawn[: last + 1].sum(axis=0)


def country(
    year: int = 2023,
    seed: int = 1,
    municipalities: list[str] | None = None,
    *,
    single_ages: bool = False,
) -> pd.DataFrame:
    """Observations of a made-up year: about 100 measures and 250 categories for every municipality
    and group.
    """
    made = Country(year, seed, municipalities)
    _referrals(made)
    _investigations(made)
    _measures(made, single_ages=single_ages)
    _smaller(made)
    return made.table()


def _referrals(made: Country) -> None:
    total = made.poisson(46)
    made.add("referrals", total, sender=SENDER)
    dismissed = made.some(total, 0.2)
    for measure, counts in (
        ("referrals_dismissed", dismissed),
        ("referrals_to_investigation", total - dismissed),
    ):
        made.add(measure, counts, age_group=AGE_GROUP, sex=[53, 47])
    for partition in ("age_group", "sex"):
        for name in made.parts[partition][""]:
            made.columns["referrals", name] = (
                made.columns["referrals_dismissed", name]
                + made.columns["referrals_to_investigation", name]
            )
    made.add("referral_deadline_breaches", made.some(total, 0.02))


def _investigations(made: Country) -> None:
    made.add("children_investigations_started", made.poisson(34), age_group=AGE_GROUP, sex=[53, 47])
    made.add("investigations_started", made.poisson(38))
    total = made.poisson(38)
    made.add("investigations_by_conclusion", total, conclusion=CONCLUSION)
    made.add("investigations_by_duration", total, duration=DURATION)
    made.columns["investigations_concluded", ""] = total
    measure = (
        made.columns["investigations_by_conclusion", "measure"]
        + made.columns["investigations_by_conclusion", "petition"]
    )
    for outcome, counts in (("measure", measure), ("dismissed", total - measure)):
        made.columns["investigations_concluded", outcome] = counts
        for partition, weights in (("age_group", AGE_GROUP), ("sex", [53, 47])):
            names = made.parts[partition][""]
            for name, drawn in zip(
                names,
                made.random.multinomial(counts, np.array(weights) / sum(weights)).T,
                strict=True,
            ):
                made.columns["investigations_concluded", f"{outcome}.{name}"] = drawn
    for name in [*made.parts["age_group"][""], *made.parts["sex"][""]]:
        both = [
            made.columns["investigations_concluded", f"{outcome}.{name}"]
            for outcome in ("measure", "dismissed")
        ]
        made.columns["investigations_concluded", name] = both[0] + both[1]
    for measure_name, share in (
        ("investigation_deadline_breaches", 0.1),
        ("investigations_extended", 0.05),
    ):
        made.add(measure_name, made.some(total, share))
    made.add("investigations_with_child_participation", made.some(total, 0.7))
    made.add(
        "children_dismissed_without_consent",
        made.some(made.columns["investigations_concluded", "dismissed"], 0.1),
    )


def _measures(made: Country, *, single_ages: bool) -> None:
    by_age = [8.0] * 6 + [14.0] * 12 + [7.0] * 5 + [1.5, 1.0]
    for measure, level in (
        ("children_with_measures_during_year", 41),
        ("children_with_measures_31dec", 29),
        ("children_with_new_measures", 12),
    ):
        made.add(measure, made.poisson(level), measure_type=[82, 18], sex=[54, 46])
        ages(made, measure, by_age, single=single_ages)
    total = made.columns["children_with_measures_during_year", ""]
    investigated = made.poisson(30)
    made.columns["children_investigated_or_with_measures", ""] = total + investigated
    placed = inside = np.zeros(len(made.codes), dtype="int64")
    for last in (17, 22, 24):
        more = made.columns["children_with_measures_during_year", f"age_0_{last}"] - inside
        placed, inside = placed + made.some(more, 0.28), inside + more
        made.columns["children_placed_during_year", f"age_0_{last}"] = placed
        made.columns["children_not_placed_during_year", f"age_0_{last}"] = inside - placed
    made.columns["children_placed_during_year", ""] = placed
    made.columns["children_not_placed_during_year", ""] = total - placed
    made.add("foster_home_children", made.some(placed, 0.75))
    homes = made.columns["foster_home_children", ""]
    made.columns["foster_home_children", "family_network"] = family = made.some(homes, 0.32)
    made.columns["foster_home_children", "outside_family_network"] = made.some(homes - family, 0.9)
    made.add("institution_children", made.some(placed, 0.1))


def _smaller(made: Country) -> None:
    made.add("children_placed_31dec", made.poisson(9), measure_type=[40, 60])
    made.add("cost_driving_placements_31dec", made.poisson(2), own_share=[50, 10, 40])
    made.add("emergency_placements", made.poisson(1.3))
    for name, share in (
        ("voluntary", 0.4),
        ("serious_behaviour", 0.2),
        ("out_of_hours_service", 0.4),
    ):
        made.columns["emergency_placements", name] = made.some(
            made.columns["emergency_placements", ""], share
        )
    total = made.poisson(1.5)
    cells = made.random.multinomial(total, np.array(HOUSING_AGE) / sum(HOUSING_AGE)).T.reshape(
        5, 3, -1
    )
    measure = "unaccompanied_minors_31dec"
    made.columns[measure, ""] = total
    for h, housing in enumerate(
        ["studio", "foster_home", "shared_housing", "shared_studio", "elsewhere"]
    ):
        made.columns[measure, f"{housing}.total"] = cells[h].sum(axis=0)
        for a, age in enumerate(["0_17", "18_20", "21_25"]):
            made.columns[measure, f"{housing}.{age}"] = cells[h, a]
            made.columns[measure, f"total.{age}"] = cells[:, a].sum(axis=0)
    for name, level in (
        ("children_in_care", 7.0),
        ("assistance_plans", 22.0),
        ("foster_visits_required", 25.0),
        ("supervision_visits_required", 25.0),
    ):
        made.add(name, made.poisson(level))
    for name, whole, share in (
        ("children_with_care_plan", "children_in_care", 0.93),
        ("assistance_plans_evaluated", "assistance_plans", 0.8),
        ("foster_visits_done", "foster_visits_required", 0.9),
        ("supervision_visits_done", "supervision_visits_required", 0.9),
        ("children_with_plan_31dec", "children_with_measures_31dec", 0.9),
    ):
        made.add(name, made.some(made.columns[whole, ""], share))
    for kind in ("foster", "supervision"):
        missing = (
            made.columns[f"{kind}_visits_required", ""] - made.columns[f"{kind}_visits_done", ""]
        )
        made.add(f"{kind}_visits_missing", missing)
    for name, level in (
        ("aftercare_31dec", 2.5),
        ("unaccompanied_minors_settled", 0.8),
        ("children_waiting_for_foster_home", 0.3),
    ):
        made.add(name, made.poisson(level))
