"""The journal in the database: named acts, no rewriting, sealed once, verified to the last row."""

import json
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction

from core import jobs, journal
from core.database_role import DatabaseRole, database_role
from core.models import JournalEntry, JournalHead, JournalSeal
from ijportal.launcher.postgres import OWNER


@pytest.fixture
def now(db):
    return jobs.database_now()


def read(number, by=7):
    return journal.record(
        action="prescripteur.lire", by=by, obj=("Prescriber", str(number)), caisse="061"
    )


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def anomalies(now):
    return [anomaly.fault.name for anomaly in journal.verify(now).anomalies]


def test_an_act_has_its_author_and_its_object(db):
    entry = journal.record(
        action="habilitation.accorder", by=7, obj=("Habilitation", "12"), reason="arrivée"
    )
    entry.refresh_from_db()
    assert (entry.actor_id, entry.object_kind, entry.object_id) == (7, "Habilitation", "12")
    assert (entry.reason, entry.system) == ("arrivée", "")


def test_the_night_signs_with_its_name(db):
    assert journal.record(action="profils.publier", by=None, system="nuit").system == "nuit"
    assert journal.record(action="profils.publier", by=7, system="nuit").system == ""


def test_an_anonymous_act_is_refused(db):
    with pytest.raises(journal.AnonymousActError):
        journal.record(action="prescripteur.lire", by=None)
    assert not JournalEntry.objects.exists()


