"""Forms of the catalogue of documents."""

from datetime import date
from typing import Any

from django import forms

from accounts.forms import PortalForm, day_field
from interviews.enums import DocumentKind, Kind


class CatalogueFilter(PortalForm):
    q = forms.CharField(label="Mots du titre", required=False, max_length=100)
    nature = forms.ChoiceField(
        label="Nature", required=False, choices=[("", "Toutes"), *DocumentKind.choices]
    )


class VersionForm(PortalForm):
    """A version more: the one in force ends the day that this one begins."""

    version = forms.CharField(
        label="Version",
        max_length=40,
        help_text="Par exemple 2025.",
        error_messages={"required": "Nommez la version, par exemple 2025."},
    )
    depuis = day_field("En vigueur depuis")
    lien = forms.URLField(
        label="Lien",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text="Une adresse qui commence par https.",
        error_messages={"invalid": "Écrivez une adresse complète, qui commence par https://."},
    )
    source = forms.CharField(label="Source", required=False, max_length=200)

    def clean_lien(self) -> str:
        link: str = self.cleaned_data["lien"]
        if link and not link.startswith("https://"):
            raise forms.ValidationError("Le lien commence par https://.")
        return link


class DocumentForm(VersionForm):
    titre = forms.CharField(
        label="Titre", max_length=150, error_messages={"required": "Donnez un titre."}
    )
    nature = forms.TypedChoiceField(
        label="Nature", choices=DocumentKind.choices, coerce=DocumentKind
    )
    entretiens = forms.TypedMultipleChoiceField(
        label="Proposé d’abord pour",
        choices=Kind.choices,
        coerce=Kind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["titre", "nature", "version", "depuis", "lien", "source", "entretiens"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entretiens"].widget.attrs["class"] = "form-check-input"


class WithdrawForm(PortalForm):
    jour = day_field("Premier jour sans ce document")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"jour": today}, **kwargs})
