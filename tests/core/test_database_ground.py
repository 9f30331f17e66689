"""What the first migration lays: perimeter function, schema, grants, and nothing for the login."""

import psycopg.errors
import pytest
from django.db import DatabaseError, connection, transaction

from core.database_role import ALL_CAISSES, DatabaseRole, database_role


def ask(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("caisses", "code", "seen"),
    [
        (ALL_CAISSES, "061", True),
        (["061"], "061", True),
        (["061", "831"], "831", True),
        (["061", "831"], "131", False),
        (["061"], "06", False),
        ([], "061", False),
        ([], "", False),
    ],
)
def test_the_perimeter_is_the_transaction_s(db, caisses, code, seen):
    with database_role(DatabaseRole.MEDICAL, caisses):
        assert ask("SELECT core_in_perimeter(%s)", code) is seen


@pytest.mark.django_db(transaction=True)
def test_without_a_perimeter_nothing_is_seen():
    assert ask("SELECT core_in_perimeter('061')") is False


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["core_job", "core_journalentry", "django_session"])
def test_the_login_alone_reads_nothing(table):
    with pytest.raises(DatabaseError, match="permission denied"):
        ask(f"SELECT count(*) FROM {table}")


@pytest.mark.parametrize("role", DatabaseRole)
def test_both_roles_use_the_tables_of_the_house(db, role):
    with database_role(role):
        for table in ("core_job", "django_session", "accounts_user"):
            assert ask(f"SELECT count(*) FROM {table}") >= 0
        assert ask("SELECT has_schema_privilege('medical', 'USAGE')")
        assert ask("SELECT has_table_privilege('django_migrations', 'SELECT')")


@pytest.mark.parametrize(
    ("table", "right"),
    [
        ("core_journalentry", "UPDATE"),
        ("core_journalentry", "DELETE"),
        ("core_journalentry", "TRUNCATE"),
        ("core_journalseal", "UPDATE"),
        ("core_journalseal", "DELETE"),
        ("core_journalhead", "DELETE"),
        ("core_job", "TRUNCATE"),
        ("django_migrations", "INSERT"),
    ],
)
@pytest.mark.parametrize("role", DatabaseRole)
def test_rights_that_nobody_has(db, role, table, right):
    with database_role(role):
        assert ask("SELECT has_table_privilege(%s, %s)", table, right) is False


def test_extensions_are_there(db):
    assert ask("SELECT unaccent('Hélène')") == "Helene"
    assert ask("SELECT count(*) FROM pg_extension WHERE extname IN ('pg_trgm', 'btree_gist')") == 2


def test_a_refused_statement_is_a_permission_error_not_a_missing_table(db):
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        ask("DELETE FROM core_journalentry RETURNING 1")
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
