"""What whoever opens a data set sees while it is built: a line now and then, with the time left."""

import sys
import time
from collections.abc import Callable

LINE_SECONDS = 5.0


def told(title: str) -> Callable[[int, int], None]:
    """A function to be told how much of how much is done; it says so on standard error."""
    begun = said = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= LINE_SECONDS and 0 < done < total:
            said = now
            left = (now - begun) / done * (total - done)
            sys.stderr.write(f"{title}: {done} of {total}, about {left:.0f} s left\n")

    return tell
