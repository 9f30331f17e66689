"""Why a whole list leaves the portal, and in which format."""

from typing import Any

from django import forms

from accounts.forms import PortalForm
from prescribers.enums import ExportFormat, ExportPurpose
from prescribers.services.exports_wanted import paper_refusal
from prescribers.services.reasons import LONGEST_REASON, SHORTEST_REASON


FORMATS = [
    (ExportFormat.XLSX, "Classeur pour tableur (XLSX)"),
    (ExportFormat.CSV, "Texte pour tableur (CSV)"),
    (ExportFormat.PDF, "Document à imprimer (PDF)"),
]


class ExportForm(PortalForm):
    fichier = forms.ChoiceField(
        label="Format",
        choices=FORMATS,
        error_messages={
            "required": "Choisissez un format.",
            "invalid_choice": "Choisissez un format de la liste.",
        },
    )
    purpose = forms.ChoiceField(
        label="Finalité",
        choices=[("", "Choisissez"), *ExportPurpose.choices],
        error_messages={
            "required": "Choisissez à quoi servira le fichier.",
            "invalid_choice": "Choisissez une finalité de la liste.",
        },
    )
    purpose_text = forms.CharField(
        label="En une phrase",
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        help_text="Dix caractères au moins, par exemple « Liste de travail de la commission du "
        "12/11 ». La phrase reste au journal.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Dites en une phrase à quoi servira le fichier.",
            "min_length": "Dites-en plus\u202f: dix caractères au moins.",
            "max_length": "Abrégez\u202f: cinq cents caractères au plus.",
        },
    )

    def __init__(self, *args: Any, asked: str = "", rows: int = 0, **kwargs: Any) -> None:
        """`asked`: the format that the person came for; `rows`: those of the list."""
        super().__init__(*args, **kwargs)
        self.too_long = paper_refusal(rows)
        if self.too_long:
            self.fields["fichier"].help_text = self.too_long
        if asked in ExportFormat.values and not (self.too_long and asked == ExportFormat.PDF):
            self.fields["fichier"].initial = asked

    def clean_fichier(self) -> str:
        wanted = self.cleaned_data["fichier"]
        if wanted == ExportFormat.PDF and self.too_long:
            raise forms.ValidationError(self.too_long)
        return wanted
