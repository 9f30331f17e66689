"""What the list accepts in its address; an unknown value is ignored, never an error."""

from collections.abc import Mapping
from typing import cast

from django import forms

from prescribers.enums import PracticeMode
from prescribers.presenters.words import (
    LEVEL_CHOICES,
    SIGNAL_CHOICES,
    STABILITY_CHOICES,
    caisse_name,
    specialty_name,
)
from prescribers.selectors import ListChoices


SELECT = {"class": "form-select form-select-sm"}
MASCULINE = frozenset({"Signal", "Exercice"})
Choices = list[tuple[str, str]]


def _choice(label: str, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", "Tous" if label in MASCULINE else "Toutes"), *choices],
        widget=forms.Select(attrs=SELECT),
    )


class ListForm(forms.Form):
    q = forms.CharField(
        label="Nom, RPPS ou commune",
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={"class": "form-control form-control-sm", "autocomplete": "off"}
        ),
    )

    def __init__(
        self, data: Mapping[str, str], choices: ListChoices, caisses: Mapping[str, str]
    ) -> None:
        super().__init__(data, auto_id="filtre-%s")
        specialties = sorted(
            ((code, specialty_name(code)) for code in choices.specialties), key=lambda c: c[1]
        )
        self.fields["specialite"] = _choice("Spécialité", specialties)
        if len(choices.caisses) > 1:
            names = [(code, caisse_name(code, caisses)) for code in choices.caisses]
            self.fields["caisse"] = _choice("Caisse", names)
        self.fields["signal"] = _choice("Signal", list(SIGNAL_CHOICES))
        self.fields["stabilite"] = _choice("Stabilité du signal", list(STABILITY_CHOICES))
        self.fields["niveau"] = _choice("Lecture de l’intervalle", list(LEVEL_CHOICES))
        self.fields["mode"] = _choice("Exercice", list(PracticeMode.choices))

    def chosen(self) -> dict[str, str]:
        """Field name to value, in the order of the form, without the empty or unknown ones."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def words(self, name: str, value: str) -> tuple[str, str]:
        """« Spécialité », « Médecine générale »."""
        if name == "q":
            return "Recherche", value
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        choices = cast(Choices, field.choices)
        return str(field.label), dict(choices)[value]
