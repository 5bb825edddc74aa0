"""Which function answers which control of Barnevernsregisteret (BVR)."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from barnevern.cases import SCHEMA
from barnevern.controls import content, dates, people, relations
from barnevern.controls.material import Material

DATED = tuple(name for name, columns in SCHEMA.items() if "d" in columns.values())
CONTENT = [
    "referrals",
    "investigations",
    "decisions",
    "measures",
    "plans",
    "aftercare",
    "board_applications",
]

CONTROLS: dict[str, Callable[[Material], pd.DataFrame]] = {
    "Avgiver Kontroll 1": people.city_district,
    "Validéring av innhold mot filbeskrivelse": people.not_as_described,
    "Sak kontroll 1": partial(dates.outside_window, years=26, tables=DATED),
    "Sak Kontroll 2a": partial(dates.ends_before_start, table="cases"),
    "Sak Kontroll 7": partial(people.of_age_and_open, years=25),
    "Sak Kontroll 8": partial(people.of_age_and_open, years=18, without_measures=True),
    "Sak Kontroll 21": partial(people.without, tables=CONTENT, only_open=True),
    "Sak kontroll 23": dates.open_in_ended_case,
    "Personalia Kontroll 2f": partial(dates.starts_after_case, table="persons"),
    "Personalia kontroll 11": people.without_particulars,
    "Personalia kontroll 12": people.invalid_number,
    "Personalia Kontroll 13": partial(people.remarked, remark="born_differs", table="persons"),
    "Personalia Kontroll 14": partial(people.remarked, remark="sex_differs", table="persons"),
    "Personalia Kontroll 15": people.born_with_unborn_number,
    "Personalia Kontroll 16": people.long_before_birth,
    "Personalia Kontroll 17": partial(people.remarked, remark="duf_invalid", table="persons"),
    "Personalia Kontroll 18": people.temporary_number,
    "Melding Kontroll 2a": partial(dates.ends_before_start, table="referrals"),
    "Melding Kontroll 2c": partial(dates.ends_after_case, table="referrals"),
    "Melding Kontroll 2e": partial(dates.starts_before_case, table="referrals"),
    "Melding Kontroll 3": dates.referral_overdue,
    "Melding Kontroll 4": partial(
        content.lacking, table="referrals", part="referral_senders", conclusions=()
    ),
    "Melding Kontroll 5": partial(
        content.lacking, table="referrals", part="referral_grounds", conclusions=()
    ),
    "Melding Kontroll 19": partial(content.duplicates, table="referrals"),
    "Melder Kontroll 2": partial(
        content.unspecified,
        part="referral_senders",
        parent="referrals",
        codes=(content.OTHER_PUBLIC_BODIES,),
    ),
    "Saksinnhold Kontroll 2": partial(
        content.unspecified,
        part="referral_grounds",
        parent="referrals",
        codes=content.OTHER_GROUNDS,
    ),
    "Undersøkelse Kontroll 2a": partial(dates.ends_before_start, table="investigations"),
    "Undersøkelse Kontroll 2c": partial(dates.ends_after_case, table="investigations"),
    "Undersøkelse Kontroll 2e": partial(dates.starts_before_case, table="investigations"),
    "Undersøkelse Kontroll 3": partial(
        content.unspecified,
        part="investigation_grounds",
        parent="investigations",
        codes=content.OTHER_GROUNDS,
    ),
    "Undersøkelse Kontroll 7": partial(
        content.lacking,
        table="investigations",
        part="investigation_grounds",
        conclusions=("1", "2"),
    ),
    "Undersøkelse Kontroll 11": relations.investigation_overdue,
    "Undersøkelse Kontroll 19": partial(content.duplicates, table="investigations"),
    "Undersøkelse Kontroll 20": relations.investigation_without_referral,
    "Undersøkelse Kontroll 21": relations.investigation_without_decision,
    "Vedtak Kontroll 2a": partial(dates.ends_before_start, table="decisions"),
    "Vedtak Kontroll 2c": partial(dates.ends_after_case, table="decisions"),
    "Vedtak Kontroll 2e": partial(dates.starts_before_case, table="decisions"),
    "Vedtak Kontroll 2f": dates.demand_ends_before_start,
    "Vedtak Kontroll 2g": dates.demand_after_decision,
    "Vedtak Kontroll 2h": dates.demand_before_decision,
    "Vedtak Kontroll 2i": partial(dates.status_outside_decision, after=True),
    "Vedtak Kontroll 2j": partial(dates.status_outside_decision, after=False),
    "Vedtak Kontroll 3": content.ended_status_without_end,
    "Vedtak Kontroll 4": content.unknown_act,
    "Vedtak kontroll 5": partial(content.other_act, parent="decisions"),
    "Vedtak Kontroll 19": partial(content.duplicates, table="decisions"),
    "Vedtak Kontroll 20": relations.application_missing,
    "Tiltak Kontroll 2a": partial(dates.ends_before_start, table="measures"),
    "Tiltak Kontroll 2c": partial(dates.ends_after_case, table="measures"),
    "Tiltak Kontroll 2e": partial(dates.starts_before_case, table="measures"),
    "Tiltak Kontroll 5": partial(
        people.child_too_old, category="4.1", from_age=8
    ),  # «større enn 7»
    "Tiltak Kontroll 6": partial(people.child_too_old, category="4.2", from_age=12),
    "Tiltak Kontroll 7": content.category_unspecified,
    "Tiltak Kontroll 8": content.revoked_unspecified,
    "Tiltak Kontroll 9": partial(content.overlapping_placements, days=90),
    "Tiltak Kontroll 12": partial(people.care_order_without_reason, only_placements=True),
    "Tiltak Kontroll 13": partial(people.adult_in_care, from_age=18, only_open=True),
    "Tiltak Kontroll 14": partial(
        content.zero_in_basis, columns=["chapter", "section", "subsection", "sentence"]
    ),
    "Tiltak Kontroll 19": partial(content.duplicates, table="measures"),
    "Tiltak Kontroll 20": relations.measure_without_decision,
    "Tiltak Kontroll 21": relations.basis_differs,
    "Tiltak Kontroll 22": partial(content.category, code="1.99"),
    "Tiltak Kontroll 23": partial(content.category, code="2.99"),
    "Plan Kontroll 2a": partial(dates.ends_before_start, table="plans"),
    "Plan Kontroll 2c": partial(dates.ends_after_case, table="plans"),
    "Plan Kontroll 2e": partial(dates.starts_before_case, table="plans"),
    "Plan Kontroll 2f": dates.evaluated_after_case,
    "Plan Kontroll 2g": dates.evaluated_before_case,
    "Plan Kontroll 19": partial(content.duplicates, table="plans"),
    "Ettervern Kontroll 2a": partial(dates.ends_before_start, table="aftercare"),
    "Ettervern Kontroll 2c": partial(dates.ends_after_case, table="aftercare"),
    "Ettervern Kontroll 2e": partial(dates.starts_before_case, table="aftercare"),
    "Flytting Kontroll 2c": partial(dates.ends_after_case, table="moves"),
    "Flytting Kontroll 2f": dates.move_before_case,
    "Oversendelse til fylkesnemnd Kontroll 2e": partial(
        dates.starts_before_case, table="board_applications"
    ),
    "Oversendelse til fylkesnemnd Kontroll 2f": partial(
        dates.starts_after_case, table="board_applications"
    ),
    "Oversendelse til fylkesnemnd Kontroll 5": partial(
        content.other_act, parent="board_applications"
    ),
}
