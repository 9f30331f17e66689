"""The two roads into a table: a whole partition replaced, or an upsert through a staging table."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from prescribers.ingestion.binary_copy import Field, copy_rows


STAGE = "pg_temp.import_stage"


def replace_partition(verb: str, value: date, fields: Sequence[Field]) -> None:
    """Fill a table of the side and put it in the place of the partition of `value`.

    `verb` names a pair of SQL functions: medical.leave_month, medical.patient_window.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {verb}_stage(%s)", [value])
        (stage,) = cursor.fetchone()
        copy_rows(cursor, stage, fields, freeze=True)
        # Attaching builds the indexes: two million keys are sorted in memory, not on disk.
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute(f"SELECT {verb}_attach(%s)", [value])


def upsert(fields: Sequence[Field], *statements: str) -> None:
    """COPY into a temporary table `pg_temp.import_stage`, then run the statements that read it."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {STAGE}")
        columns = ", ".join(f'"{field.name}" {field.type}' for field in fields)
        cursor.execute(f"CREATE TEMPORARY TABLE import_stage ({columns}) ON COMMIT DROP")
        copy_rows(cursor, STAGE, fields)
        cursor.execute(f"ANALYZE {STAGE}")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(f"DROP TABLE {STAGE}")
