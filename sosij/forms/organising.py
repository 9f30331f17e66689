"""What is set: openings, seats, rows of the routing table; and the question of the simulator."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms

from accounts.forms import PortalForm, day_field
from accounts.models import User
from core.charts.numbers import date_fr
from prescribers.presenters.words import SPECIALTIES
from sosij.enums import Desk, Level, Motive, Regime
from sosij.rules.carsats import CARSATS
from sosij.rules.routing import FIRST_DAY


Choices = Sequence[tuple[str, str]]


def _source() -> forms.CharField:
    return forms.CharField(
        label="Décision",
        max_length=300,
        help_text="Où elle est écrite et de quand, dix caractères au moins.",
        error_messages={"required": "Dites quelle décision, par exemple « Note du 12/11/2026 »."},
    )


class OpeningForm(PortalForm):
    departement = forms.CharField(
        label="Département",
        max_length=3,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Son code\u202f: 06, 2A ou 974.",
        error_messages={
            "required": "Écrivez le code du département.",
            "max_length": "Écrivez le code du département\u202f: 06, 2A ou 974.",
        },
    )
    specialite = forms.ChoiceField(
        label="Spécialité",
        choices=[("", "Choisissez"), *SPECIALTIES.items()],
        error_messages={"required": "Choisissez une spécialité."},
    )
    depuis = day_field("Ouvert à partir du")
    source = _source()

    def clean_departement(self) -> str:
        return str(self.cleaned_data["departement"]).strip().upper()


class CloseForm(PortalForm):
    jusqua = day_field("Premier jour sans")

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jusqua"].label = label or self.fields["jusqua"].label


class CancelForm(PortalForm):
    """Nothing to type: the page itself asks whether."""


class CapacityForm(PortalForm):
    capacite = forms.IntegerField(
        label="Demandes tenues à la fois",
        min_value=0,
        max_value=200,
        error_messages={
            "required": "Écrivez une capacité.",
            "invalid": "Écrivez un nombre entier.",
            "min_value": "Écrivez une capacité de 0 à 200.",
            "max_value": "Écrivez une capacité de 0 à 200.",
        },
    )
    responsable = forms.TypedChoiceField(
        label="Responsable du guichet",
        choices=[("non", "Non"), ("oui", "Oui")],
        coerce=lambda said: said == "oui",
    )


class SeatForm(CapacityForm):
    caisse = forms.ChoiceField(
        label="Caisse", error_messages={"required": "Choisissez une caisse."}
    )
    guichet = forms.TypedChoiceField(label="Guichet", choices=Desk.choices, coerce=Desk)
    personne = forms.EmailField(
        label="Adresse électronique de la personne",
        error_messages={
            "required": "Écrivez l’adresse de la personne.",
            "invalid": "Écrivez une adresse complète, par exemple prenom.nom@exemple.fr.",
        },
    )
    depuis = day_field("À partir du")
    jusqua = day_field("Premier jour sans place", required=False)
    field_order = (
        "caisse", "guichet", "personne", "capacite", "responsable", "depuis", "jusqua",
    )  # fmt: skip

    def __init__(self, *args: Any, caisses: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["caisse"]).choices = caisses

    def clean_personne(self) -> User:
        email: str = self.cleaned_data["personne"].lower()
        found = User.objects.filter(email=email, is_active=True).first()
        if found is None:
            raise forms.ValidationError("Aucun compte actif n’a cette adresse.")
        return found


class RouteForm(PortalForm):
    """`lieux` are those that this person may set: his caisses, or the Carsat and the nation."""

    motif = forms.TypedChoiceField(
        label="Motif",
        choices=[("", "Tout motif"), *Motive.choices],
        coerce=Motive,
        empty_value=None,
        required=False,
    )
    lieu = forms.ChoiceField(label="Caisse ou Carsat", required=False)
    regime = forms.TypedChoiceField(
        label="Régime",
        choices=[("", "Tout régime"), *(pair for pair in Regime.choices if pair[0])],
        coerce=Regime,
        empty_value=Regime.UNKNOWN,
        required=False,
    )
    guichet = forms.TypedChoiceField(label="Destinataire", choices=Desk.choices, coerce=Desk)
    niveau = forms.TypedChoiceField(
        label="Niveau", choices=Level.choices, coerce=lambda value: Level(int(value))
    )
    depuis = day_field("À partir du")
    source = _source()

    def __init__(self, *args: Any, lieux: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["lieu"]).choices = lieux


class SimulatorForm(PortalForm):
    motif = forms.TypedChoiceField(label="Motif", choices=Motive.choices, coerce=Motive)
    caisse = forms.ChoiceField(label="Caisse")
    regime = forms.TypedChoiceField(
        label="Régime",
        choices=Regime.choices,
        coerce=Regime,
        empty_value=Regime.UNKNOWN,
        required=False,
    )
    jour = day_field("Le")

    def clean_jour(self) -> date:
        day: date = self.cleaned_data["jour"]
        if day < FIRST_DAY:
            raise forms.ValidationError(
                f"La table commence le {date_fr(FIRST_DAY)}\u202f: choisissez ce jour ou plus tard."
            )
        return day

    def __init__(self, *args: Any, caisses: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_simuler_%s", **kwargs})
        cast("forms.ChoiceField", self.fields["caisse"]).choices = caisses


def places(caisses: Choices, *, national: bool) -> list[tuple[str, str]]:
    """« caisse:061 », « carsat:13 »; empty for the whole country, where a régime is then needed."""
    own = [(f"caisse:{code}", label) for code, label in caisses]
    if not national:
        return own
    return [*own, ("", "Toute la France"), *((f"carsat:{one.code}", one.label) for one in CARSATS)]


def place_of(said: str) -> dict[str, str]:
    """The column that a choice of `places` fills."""
    kind, _, code = said.partition(":")
    return {kind: code} if code else {}
