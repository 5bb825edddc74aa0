"""Asking a public service for JSON: within its rate, again when it stumbles, and in words when it
refuses.
"""

import http.client
import json
import re
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from barnevern.problems import InputProblems, Problem

WAITS = (
    1.0,
    2.0,
    4.0,
    8.0,
    16.0,
)  # seconds before each new attempt, where the service does not say how long
LONGEST_WAIT = 120.0  # a service that wants a longer pause is asked again another day
TIMEOUT = 60.0
BUSY = {408, 425, 429, 500, 502, 503, 504}  # answers that may be another one in a while
LOCAL = re.compile(r"http://(127\.0\.0\.1|localhost)[:/]")


class Refused(Exception):
    """The service answered that the question is wrong; ``status`` and ``title`` are its own."""

    def __init__(self, status: int, title: str) -> None:
        self.status, self.title = status, title
        super().__init__(f"{title or 'no reason given'} (HTTP {status})")

    def __reduce__(self) -> tuple[type["Refused"], tuple[int, str]]:
        return type(self), (self.status, self.title)  # an exception is else made anew of its text


class Unreachable(InputProblems):
    """No whole answer came in any attempt: nothing that is asked after it will be answered
    either.
    """


@dataclass
class Service:
    """A service at ``address``. ``calls`` per ``window`` seconds is its rate until it says another;
    ``tell`` hears of every pause.
    """

    address: str
    calls: int = 30
    window: float = 60.0
    timeout: float = TIMEOUT
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    tell: Callable[[str], None] = lambda _: None
    asked: deque[float] = field(
        default_factory=deque
    )  # when the calls of the last window were made

    def __post_init__(self) -> None:
        """Raises InputProblems for an address that is neither encrypted nor on this machine."""
        self.address = self.address.rstrip("/")
        if not self.address.startswith("https://") and not LOCAL.match(self.address):
            problem = Problem(
                "",
                "",
                "--address",
                self.address,
                "the address must begin with https://",
                "leave --address out for Statistics Norway's",
            )
            raise InputProblems([problem])

    def ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """The JSON object at ``path``, to which ``body`` is posted if there is one.

        Raises Refused when the question is wrong, and Unreachable when no whole answer came in any
        attempt.
        """
        reason = ""
        for attempt in range(len(WAITS) + 1):
            self._keep_to_the_rate()
            try:
                return self._once(path, body)
            except _Busy as busy:
                reason = busy.reason
                if attempt >= busy.again or (busy.pause or 0.0) > LONGEST_WAIT:
                    break
                pause = busy.pause or WAITS[attempt]
            self.tell(f"{reason}; asking again in {pause:.0f} s")
            self.sleep(pause)
        remedy = "what was read is kept: run barnevern data fetch again later"
        raise Unreachable(
            [
                Problem(
                    self.address.partition("://")[2], "", "", path.partition("?")[0], reason, remedy
                )
            ]
        )

    def _keep_to_the_rate(self) -> None:
        while self.asked and self.now() - self.asked[0] >= self.window:
            self.asked.popleft()
        if len(self.asked) >= self.calls:
            self.sleep(self.window - (self.now() - self.asked[0]))
            self.asked.popleft()
        self.asked.append(self.now())

    def _once(self, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        content = None if body is None else json.dumps(body).encode()
        headers = {"Accept": "application/json"} | (
            {} if body is None else {"Content-Type": "application/json"}
        )
        request = urllib.request.Request(f"{self.address}/{path}", content, headers)  # noqa: S310  # the scheme was checked
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:  # noqa: S310
                self._learn_the_rate(response.headers)
                return _object(response.read())
        except urllib.error.HTTPError as error:
            self._learn_the_rate(error.headers)
            raise self._failure(error) from None
        except http.client.IncompleteRead:
            raise _Busy("the answer was cut short") from None
        except TimeoutError:
            raise _Busy(f"no answer in {self.timeout:.0f} s") from None
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            slow = isinstance(getattr(error, "reason", None), TimeoutError)
            raise (
                _Busy(f"no answer in {self.timeout:.0f} s")
                if slow
                else _Busy("the service cannot be reached", again=2)
            ) from None

    def _learn_the_rate(self, headers: Any) -> None:
        """Statistics Norway tells its rate with every answer: "40;w=60s" is 40 calls in 60
        seconds.
        """
        policy = re.match(r"(\d+);w=(\d+)", headers.get("x-ratelimit-policy") or "")
        if policy and int(policy[1]) and int(policy[2]):
            self.calls, self.window = int(policy[1]), float(policy[2])

    def _failure(self, error: urllib.error.HTTPError) -> "Refused | _Busy":
        if error.code not in BUSY:
            return Refused(error.code, _title(error))
        words = {429: "too many questions in a short time", 503: "the service is being updated"}
        after = error.headers.get("Retry-After") or ""
        pause = float(after) if after.isdigit() else self.window if error.code == 429 else None
        return _Busy(words.get(error.code, f"the service failed (HTTP {error.code})"), pause)


class _Busy(Exception):
    """No answer this time. ``pause``: how long the service wants to be left alone, None where it
    does not say; ``again``: how many more attempts are worth it.
    """

    def __init__(self, reason: str, pause: float | None = None, again: int = len(WAITS)) -> None:
        self.reason, self.pause, self.again = reason, pause, again
        super().__init__(reason, pause, again)


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        raise _Busy("the answer was cut short or is not JSON") from None
    if not isinstance(found, dict):
        raise _Busy("the answer is not a JSON object")
    return found


def _title(error: urllib.error.HTTPError) -> str:
    """What the service says is wrong: PxWebApi puts it in ``title``."""
    try:
        found = json.loads(error.read())
    except (ValueError, OSError, http.client.HTTPException):
        return ""
    return str(found.get("title") or found.get("detail") or "") if isinstance(found, dict) else ""
