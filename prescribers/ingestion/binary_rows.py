"""Rows that carry bytes, to and from tables under row-level security, which refuse COPY FROM.

Straight to the driver: Django writes and asks for text, where bytes are twice as long.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from django.db import connection


def insert_rows(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """Run an INSERT for each row; `%b` marks the bytes."""
    with psycopg.Cursor(_driver()) as cursor:
        cursor.executemany(statement, rows)


def fetch_rows(query: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with psycopg.Cursor(_driver()) as cursor:
        return cursor.execute(query, parameters, binary=True).fetchall()


def _driver() -> Any:
    connection.ensure_connection()
    return connection.connection
