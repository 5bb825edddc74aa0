"""Which function answers which control of KOSTRA 15F."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from barnevern.controls import content, dates, people
from barnevern.controls.material import Material

CONTROLS: dict[str, Callable[[Material], pd.DataFrame]] = {
    "Avgiver 2": people.sender_year,
    "Avgiver 3": partial(people.sender_lacks, entry="organisation"),
    "Avgiver 4": people.sender_municipality,
    "Avgiver 6": partial(people.sender_lacks, entry="municipality_name"),
    "Individ 01": people.not_as_described,
    # The program has the fixed limits 1998 and 2049.
    "Individ 01a": partial(dates.outside_window, years=25, tables=dates.TABLES_15F),
    "Individ 02a": partial(dates.ends_before_start, table="cases"),
    "Individ 02b": dates.case_before_year,
    "Individ 02d": dates.closed_without_end,
    "Individ 03": people.unidentified,
    "Individ 04": people.same_child,
    "Individ 05": people.same_journal,
    "Individ 06": partial(people.without, tables=["referrals", "plans", "measures"]),
    "Individ 07": partial(people.older_than, years=25),
    # A warning by the specification, an error by the program.
    "Individ 08": partial(people.older_than, years=18, without_measures=True),
    "Individ 09": people.oslo_district_number,
    "Individ 10": people.oslo_district_name,
    "Individ 11": people.incomplete_number,
    "Individ 12": people.missing_number,
    "Individ 19": partial(people.remarked, remark="duf_invalid"),
    "Melding 2a": partial(dates.ends_before_start, table="referrals"),
    "Melding 2c": dates.discarded_after_case,
    "Melding 2d": partial(dates.open_in_closed_case, table="referrals"),
    "Melding 2e": partial(dates.starts_before_case, table="referrals"),
    "Melding 3": dates.referral_overdue,
    # Specification: concluded before the previous counting day. Program: in the reporting year or
    # later. Together: whenever.
    "Melding 4": partial(
        content.lacking, table="referrals", part="referral_senders", conclusions=("1", "2")
    ),
    "Melding 5": partial(
        content.lacking, table="referrals", part="referral_grounds", conclusions=("1", "2")
    ),
    "Melder 2": partial(
        content.unspecified,
        part="referral_senders",
        parent="referrals",
        codes=(content.OTHER_PUBLIC_BODIES,),
    ),
    "Saksinnhold 2": partial(
        content.unspecified,
        part="referral_grounds",
        parent="referrals",
        codes=content.OTHER_GROUNDS,
    ),
    "Undersøkelse 2a": partial(dates.ends_before_start, table="investigations"),
    "Undersøkelse 2b": partial(dates.ends_in_another_year, table="investigations"),
    "Undersøkelse 2c": dates.concluded_after_case,
    "Undersøkelse 2d": partial(dates.open_in_closed_case, table="investigations"),
    "Undersøkelse 2e": partial(dates.starts_before_case, table="investigations"),
    "Undersøkelse 3": content.moved_unspecified,
    "Undersøkelse 4": content.ended_without_conclusion,
    "Undersøkelse 7": partial(
        content.lacking,
        table="investigations",
        part="investigation_grounds",
        conclusions=("1", "2"),
    ),
    "Undersøkelse 8": dates.investigation_since_june,
    "Vedtaksgrunnlag 2": partial(
        content.unspecified,
        part="investigation_grounds",
        parent="investigations",
        codes=content.OTHER_GROUNDS,
    ),
    "Plan 2a": partial(dates.ends_before_start, table="plans"),
    "Plan 2c": partial(dates.ends_after_case, table="plans"),
    "Plan 2d": partial(dates.open_in_closed_case, table="plans"),
    "Plan 2e": partial(dates.starts_before_case, table="plans"),
    "Tiltak 2a": partial(dates.ends_before_start, table="measures"),
    "Tiltak 2b": partial(dates.ends_in_another_year, table="measures"),
    "Tiltak 2c": partial(dates.ends_after_case, table="measures"),
    "Tiltak 2d": partial(dates.open_in_closed_case, table="measures"),
    "Tiltak 2e": partial(dates.starts_before_case, table="measures"),
    "Tiltak 4": people.care_order_without_reason,
    "Tiltak 5": partial(people.child_too_old, category="4.1", from_age=7),
    "Tiltak 6": partial(people.child_too_old, category="4.2", from_age=11),
    "Tiltak 7": content.category_unspecified,
    "Tiltak 8": content.revoked_unspecified,
    # Three calendar months by the specification; the program counts 90 days.
    "Tiltak 9": partial(content.overlapping_placements, months=3),
    "Tiltak 24": content.measure_of_wrong_act,
    "Lovhjemmel 3": partial(people.adult_in_care, from_age=19),  # «over 18»
    "Lovhjemmel 4": partial(content.zero_in_basis, columns=["chapter", "section"]),
    "Flytting 2c": partial(dates.ends_after_case, table="moves"),
    "Flytting 2f": dates.move_before_case,
}
