"""Each constraint of the core refuses its impossible row, and lets the possible one in."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from core.models import Job, JournalEntry, JournalSeal, OutboxMessage


NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)
TOKEN = "7a0f6c52-28cb-4b68-9d4b-0fb7a0a0a0a0"
WAITING = {"kind": "essai", "dedup_key": "essai", "next_attempt_at": NOON}
RUNNING = {
    **WAITING,
    "status": "RUNNING",
    "attempts": 1,
    "lease_token": TOKEN,
    "lease_until": NOON,
    "started_at": NOON,
    "next_attempt_at": None,
}
DONE = {**WAITING, "status": "DONE", "finished_at": NOON, "next_attempt_at": None}
DEAD = {**DONE, "status": "DEAD", "error_code": "OSError"}
FAILED = {**WAITING, "status": "FAILED", "error_code": "OSError"}


def refused(model, constraint, **row):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.create(**row)


@pytest.mark.parametrize(
    "row", [WAITING, RUNNING, DONE, DEAD, FAILED], ids=lambda row: str(row.get("status"))
)
def test_possible_jobs_are_accepted(db, row):
    assert Job.objects.create(**row).pk


@pytest.mark.parametrize(
    ("constraint", "row"),
    [
        ("status_known", {**WAITING, "status": "PAUSED", "next_attempt_at": None}),
        ("running_has_lease", {**RUNNING, "lease_token": None}),
        ("running_has_lease", {**RUNNING, "lease_until": None}),
        ("running_has_lease", {**RUNNING, "started_at": None}),
        ("running_has_lease", {**WAITING, "lease_token": TOKEN, "lease_until": NOON}),
        ("running_has_lease", {**DONE, "lease_token": TOKEN}),
        ("ended_has_end", {**DONE, "finished_at": None}),
        ("ended_has_end", {**WAITING, "finished_at": NOON}),
        ("waiting_has_date", {**WAITING, "next_attempt_at": None}),
        ("waiting_has_date", {**DONE, "next_attempt_at": NOON}),
        ("failure_has_code", {**DEAD, "error_code": ""}),
        ("failure_has_code", {**FAILED, "error_code": ""}),
        ("failure_has_code", {**DONE, "error_code": "OSError"}),
        ("progress_within_total", {**RUNNING, "progress_done": 13, "progress_total": 12}),
        ("attempts_within_max", {**WAITING, "attempts": 4}),
        ("attempts_within_max", {**WAITING, "max_attempts": 0}),
    ],
)
def test_impossible_jobs_are_refused(db, constraint, row):
    refused(Job, constraint, **row)


def test_a_job_has_one_key(db):
    Job.objects.create(**WAITING)
    refused(Job, "dedup_key", **WAITING)


def test_a_message_sent_is_no_longer_due(db):
    row = {"key": "avis:1", "channel": "mail", "payload": {}}
    refused(OutboxMessage, "sent_is_not_due", **row, sent_at=NOON, next_attempt_at=NOON)
    refused(OutboxMessage, "given_up_has_code", **row, next_attempt_at=None)
    OutboxMessage.objects.create(**row, sent_at=NOON, next_attempt_at=None)
    refused(OutboxMessage, "key", **row)


def test_an_act_has_exactly_one_author_and_a_name(db):
    refused(JournalEntry, "one_author", action="prescripteur.lire")
    refused(JournalEntry, "one_author", action="prescripteur.lire", actor_id=1, system="nuit")
    refused(JournalEntry, "act_named", action="", actor_id=1)


def test_a_row_is_sealed_once_and_places_start_at_one(db):
    row = {"entry_id": 1, "sealed_at": NOON, "mac": b"x"}
    refused(JournalSeal, "seq_from_one", seq=0, **row)
    JournalSeal.objects.create(seq=1, **row)
    refused(JournalSeal, "entry_id", seq=2, **row)


def test_the_date_of_an_act_is_the_database_s(db):
    entry = JournalEntry.objects.create(action="aide.lire", actor_id=1)
    assert JournalEntry.objects.filter(pk=entry.pk, at__lte=Now()).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        assert entry.at >= cursor.fetchone()[0]
