"""The audit in tests answers every question, however busy the machine is."""

from collections.abc import Iterator

import pytest

from barnevern.audit import part
from patience import PATIENCE_SECONDS


@pytest.fixture(scope="session", autouse=True)
def _patient() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(part, "SECONDS", PATIENCE_SECONDS)
        yield
