"""Forms of the campaigns of visits."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.forms import PortalForm, day_field, reason_field
from interviews.enums import Channel, Coverage, Priority, QuotaBy, Theme
from interviews.forms.contacts import NumbersField
from interviews.models import Document
from interviews.selectors.interviews import Colleague


class CampaignForm(PortalForm):
    titre = forms.CharField(
        label="Titre", max_length=150, error_messages={"required": "Donnez un titre."}
    )
    theme = forms.TypedChoiceField(label="Thème", choices=Theme.choices, coerce=Theme)
    caisse = forms.ChoiceField(label="Caisse")
    du = day_field("Du")
    au = day_field("Au")
    quota = forms.IntegerField(
        label="Quota de visites",
        min_value=1,
        max_value=9999,
        error_messages={"required": "Dites combien de visites."},
    )
    quota_par = forms.TypedChoiceField(
        label="Ce quota vaut", choices=QuotaBy.choices, coerce=QuotaBy
    )
    documents = forms.ModelMultipleChoiceField(
        label="Documents à remettre",
        queryset=Document.objects.order_by("title"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, caisses: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["caisse"].choices = caisses  # type: ignore[attr-defined]
        self.fields["documents"].widget.attrs["class"] = "form-check-input"


class AmendCampaignForm(CampaignForm):
    """The caisse and the theme stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, caisses=(), **kwargs)
        del self.fields["caisse"], self.fields["theme"]


def _named(people: Sequence[Colleague]) -> list[tuple[int, str]]:
    return [(user.pk, user.full_name) for user in people]


class TargetsForm(PortalForm):
    """Doctors to add: pasted numbers, or the address of the list with its filters."""

    numeros = NumbersField(
        label="Numéros RPPS", required=False, help_text="Un par ligne, ou séparés par des virgules."
    )
    liste = forms.CharField(
        label="Ou l’adresse d’une liste de prescripteurs",
        required=False,
        max_length=2000,
        help_text="Filtrez la page Prescripteurs, copiez son adresse et collez-la ici. Ceux de "
        "cette caisse sont ajoutés.",
    )
    dam = forms.TypedMultipleChoiceField(
        label="Visités par",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez qui visitera ces médecins."},
    )
    priorite = forms.TypedChoiceField(
        label="Priorité",
        choices=Priority.choices,
        coerce=lambda value: Priority(int(value)),
        initial=Priority.USUAL,
    )
    raison = forms.CharField(
        label="Raison",
        required=False,
        max_length=200,
        help_text="Administrative, lue par le délégué.",
    )

    def __init__(self, *args: Any, people: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dam"].choices = _named(people)  # type: ignore[attr-defined]
        self.fields["dam"].widget.attrs["class"] = "form-check-input"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("numeros") and not said.get("liste") and not self.errors:
            self.add_error("numeros", "Collez des numéros, ou l’adresse d’une liste.")
        return said


class TargetFilter(PortalForm):
    q = forms.CharField(label="Chercher un médecin à ajouter", required=False, max_length=80)
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), *Coverage.choices]
    )
    dam = forms.IntegerField(required=False, widget=forms.HiddenInput)


class RemoveForm(PortalForm):
    motif = reason_field("Pourquoi le retirer")


class CloseForm(PortalForm):
    phrase = forms.CharField(
        label="Ce qu’il en est sorti",
        max_length=500,
        help_text="Une phrase, dix caractères au moins. Elle reste avec la campagne.",
        error_messages={"required": "Écrivez une phrase."},
    )


class ProposeForm(PortalForm):
    canal = forms.TypedChoiceField(label="Par quel canal", choices=Channel.choices, coerce=Channel)


class EntrustForm(PortalForm):
    dam = forms.TypedChoiceField(
        label="Confier à",
        coerce=int,
        error_messages={"required": "Choisissez une personne."},
    )

    def __init__(self, *args: Any, people: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dam"].choices = _named(people)  # type: ignore[attr-defined]


class RateForm(PortalForm):
    note = forms.TypedChoiceField(
        label="Ce que le médecin dit de la visite",
        choices=[
            (5, "5, très utile"),
            (4, "4, utile"),
            (3, "3, moyenne"),
            (2, "2, peu utile"),
            (1, "1, inutile"),
        ],
        coerce=int,
        help_text="Posez la question à la fin de la visite\u202f; répondre est facultatif.",
    )
