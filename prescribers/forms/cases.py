"""Why a case is opened: a reason of the list, and the words that go to the journal with it."""

from typing import Any

from django import forms

from accounts.forms import PortalForm
from prescribers.services.reasons import LONGEST_REASON, SHORTEST_REASON


OTHER = "autre"
REASONS = [
    ("entretien", "Préparer un entretien confraternel"),
    ("observations", "Répondre à des observations du médecin"),
    ("avis", "Rendre un avis du service médical"),
    (OTHER, "Autre, à préciser"),
]
LONGEST_WORDS = LONGEST_REASON - 100


class CaseReasonForm(PortalForm):
    """No reason, no opening; « autre » must be said in words."""

    motif = forms.ChoiceField(
        label="Pourquoi consultez-vous cette situation\u202f?",
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez pourquoi vous ouvrez cette situation.",
            "invalid_choice": "Choisissez une raison de la liste.",
        },
    )
    precision = forms.CharField(
        label="Précision",
        required=False,
        max_length=LONGEST_WORDS,
        help_text="Sans information médicale ni nom de patient\u202f: l’audit interne la lira.",
        error_messages={
            "max_length": "Abrégez la précision\u202f: quatre cents caractères au plus."
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motif"].widget.attrs["class"] = "form-check-input"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        words = " ".join(said.get("precision", "").split())
        if said.get("motif") == OTHER and len(words) < SHORTEST_REASON:
            self.add_error("precision", "Dites laquelle, en dix caractères au moins.")
        return {**said, "precision": words}

    @property
    def reason(self) -> str:
        """« Préparer un entretien confraternel : rendez-vous du 24 novembre »."""
        label = dict(REASONS)[self.cleaned_data["motif"]]
        words = self.cleaned_data["precision"]
        return f"{label} : {words}" if words else label
