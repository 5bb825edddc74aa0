"""How long the tests wait: a machine with much else to do is slow, and nothing is wrong with it."""

from collections.abc import Callable
from time import monotonic, sleep

PATIENCE_SECONDS = 1200  # for a process, a page or an answer; only what hangs ever waits so long


def wait_for(condition: Callable[[], bool]) -> bool:
    """Whether ``condition`` came to hold; asked again and again while there is patience."""
    until = monotonic() + PATIENCE_SECONDS
    while not condition() and monotonic() < until:
        sleep(0.05)
    return condition()