def test_the_act_and_its_trace_stand_or_fall_together(db):
    def failing_act():
        with transaction.atomic():
            read(1)
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011
        failing_act()
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("table", ["core_journalentry", "core_journalseal"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("role", DatabaseRole)
def test_no_role_rewrites_the_journal(now, table, change, role):
    read(1)
    journal.seal(now)
    sql = change.format(table).replace(
        "id = id", "sealed_at = sealed_at" if "seal" in table else "at = at"
    )
    with database_role(role), pytest.raises(DatabaseError, match="permission denied"):
        run(sql)


def test_a_head_only_moves_forward(now):
    read(1)
    journal.seal(now)
    read(2)
    journal.seal(now)
    assert JournalHead.objects.get().seq == 2
    with pytest.raises(ProgrammingError, match="Cannot update rows"):
        run("UPDATE core_journalhead SET seq = 1")


def test_rows_are_sealed_once_in_the_order_of_their_ids(now):
    rows = [read(number).pk for number in range(5)]
    assert [journal.seal(now), journal.seal(now)] == [5, 0]
    rows.append(read(6).pk)
    assert journal.seal(now + timedelta(seconds=10)) == 1
    assert list(JournalSeal.objects.order_by("seq").values_list("seq", "entry_id")) == list(
        enumerate(rows, 1)
    )
    assert journal.verify(now).intact


def test_each_day_has_its_head(now):
    for day in range(3):
        later = now + timedelta(days=day)
        JournalEntry.objects.create(action="prescripteur.lire", actor_id=7, at=later)
        journal.seal(later)
    heads = list(JournalHead.objects.order_by("day").values_list("seq", flat=True))
    assert heads == [1, 2, 3]
    assert journal.verify(now).intact


def test_a_sealer_leaves_the_place_to_the_one_at_work(db, now, monkeypatch):
    """The lock is taken by asking: a session that cannot have it seals nothing."""
    monkeypatch.setattr("core.journal.sealing.LOCK", "SELECT false")
    read(1)
    assert journal.seal(now) == 0


def test_a_row_that_commits_late_is_sealed_after_the_others(now):
    late = JournalEntry(pk=read(1).pk + 10, action="prescripteur.lire", actor_id=7, at=now)
    read(2)
    JournalEntry.objects.create(pk=late.pk + 5, action="prescripteur.lire", actor_id=7)
    journal.seal(now)
    late.save(force_insert=True)
    assert journal.seal(now + timedelta(seconds=10)) == 1
    assert JournalSeal.objects.order_by("-seq").first().entry_id == late.pk
    assert journal.verify(now).intact


def test_a_row_inserted_behind_is_never_sealed_and_found(now):
    read(1)
    journal.seal(now)
    JournalEntry.objects.create(action="prescripteur.lire", actor_id=9, at=now - timedelta(hours=3))
    assert journal.seal(now + timedelta(seconds=10)) == 0
    assert anomalies(now) == ["NOT_SEALED"]


def test_after_an_outage_one_pass_seals_all_that_waited(now, monkeypatch):
    """The next pass looks back an hour from this one: what it left would never be sealed."""
    monkeypatch.setattr("core.journal.sealing.ROWS_AT_ONCE", 2)
    before = now - timedelta(hours=5)
    JournalEntry.objects.create(action="prescripteur.lire", actor_id=7, at=before)
    journal.seal(before)
    for minutes in range(5):
        at = before + timedelta(minutes=minutes)
        JournalEntry.objects.create(action="prescripteur.lire", actor_id=7, at=at)
    assert [journal.seal(now), journal.seal(now + timedelta(seconds=10))] == [5, 0]
    assert JournalHead.objects.latest("day").seq == 6
    report = journal.verify(now)
    assert (report.sealed, report.waiting, report.intact) == (6, 0, True)


def test_a_pass_that_ends_on_a_full_page_stops(now, monkeypatch):
    monkeypatch.setattr("core.journal.sealing.ROWS_AT_ONCE", 2)
    for number in range(4):
        read(number)
    assert journal.seal(now) == 4
    assert journal.verify(now).intact


def test_a_sealer_that_stopped_is_found(now):
    read(1)
    assert anomalies(now + timedelta(minutes=59)) == []
    assert anomalies(now + timedelta(minutes=61)) == ["NOT_SEALED"]


def test_reading_by_filters_and_days_of_paris(db):
    def act(at, **columns):
        row = {"action": "prescripteur.lire", "actor_id": 7} | columns
        return JournalEntry.objects.create(
            at=datetime.fromisoformat(at).replace(tzinfo=UTC), **row
        ).pk

    first = act("2026-07-13T22:30:00")  # already the 14th in Paris
    second = act("2026-07-14T12:00:00", actor_id=8, action="prescripteur.exporter")
    third = act("2026-07-14T22:30:00", object_kind="Prescriber", object_id="10001")
    day = date(2026, 7, 14)

    def found(**filters):
        return [entry.pk for entry in journal.entries(**filters)]

    assert found() == [third, second, first]
    assert found(since=day, until=day) == [second, first]
    assert found(actor_id=8) == [second]
    assert found(action="prescripteur.exporter") == [second]
    assert found(object_kind="Prescriber", object_id="10001") == [third]
    assert found(object_id="nothing") == []


def test_the_verifier_walks_page_after_page(now, monkeypatch):
    monkeypatch.setattr("core.journal.verification.ROWS_AT_ONCE", 2)
    for number in range(5):
        read(number)
    journal.seal(now)
    report = journal.verify(now)
    assert (report.sealed, report.waiting, report.intact) == (5, 0, True)


def test_a_head_noted_outside_finds_a_tail_cut_with_its_head(now):
    read(1)
    journal.seal(now)
    number, mac = journal.verify(now).head
    assert journal.verify(now, noted=f"{number}:{mac}").intact
    faults = [a.fault.name for a in journal.verify(now, noted=f"2:{mac}").anomalies]
    assert faults == ["TAIL_CUT"]


def test_the_command_says_what_it_found(now, capsys):
    read(1)
    journal.seal(now)
    read(2)
    call_command("verify_journal")
    text = capsys.readouterr().out
    assert "1 ligne(s) scellée(s), 1 en attente" in text
    assert "Journal intact." in text


def test_the_command_fails_on_an_altered_journal(now, capsys):
    JournalEntry.objects.create(action="prescripteur.lire", actor_id=9, at=now - timedelta(hours=3))
    with pytest.raises(SystemExit) as ended:
        call_command("verify_journal", "--json")
    assert ended.value.code == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["intact"] is False
    assert [anomaly["code"] for anomaly in answer["anomalies"]] == ["NOT_SEALED"]


@pytest.fixture
def as_owner(django_db_blocker):
    """Run statements as the owner with the triggers silenced: the intruder of the next tests."""
    settings = connection.settings_dict

    def tamper(*statements):
        parameters = connection.get_connection_params() | {"user": OWNER}
        known = {
            name: parameters[name]
            for name in ("dbname", "user", "host", "port")
            if name in parameters
        }
        with psycopg.connect(**known, autocommit=True) as intruder:
            for statement in statements:
                intruder.execute(statement)

    assert settings["NAME"].startswith("test_")
    return tamper


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE core_journalentry SET actor_id = 99 WHERE object_id = '3'", ["CHANGED"]),
        ("DELETE FROM core_journalentry WHERE object_id = '3'", ["REMOVED"]),
        ("DELETE FROM core_journalseal WHERE seq = 3", ["SEAL_REMOVED", "NOT_SEALED"]),
        ("DELETE FROM core_journalseal WHERE seq >= 4", ["TAIL_CUT", "NOT_SEALED", "NOT_SEALED"]),
        ("DELETE FROM core_journalhead", ["HEAD_CHANGED"]),
        ("UPDATE core_journalhead SET seq = 3", ["HEAD_CHANGED", "HEAD_CHANGED", "HEAD_CHANGED"]),
    ],
)
def test_what_even_the_owner_cannot_hide(as_owner, statement, found):
    later = jobs.database_now() + timedelta(hours=2)
    with database_role(DatabaseRole.GESTION):
        for number in range(1, 6):
            read(number)
    journal.seal(jobs.database_now())
    with database_role(DatabaseRole.GESTION):
        assert journal.verify(later).intact
    as_owner(
        "ALTER TABLE core_journalentry DISABLE TRIGGER USER",
        "ALTER TABLE core_journalseal DISABLE TRIGGER USER",
        "ALTER TABLE core_journalhead DISABLE TRIGGER USER",
        statement,
        "ALTER TABLE core_journalentry ENABLE TRIGGER USER",
        "ALTER TABLE core_journalseal ENABLE TRIGGER USER",
        "ALTER TABLE core_journalhead ENABLE TRIGGER USER",
    )
    with database_role(DatabaseRole.GESTION):
        assert anomalies(later) == found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["core_journalentry", "core_journalseal", "core_journalhead"])
def test_triggers_stop_even_the_owner(as_owner, table):
    with database_role(DatabaseRole.GESTION):
        read(1)
    journal.seal(jobs.database_now())
    for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(psycopg.errors.RaiseException, match="Cannot"):
            as_owner(statement)
