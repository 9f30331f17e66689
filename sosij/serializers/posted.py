"""What a portal sends."""

from collections.abc import Mapping
from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from sosij.enums import Outcome, Regime
from sosij.rules.outcomes import FOLLOW_UP
from sosij.serializers.fields import Base64, Choice, Shape, Text
from sosij.services.complement import Added
from sosij.services.files import LONGEST_NAME, MOST_FILES, Incoming, is_plain_name
from sosij.services.intake import Posted
from sosij.services.receive import LONGEST_QUESTION, Asked


class FileSerializer(Shape):
    """Une pièce jointe : PDF, JPEG ou PNG, reconnue à son contenu."""

    nom = Text(max_length=LONGEST_NAME, help_text="Nom du fichier, sans dossier ni identité.")
    contenu = Base64(help_text="Contenu en base64 ; 5 Mo au plus une fois décodé.")

    def validate_nom(self, name: str) -> str:
        if not is_plain_name(name):
            raise serializers.ValidationError("Un nom de fichier sans dossier est attendu.")
        return name


class FilesField(serializers.ListField):
    default_error_messages = {
        "not_a_list": "Une liste est attendue.",
        "null": "Ce champ ne peut pas être nul.",
        "max_length": f"{MOST_FILES} pièces au plus.",
    }
    child = FileSerializer()


class RequestSerializer(Shape):
    """Une demande d’aide d’un médecin."""

    rpps = Text(
        validators=[RegexValidator(r"^[0-9]{11}\Z", "Le numéro RPPS compte onze chiffres.")],
        help_text="Numéro RPPS du médecin qui demande : onze chiffres.",
    )
    question = Text(
        max_length=LONGEST_QUESTION,
        help_text="La situation et la question, sans identité ni numéro de sécurité sociale.",
    )
    regime = Choice(
        choices=Regime.choices,
        default=Regime.UNKNOWN.value,
        help_text="Régime de la personne assurée : RG, MSA, ou vide s’il n’est pas connu.",
    )
    pieces = FilesField(
        required=False, max_length=MOST_FILES, help_text="Trois pièces au plus, 12 Mo en tout."
    )

    def posted(self, key: str) -> Posted:
        data = self.validated_data
        return Posted(
            key=key,
            asked=Asked(data["rpps"], data["question"], Regime(data["regime"])),
            files=_incoming(data),
        )


class MessageSerializer(Shape):
    """Ce que le médecin ajoute à sa demande."""

    texte = Text(max_length=LONGEST_QUESTION, help_text="Le complément, sans identité.")
    pieces = FilesField(
        required=False,
        max_length=MOST_FILES,
        help_text="Trois pièces au plus, 12 Mo en tout ; neuf pièces au plus par demande.",
    )

    def added(self) -> Added:
        return Added(self.validated_data["texte"], _incoming(self.validated_data))


class OutcomeTold(Shape):
    """Ce que la situation est devenue, selon le médecin."""

    horizon = serializers.ChoiceField(
        choices=FOLLOW_UP.horizons,
        help_text="Jours après la réponse : celui de la question.",
        error_messages={
            "required": "Ce champ est obligatoire.",
            "null": "Ce champ ne peut pas être nul.",
            "invalid_choice": "Horizon inconnu : 30 ou 90.",
        },
    )
    issue = Choice(choices=Outcome.choices, help_text="L’issue, dans la liste.")


def _incoming(data: Mapping[str, Any]) -> list[Incoming]:
    return [Incoming(piece["nom"], piece["contenu"]) for piece in data.get("pieces", ())]
