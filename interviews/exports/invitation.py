"""The letter of invitation as a PDF, and the file of the date for a calendar."""

from datetime import date

from core.documents import pdf
from interviews.letters.invitation import own_event
from interviews.models import Interview
from interviews.presenters.invitation_sheet import invitation_sheet
from interviews.rules.calendar_file import Method, calendar_file
from prescribers.filters import caisse_labels
from prescribers.presenters.words import caisse_name


LAYOUT = "invitation"


def invitation_letter(interview: Interview, on: date) -> bytes:
    caisse = caisse_name(interview.caisse, caisse_labels([interview.caisse], on))
    return pdf(LAYOUT, invitation_sheet(interview, caisse=caisse, printed=on))


def letter_name(interview: Interview) -> str:
    return f"invitation-entretien-{interview.pk}.pdf"


def agenda_file(interviews: list[Interview]) -> str:
    """Published, without an attendee: whoever imports it answers nobody."""
    return calendar_file([own_event(one) for one in interviews], Method.PUBLISH)
