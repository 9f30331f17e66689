"""A field of a walled class lives behind the wall: its table is in the schema `medical`."""

import pytest
from django.apps import apps
from django.db import connection

from accounts import checks, roles
from accounts.enums import WALLED_CLASSES


pytestmark = pytest.mark.django_db


def schemas():
    """The schema of each table, partitions left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relnamespace::regnamespace::text FROM pg_class"
            " WHERE relkind IN ('r', 'p') AND NOT relispartition"
            " AND relnamespace::regnamespace::text IN ('public', 'medical')"
        )
        return dict(cursor.fetchall())


def walled_tables():
    known = roles.rights()
    return {
        model._meta.db_table.split(".")[-1].strip('"')
        for model in apps.get_models()
        if {known.class_of(model._meta.label, name) for name in checks.field_names(model)}
        & WALLED_CLASSES
    }


def test_walled_fields_and_the_medical_schema_are_the_same_tables():
    in_medical = {table for table, schema in schemas().items() if schema == "medical"}
    assert walled_tables() == in_medical
    assert in_medical
