"""The mails that remind: a date, a number, a link. No doctor and no subject for our own people."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from core.charts.numbers import date_fr, hour, long_date
from core.workdays import calendar_of_caisse
from interviews.enums import Reminded
from interviews.letters.invitation import NOT_A_PROCEDURE, date_lines, interview_link
from interviews.models import Commitment, Interview, Invitation


AUTOMATIC = "Ce message est automatique, n’y répondez pas."
WHY_YOU = {
    Reminded.LEAD: "Vous tenez cet entretien.",
    Reminded.SUBSTITUTE: (
        "La personne qui tient cet entretien est absente et vous la remplacez : prenez-le, "
        "déplacez-le ou confiez-le à quelqu’un d’autre."
    ),
}


def lead_reminder(interview: Interview, starts: datetime, whom: Reminded, to: User) -> dict:
    """For who leads, or who replaces him."""
    local = starts.astimezone(calendar_of_caisse(interview.caisse).timezone)
    lines = (
        "Bonjour,",
        "",
        f"L’entretien n° {interview.pk} a lieu le {long_date(local.date())} à {hour(local)}.",
        WHY_YOU[whom],
        "",
        f"L’entretien : {interview_link(interview)}",
        "",
        AUTOMATIC,
    )
    subject = f"Entretien n° {interview.pk} le {date_fr(local.date())}"
    return {"to": [to.email], "subject": subject, "body": "\n".join(lines)}


def doctor_reminder(interview: Interview, invited: Invitation) -> dict:
    """For the doctor, at the address of the invitation."""
    lines = (
        "Docteur,",
        "",
        "Nous vous rappelons votre échange avec l’Assurance Maladie :",
        "",
        *date_lines(interview, invited),
        "",
        f"Pour le déplacer ou le décliner, répondez à cette personne : {interview.lead.email}.",
        "",
        NOT_A_PROCEDURE,
        "",
        AUTOMATIC,
    )
    subject = "Assurance Maladie : rappel de votre échange"
    return {"to": [invited.address], "subject": subject, "body": "\n".join(lines)}


def commitment_reminder(commitment: Commitment, to: User) -> dict:
    """For who follows it; its words are read on the page."""
    page = reverse("entretien", args=[commitment.interview_id])
    lines = (
        "Bonjour,",
        "",
        f"Un engagement que vous suivez est à tenir avant le {date_fr(commitment.due_on)}.",
        f"Il a été pris à l’entretien n° {commitment.interview_id}.",
        "Dites s’il est tenu, ou abandonnez-le avec un motif.",
        "",
        f"L’entretien : {settings.PORTAL_URL}{page}",
        "",
        AUTOMATIC,
    )
    subject = f"Engagement à tenir avant le {date_fr(commitment.due_on)}"
    return {"to": [to.email], "subject": subject, "body": "\n".join(lines)}
