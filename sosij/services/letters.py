"""The mail of a notice: reference, due date, desk, link. No doctor, no motive, no text."""

from django.conf import settings
from django.urls import reverse

from core.charts.numbers import hour, long_date
from core.workdays import CALENDARS
from sosij.enums import Desk, Event, Told
from sosij.models import HelpRequest


SUBJECTS = {
    Event.WARN: "échéance proche",
    Event.BREACH: "échéance dépassée",
    Event.ESCALATE: "toujours sans réponse",
}
HAPPENED = {
    Event.WARN: "arrive à échéance",
    Event.BREACH: "a dépassé son échéance",
    Event.ESCALATE: "a dépassé son échéance et reste sans réponse",
}
WHY_YOU = {
    Told.HOLDER: "Vous tenez cette demande.",
    Told.DESK: "Elle attend une personne de votre guichet.",
    Told.ON_DUTY: "Vous êtes d’astreinte à ce guichet.",
    Told.HEAD: "Vous êtes responsable de ce guichet.",
}


def letter(request: HelpRequest, step: Event, quality: Told, address: str) -> dict[str, object]:
    """What the outbox sends."""
    link = f"{settings.PORTAL_URL}{reverse('sosij-demande', args=[request.reference])}"
    lines = (
        "Bonjour,",
        "",
        f"La demande SOS IJ {request.reference} {HAPPENED[step]} : {_due(request)}.",
        f"Guichet : {Desk(request.desk).label if request.desk else 'à qualifier'}.",
        WHY_YOU[quality],
        "",
        f"La demande : {link}",
        "",
        "Ce message est automatique, n’y répondez pas.",
    )
    return {
        "to": [address],
        "subject": f"SOS IJ : {SUBJECTS[step]}, demande {request.reference}",
        "body": "\n".join(lines),
    }


def _due(request: HelpRequest) -> str:
    """« lundi 16 novembre 2026 à 18 h 00 », where the desk is."""
    if request.due_at is None:
        raise ValueError(request.reference)  # a request that does not run signals nothing
    local = request.due_at.astimezone(CALENDARS[request.calendar].timezone)
    return f"{long_date(local.date())} à {hour(local)}"
