"""Statistics Norway's Klass: the code lists that municipalities stand in."""

from datetime import date

from barnevern.problems import InputProblems, Problem
from barnevern.sources.web import Refused, Service

PATH = "klass/v1"
MUNICIPALITIES = 131
NOT_STATED = "9999"  # stands in the list of municipalities, and is none


def municipalities(service: Service, day: date) -> dict[str, str]:
    """Code and official name of every municipality there was on ``day``. Raises InputProblems when
    the list cannot be had.
    """
    try:
        found = service.ask(
            f"{PATH}/classifications/{MUNICIPALITIES}/codesAt?date={day.isoformat()}&language=nb"
        )
        names = {str(row["code"]): str(row["name"]) for row in found["codes"]}
    except (Refused, KeyError, TypeError) as error:
        reason = str(error) if isinstance(error, Refused) else "the answer is not a code list"
        remedy = "see ssb.no/klass/klassifikasjoner/131"
        raise InputProblems(
            [
                Problem(
                    f"Klass {MUNICIPALITIES}",
                    "",
                    "",
                    "",
                    f"the municipalities cannot be had: {reason}",
                    remedy,
                )
            ]
        ) from None
    return {code: name for code, name in names.items() if code != NOT_STATED}
