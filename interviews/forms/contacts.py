"""Forms of the contacts: the list, what is typed, a file, a period."""

import re
from typing import Any

from django import forms

from accounts.forms import PortalForm, day_field, reason_field
from interviews.enums import Direction, Means, Reached
from interviews.rules.exchange import MOST_BYTES


# Attendance alone writes a contact of a webinar.
TYPED_MEANS = [(one.value, one.label) for one in Means if one != Means.WEBINAR]
NUMBER = re.compile(r"[0-9]{11}")


class ContactFilter(PortalForm):
    q = forms.CharField(label="Nom ou RPPS du médecin", required=False, max_length=80)
    qui = forms.ChoiceField(
        label="Saisis par", required=False, choices=[("", "Tout le service"), ("moi", "Moi")]
    )
    moyen = forms.ChoiceField(label="Moyen", required=False, choices=[("", "Tous"), *Means.choices])
    du = day_field("Du", required=False)
    au = day_field("Au", required=False)
    suite = forms.ChoiceField(
        label="Suite", required=False, choices=[("", "Toutes"), ("rappeler", "À rappeler")]
    )


class ContactForm(PortalForm):
    """A contact of a doctor already known, as on his page."""

    moyen = forms.TypedChoiceField(label="Moyen", choices=TYPED_MEANS, coerce=Means)
    sens = forms.TypedChoiceField(label="Sens", choices=Direction.choices, coerce=Direction)
    resultat = forms.TypedChoiceField(label="Résultat", choices=Reached.choices, coerce=Reached)
    le = forms.DateTimeField(
        label="Le",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Heure de la caisse.",
        error_messages={
            "required": "Dites quand le contact a eu lieu.",
            "invalid": "Écrivez la date et l’heure ainsi : 09/11/2026 11:20.",
        },
    )
    resume = forms.CharField(
        label="Résumé",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Administratif\u202f: aucun mot médical, aucun numéro de sécurité sociale.",
    )
    prochain = day_field("Prochain contact", required=False)


class NewContactForm(ContactForm):
    """The same, from the list: the doctor is named by his number."""

    rpps = forms.RegexField(
        label="Numéro RPPS du médecin",
        regex=r"^\s*(?:[0-9]\s*){11}$",
        error_messages={
            "required": "Écrivez le numéro RPPS.",
            "invalid": "Un numéro RPPS a onze chiffres.",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ("rpps",)

    def clean_rpps(self) -> Any:
        """« 99 00 42 54 886 », as people read it out."""
        return "".join(self.cleaned_data["rpps"].split())


class CorrectForm(ContactForm):
    motif = reason_field("Pourquoi corriger")


class PeriodForm(PortalForm):
    du = day_field("Du")
    au = day_field("Au")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        since, until = said.get("du"), said.get("au")
        if since and until and until < since:
            self.add_error("au", "Le dernier jour est avant le premier\u202f: corrigez les dates.")
        return said


class FileForm(PortalForm):
    fichier = forms.FileField(
        label="Fichier CSV",
        help_text="2\u202fMo et 2\u202f000 lignes au plus.",
        error_messages={
            "required": "Choisissez un fichier CSV sur votre poste.",
            "empty": "Le fichier est vide\u202f: zéro octet. Choisissez-en un autre.",
        },
    )

    def clean_fichier(self) -> Any:
        file = self.cleaned_data["fichier"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("Le fichier dépasse 2\u202fMo\u202f: découpez-le.")
        return file


class NumbersField(forms.CharField):
    """RPPS numbers pasted from anywhere: one a line, or between commas."""

    widget = forms.Textarea(attrs={"rows": 4, "inputmode": "numeric"})

    def to_python(self, value: Any) -> Any:
        said = super().to_python(value) or ""
        return list(dict.fromkeys(piece for piece in re.split(r"[\s,;]+", said) if piece))

    def validate(self, value: Any) -> None:
        super().validate(value)
        wrong = [piece for piece in value if not NUMBER.fullmatch(piece)]
        if wrong:
            raise forms.ValidationError(
                f"{len(wrong)} numéros n’ont pas onze chiffres, le premier est le "
                f"{value.index(wrong[0]) + 1}e de la liste\u202f: corrigez-les."
            )
