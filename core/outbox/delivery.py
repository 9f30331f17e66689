"""Sending what waits: claim, send outside any transaction, then note the result."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models.functions import Now

from core.database_role import DatabaseRole, database_role
from core.models import OutboxMessage
from core.outbox.channels import channels


logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 10
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=2)
MESSAGES_AT_ONCE = 50


def deliver(now: datetime) -> int:
    """Send the due messages and answer how many left.

    A claim pushes the next try away, so two deliveries never hold the same message, and one that
    dies between the sending and its note sends again: the key tells the other side. Messages are
    claimed one by one, as fifty that each wait for a silent server would outlive their claims; a
    channel that fails keeps its other messages, untried, for the next delivery.
    """
    sent, failed = 0, set[str]()
    for _ in range(MESSAGES_AT_ONCE):
        message = _claim(now, failed)
        if message is None:
            break
        if _send(message):
            sent += 1
        else:
            failed.add(message.channel)
    return sent


def _claim(now: datetime, failed: Collection[str]) -> OutboxMessage | None:
    with database_role(DatabaseRole.GESTION):
        due = OutboxMessage.objects.filter(next_attempt_at__lte=now).exclude(channel__in=failed)
        message = due.order_by("pk").select_for_update(skip_locked=True).first()
        if message is not None:
            message.attempts += 1
            message.next_attempt_at = now + _delay(message.attempts)
            message.save(update_fields=["attempts", "next_attempt_at"])
    return message


def _send(message: OutboxMessage) -> bool:
    try:
        channels[message.channel](message.key, message.payload)
    except Exception as error:  # noqa: BLE001 (a channel may fail in any way; the row must say so)
        _note_failure(message, type(error).__name__)
        return False
    with database_role(DatabaseRole.GESTION):
        OutboxMessage.objects.filter(pk=message.pk).update(
            sent_at=Now(), next_attempt_at=None, error_code=""
        )
    return True


def _note_failure(message: OutboxMessage, code: str) -> None:
    logger.error("outbox %s (%s), try %s: %s", message.pk, message.channel, message.attempts, code)
    given_up = {"next_attempt_at": None} if message.attempts >= MAX_ATTEMPTS else {}
    with database_role(DatabaseRole.GESTION):
        OutboxMessage.objects.filter(pk=message.pk).update(error_code=code, **given_up)


def _delay(attempts: int) -> timedelta:
    return min(FIRST_DELAY * 2 ** (attempts - 1), LONGEST_DELAY)
