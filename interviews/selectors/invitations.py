"""What left for a doctor about an interview; the interview was found in a perimeter."""

from datetime import datetime, timedelta

from accounts.models import Absence
from accounts.perimeter import Perimeter
from core.workdays import calendar_of_caisse
from interviews.enums import InvitationChannel, Nature, State
from interviews.models import Interview, Invitation
from interviews.models.interview import DATED_STATES
from interviews.selectors.interviews import visible


def standing_mails(interview: Interview) -> list[Invitation]:
    """The last mail to each address whose calendar still holds what it said."""
    mails = interview.invitations.filter(channel=InvitationChannel.MAIL).order_by("sequence")
    last = {sent.address: sent for sent in mails}
    return [sent for sent in last.values() if sent.nature != Nature.CANCELLATION]


def absence_over(interview: Interview) -> Absence | None:
    """The absence of the lead on the day of a planned interview."""
    if interview.state != State.SCHEDULED or interview.starts_at is None:
        return None
    zone = calendar_of_caisse(interview.caisse).timezone
    found = Absence.objects.on(interview.starts_at.astimezone(zone).date())
    return found.filter(user=interview.lead_id).select_related("user", "substitute").first()


def own_agenda(perimeter: Perimeter, since: datetime, days: int) -> list[Interview]:
    """What a person leads from an instant, so many days ahead."""
    found = visible(perimeter).filter(
        lead=perimeter.user_id,
        state__in=DATED_STATES,
        starts_at__gte=since,
        starts_at__lt=since + timedelta(days=days),
    )
    return list(found.order_by("starts_at"))
