"""A request typed in by the staff: received by phone or by mail, now or earlier."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.forms import PortalForm
from sosij.enums import Channel, Regime
from sosij.services.files import LARGEST_FILE, MOST_FILES, Incoming


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; one too large is refused by its size, before a byte of it is read."""

    widget = FilesInput(attrs={"accept": "application/pdf,image/jpeg,image/png"})

    def clean(self, data: Any, initial: Any = None) -> list[Incoming]:
        clean_one = super().clean
        sent: list[UploadedFile] = [clean_one(one, initial) for one in data or ()]
        if len(sent) > MOST_FILES:
            raise forms.ValidationError(
                f"{MOST_FILES} pièces au plus\u202f: choisissez-les de nouveau."
            )
        if any((file.size or 0) > LARGEST_FILE for file in sent):
            raise forms.ValidationError("5 Mo au plus par pièce\u202f: choisissez-les de nouveau.")
        return [Incoming(file.name or "", file.read()) for file in sent]


class EntryForm(PortalForm):
    rpps = forms.RegexField(
        label="Numéro RPPS du médecin",
        regex=r"^\s*(?:[0-9]\s*){11}$",
        error_messages={
            "required": "Écrivez le numéro RPPS.",
            "invalid": "Un numéro RPPS a onze chiffres.",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    canal = forms.TypedChoiceField(
        label="Reçue par",
        choices=[(Channel.PHONE, Channel.PHONE.label), (Channel.MAIL, Channel.MAIL.label)],
        coerce=Channel,
    )
    recue_le = forms.DateTimeField(
        label="Reçue le",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": "Dites quand la demande est arrivée\u202f: le délai court de là.",
            "invalid": "Écrivez la date et l’heure ainsi : 09/11/2026 11:20.",
        },
    )
    regime = forms.TypedChoiceField(
        label="Régime de la personne assurée",
        choices=Regime.choices,
        coerce=Regime,
        required=False,
        empty_value=Regime.UNKNOWN,
    )
    question = forms.CharField(
        label="Question du médecin",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="La situation, sans nom ni numéro de sécurité sociale.",
        error_messages={"required": "Écrivez la question du médecin."},
    )

    pieces = FilesField(
        label="Pièces jointes",
        required=False,
        help_text="Trois au plus, 5 Mo chacune\u202f: PDF, JPEG ou PNG. Elles s’ouvrent une fois "
        "contrôlées par l’antivirus.",
    )

    def clean_rpps(self) -> Any:
        """« 99 00 42 54 886 », as people read it out."""
        return "".join(self.cleaned_data["rpps"].split())
