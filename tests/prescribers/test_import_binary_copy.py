"""Binary COPY: what goes in comes back, holes, accents and extreme values included."""

from datetime import date

import numpy as np
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings, strategies as st

from prescribers.ingestion import binary_copy
from prescribers.ingestion.binary_copy import Field, Words, copy_rows


pytestmark = pytest.mark.django_db
TYPES = "n int2, i int4, b int8, f float8, o bool, d date, t text"


def round_trip(fields):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE round_trip ({TYPES})")
        try:
            copy_rows(cursor, "round_trip", fields)
            cursor.execute("SELECT * FROM round_trip ORDER BY ctid")
            return cursor.fetchall()
        finally:
            cursor.execute("DROP TABLE round_trip")


def fields_of(rows):
    columns = list(zip(*rows, strict=True))
    missing = [np.array([value is None for value in column]) for column in columns]
    filled = [
        [empty if value is None else value for value in column]
        for column, empty in zip(columns, (0, 0, 0, 0.0, False, date(2000, 1, 1), ""), strict=True)
    ]
    filled[6] = [text.encode() for text in filled[6]]
    kinds = ("i2", "i4", "i8", "f8", "?", "datetime64[D]", "S")
    types = ("int2", "int4", "int8", "float8", "bool", "date", "text")
    return [
        Field(name, pg, np.array(values, kind), holes if holes.any() else None)
        for name, pg, values, kind, holes in zip(
            "nibfodt", types, filled, kinds, missing, strict=True
        )
    ]


def test_extremes_and_holes_come_back(monkeypatch):
    monkeypatch.setattr(binary_copy, "CHUNK", 2)
    rows = [
        (-(2**15), -(2**31), -(2**63), -1.5, False, date(1900, 1, 1), "L’Haÿ-les-Roses"),
        (None, None, None, None, None, None, None),
        (2**15 - 1, 2**31 - 1, 2**63 - 1, 1e300, True, date(2100, 12, 31), ""),
    ]
    assert round_trip(fields_of(rows)) == rows


def test_words_named_by_their_place_are_written_out():
    words = Words(np.array([b"MAL", b"AT", b""]))
    rows = [(1, "AT"), (2, "MAL"), (3, "")]
    fields = [
        Field("i", "int4", np.array([1, 2, 3])),
        Field("t", "text", np.array([1, 0, -1], np.int8), words=words),
    ]
    assert [(row[1], row[6]) for row in round_trip(fields)] == rows


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(-(2**15), 2**15 - 1),
            st.none() | st.integers(-(2**31), 2**31 - 1),
            st.none() | st.integers(-(2**63), 2**63 - 1),
            st.none() | st.floats(allow_nan=False),
            st.none() | st.booleans(),
            st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31)),
            st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=9),
        ),
        min_size=1,
        max_size=9,
    )
)
def test_any_rows_come_back(rows):
    assert round_trip(fields_of(rows)) == rows
