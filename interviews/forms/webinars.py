"""Forms of the webinars."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.forms import PortalForm
from interviews.enums import GuestState, Theme
from interviews.forms.contacts import NumbersField
from interviews.models import Document


class WebinarForm(PortalForm):
    titre = forms.CharField(
        label="Titre", max_length=150, error_messages={"required": "Donnez un titre."}
    )
    theme = forms.TypedChoiceField(label="Thème", choices=Theme.choices, coerce=Theme)
    caisse = forms.ChoiceField(label="Caisse")
    le = forms.DateTimeField(
        label="Le",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Heure de la caisse.",
        error_messages={
            "required": "Dites quand il a lieu.",
            "invalid": "Écrivez la date et l’heure ainsi : 09/11/2026 12:30.",
        },
    )
    documents = forms.ModelMultipleChoiceField(
        label="Documents du catalogue",
        queryset=Document.objects.order_by("title"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, caisses: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["caisse"].choices = caisses  # type: ignore[attr-defined]
        self.fields["documents"].widget.attrs["class"] = "form-check-input"


class GuestsForm(PortalForm):
    numeros = NumbersField(
        label="Numéros RPPS",
        help_text="Un par ligne, ou séparés par des virgules.",
        error_messages={"required": "Collez au moins un numéro RPPS."},
    )
    etat = forms.TypedChoiceField(
        label="Ils sont",
        choices=[(GuestState.INVITED, "Invités"), (GuestState.REGISTERED, "Inscrits")],
        coerce=GuestState,
    )
