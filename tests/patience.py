"""How long the tests wait: a machine with much else to do is slow, and nothing is wrong with it;
and how many examples of a property they try.
"""

from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

from hypothesis import settings

PATIENCE_SECONDS = 1200  # for a process, a page or an answer; only what hangs ever waits so long
EXAMPLES = 50  # of a property that costs little to try


def examples(number: int, **others: Any) -> settings:
    """Settings for a property of which one example takes long: ``number`` of them, and with
    --hypothesis-profile thorough as many times more as of the others.
    """
    return settings(max_examples=number * settings.default.max_examples // EXAMPLES, **others)


def thorough() -> bool:
    """Whether the tests run with --hypothesis-profile thorough."""
    return settings.default.max_examples > EXAMPLES


def wait_for(condition: Callable[[], bool]) -> bool:
    """Whether ``condition`` came to hold; asked again and again while there is patience."""
    until = monotonic() + PATIENCE_SECONDS
    while not condition() and monotonic() < until:
        sleep(0.05)
    return condition()
