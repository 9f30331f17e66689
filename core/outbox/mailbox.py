"""The mails of the outbox, for who runs the portal: which left, wait, or were given up."""

from django.db.models import QuerySet
from django.db.models.functions import Now

from core.models import OutboxMessage


MAIL = "mail"


def mails() -> "QuerySet[OutboxMessage]":
    return OutboxMessage.objects.filter(channel=MAIL).order_by("-pk")


def waiting() -> "QuerySet[OutboxMessage]":
    return mails().filter(next_attempt_at__isnull=False)


def given_up() -> "QuerySet[OutboxMessage]":
    return mails().filter(next_attempt_at__isnull=True, sent_at__isnull=True)


def send_again() -> int:
    """Give all their tries back to the mails given up, and answer how many there were."""
    return given_up().update(attempts=0, next_attempt_at=Now(), error_code="")
