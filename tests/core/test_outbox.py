"""A message leaves once by its channel, waits when the channel fails, is given up at the end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from core import outbox
from core.models import OutboxMessage
from core.outbox.channels import channels


# Long after the suite has ended, however slow the machine.
LATER = datetime.now(UTC) + timedelta(hours=6)
LETTER = {"to": ["dam@cpam06.test"], "subject": "Import terminé", "body": "Le mois est chargé."}


@pytest.fixture
def sent(monkeypatch):
    keys = []
    monkeypatch.setitem(channels, "essai", lambda key, payload: keys.append(key))
    return keys


def test_one_row_per_key(db):
    first = outbox.post(key="import:1", channel="mail", payload=LETTER)
    assert outbox.post(key="import:1", channel="mail", payload={}).pk == first.pk
    assert OutboxMessage.objects.get().payload == LETTER


def test_a_mail_leaves_once_however_often_one_delivers(db):
    outbox.post(key="import:1", channel="mail", payload=LETTER)
    assert [outbox.deliver(LATER), outbox.deliver(LATER), outbox.deliver(LATER)] == [1, 0, 0]
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["dam@cpam06.test"], "Import terminé")
    assert letter.extra_headers["Message-ID"] == "<import:1@ijportal>"
    message = OutboxMessage.objects.get()
    assert (message.sent_at is None, message.next_attempt_at) == (False, None)


def test_a_claimed_message_is_not_taken_by_a_second_delivery(db, monkeypatch):
    """The second delivery comes while the first is inside its channel."""
    seen = []
    monkeypatch.setitem(
        channels, "essai", lambda key, payload: seen.append((key, outbox.deliver(LATER)))
    )
    outbox.post(key="a", channel="essai", payload={})
    assert outbox.deliver(LATER) == 1
    assert seen == [("a", 0)]


def test_a_delivery_that_died_sends_again_under_the_same_key(db, sent):
    message = outbox.post(key="a", channel="essai", payload={})
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=1, next_attempt_at=LATER)
    assert outbox.deliver(LATER) == 1
    assert sent == ["a"]


def test_a_failing_channel_is_tried_ten_times_and_harms_no_other(db, sent, caplog, monkeypatch):
    def broken(key, payload):
        raise ConnectionError("server smtp.cpam06.test refused dr.martin@cabinet.test")

    monkeypatch.setitem(channels, "broken", broken)
    outbox.post(key="a", channel="broken", payload={})
    outbox.post(key="b", channel="essai", payload={})
    for day in range(12):
        outbox.deliver(LATER + timedelta(days=day))
    assert sent == ["b"]
    message = OutboxMessage.objects.get(key="a")
    assert (message.attempts, message.error_code) == (10, "ConnectionError")
    assert (message.sent_at, message.next_attempt_at) == (None, None)
    assert "dr.martin" not in caplog.text


def test_an_unknown_channel_waits_like_a_failure(db):
    outbox.post(key="a", channel="pigeon", payload={})
    assert outbox.deliver(LATER) == 0
    assert OutboxMessage.objects.get().error_code == "KeyError"
