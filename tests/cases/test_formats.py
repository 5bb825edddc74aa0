"""The file formats of case extracts by their codes, and what they say they have."""

import pytest

from barnevern.cases import SCHEMA, formats
from barnevern.sources import bvr_tables, kostra15f


def test_an_unknown_format_is_an_error() -> None:
    with pytest.raises(ValueError, match='write "15F" or "BVR"'):
        formats.of("KOSTRA")


def test_a_format_has_the_tables_that_its_reader_fills() -> None:
    filled = {source.table for source in kostra15f.SOURCES} | {"cases", "persons"}
    assert {table for table in SCHEMA if formats.KOSTRA_15F.has(table)} == filled
    added = {"cases", "persons", "relations", "visit_duties"}
    assert {source.table for source in bvr_tables.SOURCES} | added == set(SCHEMA)
    assert all(formats.BVR.has(table) for table in SCHEMA)


def test_the_title_names_the_code_once() -> None:
    titles = [file_format.title for file_format in formats.FORMATS.values()]
    assert titles == ["KOSTRA 15F", "Barnevernsregisteret (BVR)"]
