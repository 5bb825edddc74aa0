"""The service's own cases as tables, whichever case system they come from."""

from barnevern.cases.tables import SCHEMA, Cases, Extract

__all__ = ["SCHEMA", "Cases", "Extract"]
