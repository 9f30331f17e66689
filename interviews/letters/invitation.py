"""The mails about a date, and their calendar file: when, where, with whom of the caisse.

No doctor, no patient, no figure and no medical word: a mailbox of a practice is read by many.
"""

from django.conf import settings
from django.urls import reverse

from core.charts.numbers import hour, long_date
from core.workdays import calendar_of_caisse
from interviews.enums import Channel, Kind, Nature
from interviews.models import Interview, Invitation
from interviews.rules.calendar_file import Event, Method, Person, calendar_file
from interviews.rules.invitations import tells_subject


NOT_A_PROCEDURE = (
    "Cet échange est confraternel ou d’accompagnement : ce n’est pas une procédure, ni l’audition "
    "de l’article R148-1 du code de la sécurité sociale."
)
SUMMARY = "Échange avec l’Assurance Maladie"
SUBJECTS = {
    Nature.INVITATION: "invitation à un échange",
    Nature.UPDATE: "changement de votre échange",
    Nature.CANCELLATION: "annulation de votre échange",
}
OPENINGS = {
    Nature.INVITATION: "L’Assurance Maladie vous propose un échange :",
    Nature.UPDATE: "Votre échange avec l’Assurance Maladie change :",
    Nature.CANCELLATION: "Votre échange avec l’Assurance Maladie n’aura pas lieu à cette date :",
}


def invitation_mail(interview: Interview, sent: Invitation) -> dict[str, object]:
    """What the outbox sends to the doctor."""
    nature = Nature(sent.nature)
    cancelled = nature is Nature.CANCELLATION
    method = Method.CANCEL if cancelled else Method.REQUEST
    lines = ["Docteur,", "", OPENINGS[nature], "", *date_lines(interview, sent)]
    if not cancelled:
        lines += ["", f"Pour accepter, déplacer ou décliner, écrivez à {interview.lead.email}."]
    lines += ["", NOT_A_PROCEDURE, "", "Ce message est automatique, n’y répondez pas."]
    return {
        "to": [sent.address],
        "subject": f"Assurance Maladie : {SUBJECTS[nature]}",
        "body": "\n".join(lines),
        "attached": {
            "name": "invitation.ics",
            "text": calendar_file([invited_event(interview, sent)], method),
            "type": f"text/calendar; method={method}",
        },
    }


def date_lines(interview: Interview, sent: Invitation) -> list[str]:
    """When, where, with whom; the subject when nothing of care can be in it."""
    local = sent.starts_at.astimezone(calendar_of_caisse(interview.caisse).timezone)
    said = (
        ("Date", f"{long_date(local.date())} à {hour(local)}"),
        ("Durée", f"{interview.minutes} minutes"),
        ("Comment", Channel(interview.channel).label),
        ("Lieu", interview.place),
        ("Avec", interview.lead.full_name),
        ("Objet", interview.subject if tells_subject(Kind(interview.kind)) else ""),
    )
    return [f"{name} : {words}" for name, words in said if words]


def invited_event(interview: Interview, sent: Invitation) -> Event:
    """The meeting in the calendar of the doctor: one for the life of the interview."""
    return Event(
        uid=event_uid(interview),
        start=sent.starts_at,
        minutes=interview.minutes,
        summary=SUMMARY,
        stamp=sent.sent_at,
        sequence=sent.sequence,
        place=interview.place or Channel(interview.channel).label,
        description=f"Avec {interview.lead.full_name}.",
        organiser=Person(interview.lead.email, interview.lead.full_name),
        attendee=Person(sent.address) if sent.address else None,
    )


def own_event(interview: Interview) -> Event:
    """The same in the calendar of who leads it, without the doctor's name."""
    if interview.starts_at is None:
        raise ValueError(interview.pk)  # an agenda holds what has a date
    return Event(
        uid=event_uid(interview),
        start=interview.starts_at,
        minutes=interview.minutes,
        summary=f"{Kind(interview.kind).label} n° {interview.pk}",
        stamp=interview.changed_at,
        place=interview.place or Channel(interview.channel).label,
        link=interview_link(interview),
    )


def event_uid(interview: Interview) -> str:
    return f"entretien-{interview.pk}@ijportal"


def interview_link(interview: Interview) -> str:
    return f"{settings.PORTAL_URL}{reverse('entretien', args=[interview.pk])}"
