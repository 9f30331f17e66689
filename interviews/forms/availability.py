"""Invitations, slots, declared hours: what a person types about dates."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from accounts.forms import PortalForm, day_field
from accounts.models import User
from core.charts.numbers import WEEKDAYS
from interviews.enums import HoursSource, InvitationChannel
from interviews.forms.acts import ActForm, reason_field


LONGEST_HOURS = 48


class InviteForm(ActForm):
    """By mail: the address is kept with the invitation and nowhere else."""

    ident = "inviter"

    adresse = forms.EmailField(
        label="Adresse électronique du médecin",
        help_text="Elle est gardée avec l’invitation, pour annoncer un changement de date.",
        error_messages={
            "required": "Écrivez l’adresse électronique du médecin.",
            "invalid": "Écrivez une adresse électronique entière, comme cabinet@exemple.fr.",
        },
    )


class SentForm(forms.Form):
    """Which way it leaves: the button says it."""

    canal = forms.TypedChoiceField(choices=InvitationChannel.choices, coerce=InvitationChannel)


class SlotForm(ActForm):
    """A slot of the page; a reason when a date had been agreed."""

    ident = "creneau"

    debut = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": "Choisissez un créneau."}
    )
    motif = reason_field("Pourquoi la date change")

    def __init__(self, *args: Any, moves: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not moves:
            del self.fields["motif"]

    def clean_debut(self) -> datetime:
        try:
            found = datetime.fromisoformat(self.cleaned_data["debut"])
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            raise forms.ValidationError("Choisissez un créneau de la page.")
        return found


def time_field(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": "Choisissez une heure.",
            "invalid": "Écrivez l’heure ainsi : 14:30.",
        },
    )


class HoursForm(PortalForm):
    jour = forms.TypedChoiceField(
        label="Jour",
        coerce=int,
        choices=[(number, name.capitalize()) for number, name in enumerate(WEEKDAYS)],
    )
    debut = time_field("De")
    fin = time_field("À")
    depuis = day_field("À partir du")
    source = forms.TypedChoiceField(
        label="Qui l’a dit", choices=HoursSource.choices, coerce=HoursSource
    )


class CapacityForm(PortalForm):
    """`people`: oneself, and for a head of service the people who lead interviews there."""

    personne = forms.TypedChoiceField(label="Personne", coerce=int)
    caisse = forms.ChoiceField(label="Caisse")
    heures = forms.DecimalField(
        label="Heures par semaine",
        min_value=0,
        max_value=LONGEST_HOURS,
        decimal_places=2,
        help_text="Le temps des entretiens eux-mêmes, sans la route ni la préparation.",
        error_messages={
            "required": "Écrivez un nombre d’heures.",
            "invalid": "Écrivez un nombre d’heures, comme 7,5.",
            "min_value": "Écrivez zéro ou plus.",
            "max_value": f"Écrivez {LONGEST_HOURS} heures au plus.",
        },
    )
    depuis = day_field("À partir du")

    def __init__(
        self,
        *args: Any,
        people: Iterable[User],
        caisses: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        people, caisses = list(people), list(caisses)
        self.fields["personne"].choices = [  # type: ignore[attr-defined]
            (user.pk, user.full_name) for user in people
        ]
        self.fields["caisse"].choices = caisses  # type: ignore[attr-defined]

    @property
    def minutes(self) -> int:
        return round(self.cleaned_data["heures"] * 60)
