"""A planned interview of Nice in November 2026, an invitation, what left for whom."""

from datetime import date, time

from accounts.models import Absence
from core.journal import Author
from core.models import OutboxMessage
from interviews.enums import HoursSource, InvitationChannel
from interviews.services.consultations import Declared, declare_hours
from interviews.services.invitations import invite
from tests.interviews.world import at


ADDRESS = "cabinet.roux@exemple.fr"
MONDAY, TUESDAY = 0, 1


def by(interview, day=4, hour=10):
    return Author(at=at(day, hour), by=interview.lead_id)


def invited(interview, *, address=ADDRESS, day=4):
    return invite(interview, InvitationChannel.MAIL, address, by(interview, day))


def consults(interview, weekday, opens, closes, *, since=date(2026, 1, 1)):
    said = Declared(weekday, time(opens), time(closes), since, HoursSource.DOCTOR)
    return declare_hours(interview.prescriber, said, interview.caisse, by(interview, 3))


def away(user, since, until, substitute=None):
    """From a day of November to the day before another."""
    return Absence.objects.create(
        user=user,
        since=date(2026, 11, since),
        until=date(2026, 11, until),
        substitute=substitute,
    )


def mails():
    return [message.payload for message in OutboxMessage.objects.order_by("pk")]


def recipients():
    return [payload["to"][0] for payload in mails()]
