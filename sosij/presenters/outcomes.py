"""What is asked after the answer, and what was told."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import localdate

from core.charts.numbers import date_fr
from sosij.enums import Outcome
from sosij.models import OutcomeAsk


@dataclass(frozen=True)
class OutcomeLine:
    horizon: int
    due: str
    words: str
    asked: bool


def outcome_lines(asks: Iterable[OutcomeAsk]) -> list[OutcomeLine]:
    """« 30 jours, 17/12/2026 : reprise du travail, dite par le médecin »."""
    return [
        OutcomeLine(ask.horizon, date_fr(ask.due_on), _words(ask), ask.asked_at is not None)
        for ask in asks
    ]


def _words(ask: OutcomeAsk) -> str:
    if ask.outcome and ask.told_at is not None:
        who = ask.by.full_name if ask.by else "le médecin"
        label = Outcome(ask.outcome).label
        return f"{label}, selon {who} le {date_fr(localdate(ask.told_at))}"
    if ask.asked_at is None:
        return "à demander à cette date"
    if ask.reminded_at is not None:
        return "demandée, rappelée une fois, sans réponse"
    return "demandée au médecin, sans réponse"
