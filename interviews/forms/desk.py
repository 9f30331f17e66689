"""At the desk: a note, the conclusion, an offer and what becomes of it, where to send the rest."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.forms import PortalForm
from interviews.enums import OfferState, Proposal


class NoteForm(PortalForm):
    note = forms.CharField(
        label="Note médicale",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Ajoutée aux précédentes, lue du service médical seul. Les situations se nomment "
        "par leur lettre.",
        error_messages={"required": "Écrivez la note."},
    )


class ConclusionForm(PortalForm):
    conclusion = forms.CharField(
        label="Conclusion administrative",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Lue de tout le service\u202f: aucun contenu médical, aucun patient, aucune "
        "situation. Mille signes au plus.",
        error_messages={"max_length": "Abrégez\u202f: mille signes au plus."},
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class OfferForm(PortalForm):
    """What was offered for one case of the sheet."""

    situation = forms.ChoiceField(
        label="Situation", error_messages={"required": "Choisissez une situation."}
    )
    proposition = forms.TypedChoiceField(
        label="Ce qui a été proposé", choices=Proposal.choices, coerce=Proposal
    )

    def __init__(self, *args: Any, letters: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["situation"].choices = list(letters)  # type: ignore[attr-defined]


class OfferMoveForm(PortalForm):
    etat = forms.TypedChoiceField(label="Suite", choices=OfferState.choices, coerce=OfferState)
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=500,
        help_text="Sans nom de patient, lue du service médical seul.",
    )


class AddressForm(PortalForm):
    adresse = forms.EmailField(
        label="Adresse électronique du médecin",
        error_messages={
            "required": "Écrivez l’adresse que le médecin vous a donnée.",
            "invalid": "Écrivez une adresse complète, par exemple cabinet@exemple.fr.",
        },
    )


class DropForm(PortalForm):
    motif = forms.CharField(
        label="Pourquoi l’abandonner",
        max_length=500,
        help_text="Dix caractères au moins, sans information médicale ni nom de patient.",
        error_messages={"required": "Dites pourquoi, en dix caractères au moins."},
    )
