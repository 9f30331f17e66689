"""What a portal is told of a request: never who holds it, at which desk, nor why it moved."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from rest_framework import serializers

from core.workdays import CALENDARS
from sosij.enums import ClientState, FileState, Outcome, State
from sosij.models import HelpRequest, OutcomeAsk, RequestFile
from sosij.rules.clock import level_versioned
from sosij.rules.outcomes import FOLLOW_UP
from sosij.selectors.answers import Answer


CLIENT_STATES = {
    State.RECEIVED: ClientState.RECEIVED,
    State.WAITING: ClientState.IN_PROGRESS,
    State.HELD: ClientState.IN_PROGRESS,
    State.SECOND_READING: ClientState.IN_PROGRESS,
    State.SUSPENDED: ClientState.ON_HOLD,
    State.ANSWERED: ClientState.ANSWERED,
    State.DROPPED: ClientState.CLOSED,
}


class StatusSerializer(serializers.Serializer):
    """Où en est une demande."""

    reference = serializers.CharField(help_text="Référence à citer : année et numéro.")
    recue_le = serializers.DateTimeField(help_text="Instant de la réception.")
    etat = serializers.ChoiceField(choices=ClientState.choices, help_text="État de la demande.")
    suspendue = serializers.BooleanField(help_text="Le délai est arrêté : un tiers est attendu.")
    echeance = serializers.DateTimeField(
        allow_null=True, help_text="Échéance ; nulle si le délai est suspendu ou la demande close."
    )
    repondue_le = serializers.DateTimeField(allow_null=True, help_text="Instant de la réponse.")


class AcknowledgementSerializer(StatusSerializer):
    """L’accusé de réception d’une demande."""

    promesse = serializers.CharField(help_text="La phrase à montrer au médecin.")


class AnswerSerializer(serializers.Serializer):
    """La réponse faite au médecin."""

    texte = serializers.CharField(help_text="Texte de la réponse, ou résumé de l’appel.")
    par_telephone = serializers.BooleanField(help_text="La réponse a été donnée de vive voix.")


class OutcomeSerializer(serializers.Serializer):
    """Ce que la situation est devenue, demandé à 30 et 90 jours."""

    horizon = serializers.ChoiceField(
        choices=FOLLOW_UP.horizons, help_text="Jours après la réponse."
    )
    prevue_le = serializers.DateField(help_text="Jour de la question.")
    demandee = serializers.BooleanField(help_text="La question est posée : une issue est attendue.")
    rappelee = serializers.BooleanField(help_text="Le seul rappel est parti.")
    issue = serializers.ChoiceField(
        choices=["", *Outcome.choices], help_text="Vide tant que rien n’est dit."
    )


class FileToldSerializer(serializers.Serializer):
    """Une pièce jointe, et ce que l’antivirus en a dit."""

    nom = serializers.CharField(help_text="Nom donné à l’envoi.")
    recue_le = serializers.DateTimeField(help_text="Instant de la réception.")
    etat = serializers.ChoiceField(
        choices=FileState.choices,
        help_text="Une pièce refusée est effacée : envoyez-en une autre par un complément.",
    )


class DetailSerializer(StatusSerializer):
    """Une demande, ses pièces, sa réponse et les issues demandées."""

    pieces = FileToldSerializer(many=True, help_text="Les pièces jointes, compléments compris.")
    reponse = AnswerSerializer(allow_null=True, help_text="Nulle tant que rien n’est répondu.")
    issues = OutcomeSerializer(many=True, help_text="Vide tant que rien n’est répondu.")


class PageSerializer(serializers.Serializer):
    """Une page des demandes du client, dans l’ordre de réception."""

    demandes = StatusSerializer(many=True, help_text="Cinquante demandes au plus.")
    suite = serializers.CharField(
        allow_null=True, help_text="Référence à donner dans `apres` ; nulle à la dernière page."
    )


class ErrorSerializer(serializers.Serializer):
    """Un refus : un code pour le programme, une phrase pour la personne."""

    code = serializers.CharField(help_text="Code stable, en majuscules.")
    message = serializers.CharField(help_text="Phrase en français, à montrer telle quelle.")
    champs = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Les refus champ par champ ; vide si le refus ne vise aucun champ.",
    )


def status_of(request: HelpRequest) -> dict[str, Any]:
    return {
        "reference": request.reference,
        "recue_le": request.received_at,
        "etat": CLIENT_STATES[State(request.state)],
        "suspendue": request.state == State.SUSPENDED,
        "echeance": request.due_at,
        "repondue_le": request.answered_at,
    }


def acknowledgement_of(request: HelpRequest) -> dict[str, Any]:
    return {**status_of(request), "promesse": promise(request)}


def detail_of(
    request: HelpRequest,
    files: Iterable[RequestFile],
    answer: Answer | None,
    asks: Iterable[OutcomeAsk],
) -> dict[str, Any]:
    return {
        **status_of(request),
        "pieces": [file_of(file) for file in files],
        "reponse": answer and {"texte": answer.text, "par_telephone": answer.by_phone},
        "issues": [outcome_of(ask) for ask in asks],
    }


def file_of(file: RequestFile) -> dict[str, Any]:
    return {"nom": file.name, "recue_le": file.received_at, "etat": file.state}


def outcome_of(ask: OutcomeAsk) -> dict[str, Any]:
    return {
        "horizon": ask.horizon,
        "prevue_le": ask.due_on,
        "demandee": ask.asked_at is not None,
        "rappelee": ask.reminded_at is not None,
        "issue": ask.outcome,
    }


def promise(request: HelpRequest) -> str:
    """« Réponse sous 4 jours ouvrés, au plus tard le … », at the hour of the desk."""
    words = level_versioned(request.service_level).words
    if request.due_at is None:
        return f"Réponse sous {words} ; le délai est suspendu ou la demande close."
    due = request.due_at.astimezone(CALENDARS[request.calendar].timezone)
    told = date_format(due, r"l j F Y à H\hi")
    return f"Réponse sous {words}, au plus tard le {told}."
