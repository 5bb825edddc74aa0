"""The counting rules once more, as plain loops over people and days: what the fast ones must agree
with.
"""

import calendar
import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from barnevern.cases import Cases

Key = tuple[str, int, str]
SENDERS = {
    "child": [1],
    "guardians": [2],
    "other_private": [3, 4, 21, 23],
    "child_welfare": [5, 7],
    "police": [8],
    "kindergarten": [9],
    "school": [11],
    "ppt": [12],
    "doctor_hospital": [15, 24, 25],
    "other": [6, 13, 14, 16, 17, 18, 19, 20, 22],
}


def months_later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def records(cases: Cases, table: str) -> list[dict[str, Any]]:
    rows = cases[table].to_dict("records")
    return [
        {k: None if v != v else v.date() if hasattr(v, "date") else v for k, v in row.items()}
        for row in rows
    ]


def runs(row: dict[str, Any], first: dt.date, last: dt.date) -> bool:
    """Whether an element runs on a day from first to last; a year of it counts from the year it
    starts to the year it ends.
    """
    return (
        row["start"] is not None
        and row["start"] <= last
        and (row["end"] is None or row["end"] >= first)
    )


def runs_in_year(row: dict[str, Any], year: int) -> bool:
    return (
        row["start"] is not None
        and row["start"].year <= year
        and (row["end"] is None or row["end"].year >= year)
    )


def care(bases: list[dict[str, Any]]) -> bool:
    first = [b for b in bases if b["order"] == 0]
    others = [(b["act"], b["chapter"], b["section"]) for b in bases if b["order"] > 0]
    for b in first:
        section, parts = (b["act"], b["chapter"], b["section"]), b["subsection"].split()
        if section in (("BVL", "4", "12"), ("BVL2021", "5", "1")):
            return True
        if section == ("BVL", "4", "8") and (
            "2" in parts or "3" in parts or ("BVL", "4", "12") in others
        ):
            return True
    return False


def emergency(bases: list[dict[str, Any]]) -> str:
    first = next(b for b in bases if b["order"] == 0)
    parts = first["subsection"].split()
    if first["act"] == "BVL2021" and first["chapter"] == "4":
        return ["without_care", "care", "moving_ban", "behaviour", "trafficking"][
            int(first["section"]) - 1
        ]
    if first["act"] != "BVL" or first["chapter"] != "4":
        return ""
    if first["section"] == "6":
        return "without_care" if "1" in parts else "care" if "2" in parts else "not_stated"
    if first["section"] == "29":
        return "trafficking" if "4" in parts else ""
    return {"9": "moving_ban", "25": "behaviour"}.get(first["section"], "")


