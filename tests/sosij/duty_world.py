"""A desk with an expert, a person on duty and a head, and a request that nobody answers."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from core.models import OutboxMessage
from sosij.enums import Desk
from sosij.models import Duty, HelpRequest, Notice
from tests.sosij.help_world import held_by, seated


# The request of `held_by` is received on Monday 9 November 2026 at 11:20 in Nice: warned on
# Friday 13 at 18:00, due on Monday 16 at 18:00, signalled late on Tuesday 17 at nine.
FIRST, LAST = date(2026, 11, 1), date(2026, 12, 1)


@dataclass(frozen=True)
class DeskWorld:
    expert: User
    on_duty: User
    head: User
    request: HelpRequest


def put_on(user, *, since=FIRST, until=LAST, caisse="061", desk=Desk.MEDICAL):
    return Duty.objects.create(user=user, caisse=caisse, desk=desk, since=since, until=until)


def desk_world():
    expert, on_duty, head = seated(), seated(), seated(head=True)
    put_on(on_duty)
    return DeskWorld(expert, on_duty, head, held_by(expert))


def told():
    """Every notice: its step, in what quality, who."""
    rows = Notice.objects.order_by("id").values_list("step", "quality", "to_id")
    return list(rows)


def mailed():
    """Who was written to, in the order of the outbox."""
    return [to for message in OutboxMessage.objects.order_by("pk") for to in message.payload["to"]]
