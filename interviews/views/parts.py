"""What stands on the page of an interview beside its life: each part is None when it has no say."""

from django.utils import timezone

from accounts.permissions import PortalRequest
from core.workdays import calendar_of_caisse
from interviews.models import Interview
from interviews.presenters.availability import invitation_words
from interviews.rules.slots import Agenda, office_hours
from interviews.selectors.dates import date_facts
from interviews.selectors.slots import rules_of
from interviews.views import parts_report


def preparation_part(request: PortalRequest, interview: Interview) -> object:
    """The context of `interviews/_preparation.html`."""
    return parts_report.preparation(request, interview)


def report_part(request: PortalRequest, interview: Interview) -> object:
    """The context of `interviews/_report.html`."""
    return parts_report.report(request, interview)


def invitation_part(request: PortalRequest, interview: Interview) -> object:
    """The context of `interviews/_invitation.html`: one read, nothing for a closed interview."""
    if not interview.is_open:
        return None
    hours = office_hours(calendar_of_caisse(interview.caisse))
    facts = date_facts(interview, request.perimeter.on)
    return invitation_words(
        interview,
        facts,
        Agenda(hours, timezone.now(), rules_of(facts.hours)),
        plans=request.rights.can("entretiens.planifier", caisse=interview.caisse),
    )
