"""The answer on paper: what the layout « reponse » prints."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from core.charts.numbers import long_date
from core.workdays import CALENDARS
from prescribers.models import Prescriber
from prescribers.presenters.words import addressed_name, specialty_name
from sosij.enums import Desk
from sosij.models import HelpRequest, RequestText
from sosij.presenters.clock import hour_words
from sosij.presenters.queue import motive_words


SERVICE = "SOS IJ, l’aide aux médecins sur les arrêts de travail"
SIGNED = {
    Desk.MEDICAL: "Le service médical",
    Desk.SOCIAL: "Le service social",
    Desk.BENEFITS: "Le service des prestations",
    Desk.MSA: "Le guichet MSA",
}
UNSIGNED = (
    "Établi par le portail d’après la réponse enregistrée, au nom du service. Ce document ne porte "
    "aucune signature manuscrite."
)
WALL = (
    "Cette aide n’alimente aucun contrôle\u202f: ni la question, ni la réponse, ni le fait d’avoir "
    "demandé n’entrent dans un indicateur, une page de prescripteur ou une campagne."
)
NO_QUESTION = (
    "Non reproduite\u202f: ce que le médecin écrit n’est lu que de lui et du service médical."
)


class Given(Protocol):
    @property
    def text(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    @property
    def by_phone(self) -> bool: ...


def answer_sheet(
    request: HelpRequest,
    given: Given,
    questions: Iterable[RequestText],
    *,
    doctor: Prescriber | None,
    caisse: str,
) -> dict[str, Any]:
    """`questions`: none for a desk that may not read them."""
    asked = [(_moment(one.written_at, request), one.body) for one in questions]
    return {
        "title": f"Réponse à la demande {request.reference}",
        "caisse": caisse,
        "service": SERVICE,
        "facts": _facts(request, given, doctor),
        "question_title": "Question et précisions du médecin"
        if len(asked) > 1
        else "Question du médecin",
        "questions": asked,
        "no_question": NO_QUESTION,
        "answer_title": "Résumé de la réponse donnée par téléphone"
        if given.by_phone
        else "Réponse",
        "answer": given.text,
        "signature": f"{SIGNED[Desk(request.desk)]}, {caisse}",
        "unsigned": UNSIGNED,
        "wall": WALL,
        "footer": f"SOS IJ, demande {request.reference}, {caisse}",
    }


def _facts(request: HelpRequest, given: Given, doctor: Prescriber | None) -> list[tuple[str, str]]:
    who = addressed_name(doctor) if doctor else "Médecin"
    return [
        ("Référence", request.reference),
        ("Médecin", f"{who}, {specialty_name(request.specialty).lower()}, RPPS {request.rpps}"),
        ("Motif", motive_words(request.motives)),
        ("Question reçue", _moment(request.received_at, request)),
        ("Réponse donnée", _moment(given.at, request)),
        ("Comment", "par téléphone" if given.by_phone else "par écrit"),
    ]


def _moment(moment: datetime, request: HelpRequest) -> str:
    """« lundi 16 novembre 2026 à 18 h », where the desk is."""
    local = moment.astimezone(CALENDARS[request.calendar].timezone)
    return f"{long_date(local)} à {hour_words(local)}"
