"""Telling people that time runs out: a row for each, and a mail in the outbox, with the passage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from core import outbox
from sosij.enums import Event, Told
from sosij.models import HelpRequest, Notice
from sosij.rules.escalation import told
from sosij.selectors.duty import people
from sosij.services.letters import letter


@dataclass(frozen=True)
class Telling:
    """Who is to be told of a step, and in what quality; nobody at all is written as well."""

    step: Event
    quality: Told
    people: Sequence[User]


def whom(request: HelpRequest, step: Event, day: date) -> Telling:
    """Found under the lock of the request, so that whoever received it since is the one told."""
    return Telling(step, *told(step, lambda quality: people(request, quality, day)))


def tell(request: HelpRequest, telling: Telling, at: datetime) -> None:
    """Write the notices and post the mails, in the transaction of the passage."""
    Notice.objects.bulk_create(
        Notice(request=request, step=telling.step, quality=telling.quality, to=user, at=at)
        for user in (telling.people or (None,))
    )
    for user in telling.people:
        outbox.post(
            key=f"sosij-{request.reference}-{telling.step.value}-{user.pk}",
            channel="mail",
            payload=letter(request, telling.step, telling.quality, user.email),
        )
