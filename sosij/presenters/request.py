"""The head of a request: its title, its clock and what happens if nothing is done."""

from datetime import datetime

from prescribers.models import Prescriber
from prescribers.presenters.words import addressed_name, specialty_name
from sosij.enums import Channel, State
from sosij.models import HelpRequest
from sosij.presenters.clock import left_words, moment_words, net_words
from sosij.presenters.queue import motive_words
from sosij.rules.clock import Pause, promised


CHANNEL_WORDS = {
    Channel.PORTAL: "par son portail",
    Channel.PHONE: "par téléphone",
    Channel.MAIL: "par courriel",
    Channel.FILE: "par un fichier",
}


def request_title(request: HelpRequest) -> str:
    return motive_words(request.motives[:1]) or "Demande à qualifier"


def request_sub(request: HelpRequest, doctor: Prescriber | None) -> str:
    """« Demande 2026-00431 du Dr Samuel Nakache, chirurgie. Reçue le mar. 10/11… »."""
    who = addressed_name(doctor) if doctor else f"médecin RPPS {request.rpps}"
    received = moment_words(request.received_at, request)
    how = CHANNEL_WORDS[Channel(request.channel)]
    return (
        f"Demande {request.reference}, {who}, {specialty_name(request.specialty).lower()}. "
        f"Reçue {received}, {how}"
    )


def clock_sentence(request: HelpRequest, now: datetime, pauses: list[Pause]) -> str:
    """« reste 7 h ; temps net 3 j 2 h, sans suspension »."""
    stops = f"{len(pauses)} suspension{'s' if len(pauses) > 1 else ''}" if pauses else ""
    net = f"temps net {net_words(request, now, pauses)}, {stops or 'sans suspension'}"
    left = left_words(request, now)
    return f"{left}\u202f; {net}" if left else net


def otherwise(request: HelpRequest) -> str:
    """What happens by itself, on time's account."""
    if request.state == State.SUSPENDED:
        return "Le délai ne court pas tant que la demande est suspendue"
    if not request.is_open:
        return ""
    if request.breached_at is not None:
        return "Le dépassement est inscrit à l’historique et sera compté au bilan"
    return "Si rien n’est fait : dépassement inscrit à l’historique et compté au bilan"


def promise_words(request: HelpRequest) -> str:
    """« Délai de réponse : 4 jours ouvrés (règle 2025-01, à vérifier) »."""
    level, hours = promised(request.service_level, request.calendar)
    doubt = "" if level.checked else ", à vérifier"
    return (
        f"Délai de réponse\u202f: {level.words}, calendrier {hours.calendar.words} "
        f"(règle {level.version}{doubt}\u202f: {level.source})"
    )