class SlowCount:
    """Counts of one municipality and one year at a time."""

    def __init__(self, cases: Cases, own: tuple[str, ...] = ()) -> None:
        self.own = own
        self.person_of = {row["case"]: row["person"] for row in records(cases, "cases")}
        self.people: dict[str, dict[str, Any]] = {}
        for row in records(cases, "persons"):
            known = self.people.setdefault(row["person"], {"born": None, "sex": "", "duf": False})
            known["born"] = row["born"] or known["born"]
            known["sex"] = {"1": "boys", "2": "girls"}.get(row["sex"], "")
            known["duf"] = known["duf"] or row["duf"]
        self.by_person: dict[str, dict[str, list[dict[str, Any]]]] = {
            who: defaultdict(list) for who in set(self.person_of.values())
        }
        for table in ("referrals", "investigations", "measures", "plans", "moves", "aftercare"):
            for row in records(cases, table):
                self.by_person[self.person_of[row["case"]]][table].append(row)
        self.bases, self.senders, self.grounds = (
            defaultdict(list),
            defaultdict(list),
            defaultdict(list),
        )
        for row in records(cases, "legal_bases"):
            self.bases[row["of"]].append(row)
        for row in records(cases, "referral_senders"):
            self.senders[row["referral"]].append(row["code"])
        for row in records(cases, "measure_grounds"):
            self.grounds[row["measure"]].append(row["code"])
        self.received = {row["referral"]: row["start"] for row in records(cases, "referrals")}
        self.linked = defaultdict(list)
        for row in records(cases, "relations"):
            self.linked[row["to_id"]].append(self.received[row["from_id"]])
        self.extended = {row["investigation"]: row["start"] for row in records(cases, "extensions")}
        self.evaluated, self.duties, self.visits = (
            defaultdict(list),
            defaultdict(list),
            defaultdict(set),
        )
        for row in records(cases, "evaluations"):
            self.evaluated[row["plan"]].append(row["date"])
        for row in records(cases, "visit_duties"):
            self.duties[row["measure"], row["kind"]].append(row)
        for row in records(cases, "visits"):
            self.visits[row["measure"], row["kind"]].add(row["date"])

    def figures(self, years: list[int]) -> Counter[Key]:
        self.found: Counter[Key] = Counter()
        for year in years:
            self.year = year
            for who, tables in self.by_person.items():
                self.who, self.tables = who, tables
                born = self.people[self.who]["born"]
                self.age = None if born is None else max(year - born.year, 0)
                self.target = self.age is None or self.age <= (24 if year >= 2021 else 22)
                self._referrals()
                self._investigations()
                self._measures()
                self._plans()
                self._visits()
        return self.found

    def add(self, measure: str, *categories: str, value: float = 1) -> None:
        for category in categories:
            self.found[measure, self.year, category] += value

    def ranges(self) -> list[str]:
        limits = {"age_0_5": 5, "age_0_17": 17, "age_0_22": 22} | (
            {"age_0_24": 24} if self.year >= 2021 else {}
        )
        return [
            "",
            *[
                name
                for name, oldest in limits.items()
                if self.age is not None and self.age <= oldest
            ],
        ]

    def group(self) -> str:
        limits = [
            (2, "age_0_2"),
            (5, "age_3_5"),
            (12, "age_6_12"),
            (17, "age_13_17"),
            (99, "age_18_plus"),
        ]
        return (
            "" if self.age is None else next(name for oldest, name in limits if self.age <= oldest)
        )

    def traits(self) -> list[str]:
        return [c for c in (self.group(), self.people[self.who]["sex"]) if c]

    def _referrals(self) -> None:
        ended = [
            row for row in self.tables["referrals"] if row["end"] and row["end"].year == self.year
        ]
        for row in ended:
            if row["conclusion"] in ("3", "4"):
                if self.year >= 2020:
                    self.add("referrals_in_active_cases", "")
                continue
            self.add("referrals", "", self._sender(row), *self.traits())
            if row["conclusion"] in ("1", "2"):
                self.add(
                    (
                        "referrals_dismissed"
                        if row["conclusion"] == "1"
                        else "referrals_to_investigation"
                    ),
                    "",
                    *self.traits(),
                )
        if ended:
            self.add("children_with_referral", *self.ranges())
        for row in self.tables["referrals"]:
            eighth = row["start"] + dt.timedelta(days=8)
            if eighth.year == self.year and (row["end"] is None or row["end"] >= eighth):
                self.add("referral_deadline_breaches", "")

    def _sender(self, row: dict[str, Any]) -> str:
        codes = self.senders[row["referral"]]
        if not codes:
            return "other"
        if codes[0] == "10":
            return "health_centre" if self.age is not None and self.age < 6 else "school_health"
        return next(name for name, group in SENDERS.items() if int(codes[0]) in group)

    def _investigations(self) -> None:
        own = self.tables["investigations"]
        for row in own:
            if row["start"].year == self.year:
                self.add("investigations_started", "")
            if row["end"] and row["end"].year == self.year:
                self._finished(row)
            if (
                self.year >= 2022
                and row["investigation"] in self.extended
                and self.extended[row["investigation"]].year == self.year
            ):
                self.add("investigations_extended", "")
        if any(row["start"].year == self.year for row in own):
            self.add("children_investigations_started", "", *self.traits())
        if any(runs_in_year(row, self.year) for row in own):
            self.add("children_investigated", *self.ranges())
        if any(
            row["end"] and row["end"].year == self.year and row["conclusion"] == "4" for row in own
        ):
            self.add("children_dismissed_without_consent", "")

    def _finished(self, row: dict[str, Any]) -> None:
        half = "first_half" if row["end"].month <= 6 else "second_half"
        outcome = "measure" if row["conclusion"] in ("1", "2") else "dismissed"
        names = [
            "measure",
            "petition",
            "dismissed_by_service",
            "dismissed_by_party",
            "dismissed_moved",
            "dismissed_referred_on",
        ]
        self.add(
            "investigations_concluded",
            "",
            half,
            outcome,
            *self.traits(),
            *[f"{outcome}.{trait}" for trait in self.traits()],
        )
        self.add("investigations_by_conclusion", "", names[int(row["conclusion"]) - 1])
        days = (row["end"] - row["start"]).days
        self.add("investigation_days", "", value=max(days, 0))
        limits = [
            (months_later(row["start"], n), name)
            for n, name in (
                (1, "2_4_weeks"),
                (2, "1_2_months"),
                (3, "2_3_months"),
                (6, "3_6_months"),
            )
        ]
        longer = next((name for limit, name in limits if row["end"] <= limit), "over_6_months")
        self.add(
            "investigations_by_duration",
            "",
            "unknown" if days < 0 else "under_2_weeks" if days < 14 else longer,
        )
        linked = self.linked[row["investigation"]]
        week_over = min(linked) + dt.timedelta(days=7) if linked else row["start"]
        if row["end"] > months_later(week_over, 3):
            self.add("investigations_after_3_months", "")
        if self.year >= 2022 and row["end"] > months_later(
            week_over, 6 if row["investigation"] in self.extended else 3
        ):
            self.add("investigation_deadline_breaches", "", half)

    def _measures(self) -> None:
        first, last = dt.date(self.year, 1, 1), dt.date(self.year, 12, 31)
        year = (
            [m for m in self.tables["measures"] if runs_in_year(m, self.year)]
            if self.target
            else []
        )
        now = [m for m in year if runs(m, last, last)]
        before = any(
            runs(m, first - dt.timedelta(days=1), first - dt.timedelta(days=1))
            for m in self.tables["measures"]
        )
        inverted = any(
            m["start"] < first for m in year
        )  # runs from the year before, whatever its end says
        sets = {"children_with_measures_during_year": year, "children_with_measures_31dec": now}
        sets["children_with_new_measures"] = [] if before or inverted else year
        for name, rows in sets.items():
            if rows:
                single = (
                    [f"age_{self.age}"]
                    if self.age is not None and self.age <= (24 if self.year >= 2021 else 22)
                    else []
                )
                sex = [self.people[self.who]["sex"]] if self.people[self.who]["sex"] else []
                self.add(name, "care" if self._care(rows) else "assistance", *sex, *single)
                self.add(name, *(self.ranges() if name != "children_with_new_measures" else [""]))
        if year or (
            self.target
            and any(runs_in_year(row, self.year) for row in self.tables["investigations"])
        ):
            self.add("children_investigated_or_with_measures", *self.ranges())
        if any(
            self._law(m)
            in (("BVL", "4", "4", "3"), ("BVL2021", "3", "4", ""), ("BVL2021", "3", "5", ""))
            for m in year
        ):
            self.add("children_with_imposed_assistance", "")
        if self._care(now):
            self.add("children_in_care", "")
        if now and self.age is not None and self.age >= 18:
            self.add("aftercare_31dec", "")
        self._placements(year, now)
        self._unaccompanied(year, now, new=bool(sets["children_with_new_measures"]))

    def _law(self, measure: dict[str, Any]) -> tuple[str, ...]:
        first = next(b for b in self.bases[measure["measure"]] if b["order"] == 0)
        return tuple(first[part] for part in ("act", "chapter", "section", "subsection"))

    def _care(self, rows: list[dict[str, Any]]) -> bool:
        return any(care(self.bases[m["measure"]]) for m in rows)

    def _placements(self, year: list[dict[str, Any]], now: list[dict[str, Any]]) -> None:
        placed = [m for m in year if m["category"][:2] in ("1.", "2.") or m["category"] == "8.2"]
        if year:
            self.add(
                "children_placed_during_year" if placed else "children_not_placed_during_year",
                *self.ranges(),
            )
        if any(m in placed for m in now):
            self.add("children_placed_31dec", "", "care" if self._care(now) else "assistance")
        kinds = {m["category"] for m in year}
        if any(kind.startswith("2.") for kind in kinds):
            homes = {"2.1": "family_network", "2.2": "outside_family_network"}
            self.add(
                "foster_home_children", "", *[name for code, name in homes.items() if code in kinds]
            )
        if any(kind.startswith("1.") for kind in kinds):
            self.add("institution_children", "")
            if self.age is not None and self.age >= 13:
                self.add("youth_with_institution_decision", "")
                if any(m["category"].startswith("1.") for m in now):
                    self.add("youth_in_institution_31dec", "")
        shares = {
            "3.8": "parent_child_centre",
            "2.3": "emergency_or_specialised_foster_home",
            "2.5": "emergency_or_specialised_foster_home",
        }
        for share in {
            shares.get(m["category"], "institution" if m["category"].startswith("1.") else "")
            for m in now
        } - {""}:
            self.add("cost_driving_placements_31dec", "", share)
        for m in self.tables["measures"]:
            if m["start"].year == self.year:
                self._started(m)
        for kind, name in (("3.2", "pmto_children"), ("3.3", "rft_cases")):
            if kind in kinds:
                self.add(name, "" if kind == "3.2" else "own_municipality")
        rft = [m for m in self.tables["measures"] if m["category"] == "3.3"]
        if any(m["start"].year == self.year for m in rft):
            self.add(
                "rft_children_started",
                "",
                *([self.people[self.who]["sex"]] if self.people[self.who]["sex"] else []),
            )
            self.add("rft_age_years", "", value=self.age or 0)
        for m in rft:
            if m["end"] and m["end"].year == self.year and m["end"] >= m["start"]:
                self.add("rft_cases_ended", "")
                self.add("rft_days", "", value=(m["end"] - m["start"]).days)
        moves = [
            m
            for m in self.tables["moves"]
            if m["date"].year == self.year and m["cause"] != "1.3" and m["destination"] != "9"
        ]
        unintended = [m for m in moves if m["cause"] in ("1.1.3", "1.2.2", "2.6")]
        if self.year >= 2022:
            self.add("moves", "", value=len(moves))
            self.add("unintended_moves", "", value=len(unintended))
            self.add("children_with_unintended_moves", "", value=min(len(unintended), 1))
            for offer in self.tables["aftercare"]:
                if offer["offered"].year == self.year:
                    self.add("aftercare_offers", "")
                if offer["end"] and offer["end"].year == self.year:
                    self.add(
                        "aftercare_answers",
                        "",
                        ["accepted", "other_wanted", "not_wanted"][int(offer["conclusion"]) - 1],
                    )

    def _started(self, m: dict[str, Any]) -> None:
        placement, acute = (
            m["category"][:2] in ("1.", "2.") or m["category"] == "8.2",
            emergency(self.bases[m["measure"]]),
        )
        if placement:
            self.add("placements_started", "")
        if acute:
            self.add("emergency_decisions", "", acute)
            if placement:
                self.add(
                    "emergency_placements",
                    "",
                    *(
                        [{"without_care": "voluntary", "behaviour": "serious_behaviour"}[acute]]
                        if acute in ("without_care", "behaviour")
                        else [""]
                    ),
                )
                if acute not in ("without_care", "behaviour"):
                    self.found["emergency_placements", self.year, ""] -= 1

    def _unaccompanied(
        self, year: list[dict[str, Any]], now: list[dict[str, Any]], *, new: bool
    ) -> None:
        if not self.people[self.who]["duf"] or not any(
            "12" in self.grounds[m["measure"]] for m in year
        ):
            return
        if any(m["category"][:2] in ("1.", "2.") or m["category"] == "8.2" for m in year):
            self.add("unaccompanied_minors_placed_during_year", "")
        if new:
            start = min(m["start"] for m in year)
            born = self.people[self.who]["born"]
            self.add(
                "unaccompanied_minors_settled",
                "",
                *(["under_15"] if born and months_later(born, 180) > start else []),
            )
        if not now:
            return
        kinds = [m["category"] for m in now]
        home = (
            "foster_home"
            if any(k.startswith("2.") for k in kinds)
            else "shared_housing"
            if "8.2" in kinds
            else "studio"
            if "8.1" in kinds
            else "elsewhere"
        )
        self.add(
            "unaccompanied_minors_follow_up", "", *(["shared_housing"] if "8.2" in kinds else [])
        )
        self.add("unaccompanied_minors_31dec", "", f"{home}.total")
        age = (
            None
            if self.age is None
            else "0_17"
            if self.age <= 17
            else "18_20"
            if self.age <= 20
            else "21_25"
        )
        if age:
            self.add("unaccompanied_minors_31dec", f"{home}.{age}", f"total.{age}")

    def _plans(self) -> None:
        for half, (day, begin) in {
            "": (dt.date(self.year, 12, 31), dt.date(self.year, 1, 1)),
            "first_half": (dt.date(self.year, 6, 30), dt.date(self.year, 1, 1)),
            "second_half": (dt.date(self.year, 12, 31), dt.date(self.year, 7, 1)),
        }.items():
            year = (
                [m for m in self.tables["measures"] if runs_in_year(m, self.year)]
                if self.target
                else []
            )
            now = [m for m in year if runs(m, day, day)]
            plans = {p["type"] for p in self.tables["plans"] if runs(p, day, day)}
            if now and not half and plans & set("12345"):
                self.add("children_with_plan_31dec", "")
            if now and not self._care(now):
                self.add("children_with_assistance", half)
                if plans & set("125"):
                    self.add("children_with_assistance_plan", half)
            if now and not half and self._care(now) and plans & set("34"):
                self.add("children_with_care_plan", "")
            for plan in self.tables["plans"]:
                if (
                    plan["type"] in "125"
                    and runs_in_year(plan, self.year)
                    and (not half or runs(plan, begin, day))
                ):
                    self.add("assistance_plans", half)
                if plan["type"] in "125" and any(
                    begin <= d <= day and runs(plan, d, d) for d in self.evaluated[plan["plan"]]
                ):
                    self.add("assistance_plans_evaluated", half)

    def _visits(self) -> None:
        if self.year < 2022:
            return
        for kind, visits, children in (
            ("follow_up", "foster_visits", "foster_children_follow_up"),
            ("supervision", "supervision_visits", "foster_children_supervision"),
        ):
            slots = [
                slot
                for m in self.tables["measures"]
                if m["category"].startswith("2.")
                for slot in self._slots(m, kind)
            ]
            for quarter, visited in slots:
                self.add(f"{visits}_required", "", f"q{quarter}")
                self.add(f"{visits}_done" if visited else f"{visits}_missing", "", f"q{quarter}")
                if kind == "follow_up" and visited > 1:
                    self.add(f"{visits}_extra", "", f"q{quarter}", value=visited - 1)
            for part, quarters in (
                ("", (1, 2, 3, 4)),
                ("first_half", (1, 2)),
                ("second_half", (3, 4)),
            ):
                inside = [visited for quarter, visited in slots if quarter in quarters]
                self.add(f"{children}_required", part, value=bool(inside))
                self.add(f"{children}_unmet", part, value=any(not visited for visited in inside))

    def _slots(self, measure: dict[str, Any], kind: str) -> list[tuple[int, int]]:
        """Quarter and number of visits of each visit due."""
        duties = sorted(self.duties[measure["measure"], kind], key=lambda duty: duty["start"])
        if not duties:
            return []
        born = self.people[self.who]["born"]
        begins = max(measure["start"], duties[0]["start"])
        ends = measure["end"] or dt.date.max
        if kind == "supervision" and born:
            ends = min(ends, months_later(born, 216) - dt.timedelta(days=1))
        result = []
        for half in (1, 2):
            parts = []
            for quarter in (2 * half - 1, 2 * half):
                first = max(dt.date(self.year, quarter * 3 - 2, 1), begins)
                last = min(
                    months_later(dt.date(self.year, quarter * 3 - 2, 1), 3) - dt.timedelta(days=1),
                    ends,
                )
                if first <= last:
                    parts.append(
                        (
                            quarter,
                            sum(
                                first <= day <= last
                                for day in self.visits[measure["measure"], kind]
                            ),
                            last,
                        )
                    )
            if not parts:
                continue
            begun = [duty for duty in duties if duty["start"] <= parts[-1][2]]
            in_force, responsible = (
                begun[-1],
                [duty["municipality"] for duty in begun if duty["municipality"]],
            )
            if kind == "supervision" and responsible and responsible[-1] not in self.own:
                continue
            if in_force["per_year"] == 2:
                result.append((parts[-1][0], sum(visited for _, visited, _ in parts)))
            else:
                result += [(quarter, visited) for quarter, visited, _ in parts]
        return result
