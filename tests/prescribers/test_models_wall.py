"""The medical wall, table by table as the catalogue lists them, and shown to fall for an owner.

The tests of the wall run as `ijportal_app`; the same questions asked by the owner or a superuser
are the control: they must answer, or these tests could not fail.
"""

from datetime import date

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from core.database_role import ALL_CAISSES, DatabaseRole, set_role
from prescribers.models import Leave, PatientList, SufficientStatistics
from tests.prescribers.factories import (
    LeaveFactory,
    PatientListFactory,
    ProfileRunFactory,
)


pytestmark = pytest.mark.django_db
between_two_caisses = pytest.mark.usefixtures("two_caisses")
TABLES = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c
WHERE c.relnamespace = 'medical'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
ORDER BY c.relname
"""
OWNER, SUPERUSER = "ijportal_owner", "postgres"


@pytest.fixture
def two_caisses(db):
    """A row of each medical table for Nice's caisse and for Toulon's."""
    run = ProfileRunFactory()
    for caisse in ("061", "831"):
        LeaveFactory(caisse=caisse)
        PatientListFactory(caisse=caisse)
        SufficientStatistics.objects.create(run=run, caisse=caisse, payload=b"", digest="0" * 64)


def medical_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [name for name, _ in cursor.fetchall()]


def refused_to(ask) -> set[str]:
    return {table for table in medical_tables() if not ask(f"SELECT * FROM medical.{table}")}


def ask_as_the_application(query: str) -> bool:
    """True when it answers; a relation that does not exist is an error, not a refusal."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query)
    except ProgrammingError as denied:
        if not isinstance(denied.__cause__, psycopg.errors.InsufficientPrivilege):
            raise
        return False
    return True


def log_in(user: str) -> psycopg.Connection:
    known = connection.get_connection_params()
    where = {name: known[name] for name in ("host", "port", "dbname") if known.get(name)}
    return psycopg.connect(**where, user=user)


@between_two_caisses
def test_management_is_denied_every_medical_table():
    tables = medical_tables()
    assert {"leave", "leave_2025_01", "patient_list", "sufficient_statistics"} <= set(tables)
    set_role(DatabaseRole.GESTION, ALL_CAISSES)
    assert refused_to(ask_as_the_application) == set(tables)


@between_two_caisses
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO medical.leave DEFAULT VALUES",
        "UPDATE medical.leave SET days = 0",
        "DELETE FROM medical.leave",
        "COPY medical.leave TO STDOUT",
    ],
)
def test_management_can_neither_write_nor_copy(statement):
    set_role(DatabaseRole.GESTION, ALL_CAISSES)
    assert not ask_as_the_application(statement)


def test_control_the_owner_is_denied_none():
    with log_in(OWNER) as owner:
        tables = [name for name, _ in owner.execute(TABLES).fetchall()]
        for table in tables:
            owner.execute(f"SELECT * FROM medical.{table}")  # a refusal would raise
    assert {"leave", "patient_list", "sufficient_statistics"} <= set(tables)


@between_two_caisses
def test_without_a_role_the_application_has_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE ijportal_app")
    assert refused_to(ask_as_the_application) == set(medical_tables())


@between_two_caisses
@pytest.mark.parametrize("model", [Leave, PatientList, SufficientStatistics])
def test_the_doctors_of_one_caisse_see_no_row_of_another(model):
    def seen():
        return sorted(model.objects.values_list("caisse", flat=True))

    set_role(DatabaseRole.MEDICAL, {"061"})
    assert seen() == ["061"]
    assert not model.objects.filter(caisse="831").exists()
    set_role(DatabaseRole.MEDICAL, {"061", "831"})
    assert seen() == ["061", "831"]
    set_role(DatabaseRole.MEDICAL, ())
    assert seen() == []
    set_role(DatabaseRole.MEDICAL, ALL_CAISSES)
    assert seen() == ["061", "831"]


@between_two_caisses
def test_a_row_of_another_caisse_cannot_be_written_or_given_away():
    set_role(DatabaseRole.MEDICAL, {"061"})
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        LeaveFactory(caisse="831")
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Leave.objects.filter(caisse="061").update(caisse="831")


@between_two_caisses
def test_a_partition_is_read_through_its_parent_only():
    set_role(DatabaseRole.MEDICAL, {"061"})
    assert not ask_as_the_application("SELECT * FROM medical.leave_2025_01")


@between_two_caisses
def test_every_medical_table_has_its_forced_policy():
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        assert [name for name, forced in cursor.fetchall() if not forced] == []


def test_control_a_superuser_walks_through_the_perimeter():
    """The query that gives 0 row to the application gives the rows of 831 to a superuser."""
    month = date(2031, 1, 1)
    query = "SELECT count(*) FROM medical.leave WHERE caisse = '831'"
    with log_in(SUPERUSER) as superuser:
        superuser.execute("SELECT set_config('app.caisses', '*', true)")
        for half in ("stage", "attach"):
            superuser.execute(f"SELECT medical.leave_month_{half}(%s)", [month])
        superuser.execute(
            'INSERT INTO medical.leave (month, rpps, patient, start, "end", days, amount_cents,'
            " risk, nature, motif, age, sex, ald, c2s, iris, stratum, tpt, replacement,"
            " teleconsultation, caisse, structure) VALUES (%s, 1, 1, %s, %s, 1, 0, 'MAL', 'I',"
            " 'M01', 40, 1, 0, false, '', 0, false, false, false, '831', '')",
            [month] * 3,
        )
        superuser.execute("SELECT set_config('app.caisses', '061', true)")
        superuser.execute("SET LOCAL ROLE ijportal_medical")
        assert superuser.execute(query).fetchone() == (0,)
        superuser.execute("RESET ROLE")
        assert superuser.execute(query).fetchone() == (1,)
        superuser.rollback()


@pytest.mark.parametrize(
    ("role", "caisses"),
    [(DatabaseRole.GESTION, ALL_CAISSES), (DatabaseRole.MEDICAL, {"061"})],
)
@pytest.mark.parametrize("verb", ["leave_month", "patient_window"])
@pytest.mark.parametrize("half", ["stage", "attach"])
def test_a_partition_is_replaced_by_the_national_medical_role_only(role, caisses, verb, half):
    set_role(role, caisses)
    with (
        pytest.raises(DatabaseError, match=r"permission denied|national perimeter"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT medical.{verb}_{half}('2025-01-01')")


@pytest.mark.parametrize("verb", ["medical.leave_month", "medical.patient_window"])
def test_a_partition_begins_on_the_first_of_a_month(verb):
    set_role(DatabaseRole.MEDICAL, ALL_CAISSES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {verb}_stage(%s)", [date(2025, 1, 1)])
        with pytest.raises(IntegrityError, match="first of a month"):
            cursor.execute(f"SELECT {verb}_stage(%s)", [date(2025, 1, 2)])
