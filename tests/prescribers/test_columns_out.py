"""Whole columns out of the server: types, order, nothing, and what would slip."""

import numpy as np
import psycopg
import pytest

from prescribers.frames.columns_out import AbsentValueError, fetch_arrays


pytestmark = pytest.mark.django_db
PEOPLE = """
SELECT n.number::int4, n.rpps::int8
  FROM (VALUES (1, 10000000017), (0, NULL), (2, -3)) AS n (number, rpps)
 WHERE n.number > %s
 ORDER BY n.number DESC
"""
COLUMNS = (("number", ">i4"), ("rpps", ">i8"))


def test_columns_keep_the_order_and_the_sign() -> None:
    found = fetch_arrays(PEOPLE, [0], COLUMNS)
    assert found["number"].tolist() == [2, 1]
    assert found["rpps"].tolist() == [-3, 10_000_000_017]
    assert {column.dtype for column in found.values()} == {np.dtype(np.int64)}


def test_no_row_is_empty_columns() -> None:
    assert {name: column.size for name, column in fetch_arrays(PEOPLE, [9], COLUMNS).items()} == {
        "number": 0,
        "rpps": 0,
    }


def test_a_null_is_refused_instead_of_slipping() -> None:
    with pytest.raises(AbsentValueError, match="rpps"):
        fetch_arrays(PEOPLE, [-1], COLUMNS)


def test_another_width_than_declared_is_refused() -> None:
    with pytest.raises(psycopg.errors.UndefinedFunction):
        fetch_arrays(PEOPLE, [0], (("number", ">i4"), ("rpps", ">i4")))
