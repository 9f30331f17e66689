"""An interview to propose: what, why, how, and its date when it is known already."""

from collections.abc import Iterable
from typing import Any

from django import forms

from interviews.enums import Kind, Motive
from interviews.forms.acts import ActForm, channel_field, length_field, place_field
from interviews.forms.moments import LocalMoment


class ProposeForm(ActForm):
    """`kinds`: those that the lead chosen may lead."""

    ident = "proposer"

    type = forms.TypedChoiceField(
        label="Type d’entretien",
        coerce=Kind,
        error_messages={
            "required": "Choisissez un type d’entretien.",
            "invalid_choice": "Cette personne ne tient pas ce type d’entretien.",
        },
    )
    motif = forms.TypedChoiceField(
        label="Motif",
        choices=[("", "Choisir"), *Motive.choices],
        coerce=Motive,
        error_messages={"required": "Dites pourquoi cet entretien est proposé."},
    )
    objet = forms.CharField(
        label="Objet",
        max_length=200,
        required=False,
        help_text="En mots administratifs\u202f: rien de médical, aucun patient.",
    )
    canal = channel_field()
    lieu = place_field()
    minutes = length_field()
    debut = LocalMoment(
        label="Jour et heure",
        required=False,
        help_text="Vide\u202f: l’entretien reste à planifier.",
    )

    def __init__(self, *args: Any, kinds: Iterable[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(kind.value, str(kind.label)) for kind in kinds]
        self.fields["type"].choices = offered  # type: ignore[attr-defined]
