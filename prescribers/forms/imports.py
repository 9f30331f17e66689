"""The forms of the imports: the filters of the list, a deposit, a decision."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms

from accounts.forms import PortalForm
from core.charts.numbers import MEBIBYTE, month_name, size_words
from prescribers.enums import SourceKind
from prescribers.presenters.imports import kind_name
from prescribers.services.reasons import LONGEST_REASON, SHORTEST_REASON


KINDS = [(kind.value, kind_name(kind)) for kind in SourceKind]
STATES = [
    ("importe", "Importé"),
    ("retenu", "Retenu"),
    ("refuse", "Refusé"),
    ("en-cours", "En cours ou en attente"),
    ("deja-importe", "Déjà importé"),
]
IMPORT, SET_ASIDE = "importer", "ecarter"
TOO_LARGE = (
    "Le fichier dépasse {size}\u202f: découpez-le, ou faites-le importer par la commande "
    "import_source."
)
NO_ROOM = (
    "Le fichier n’a pas pu être enregistré\u202f: le dossier d’imports est plein ou fermé. "
    "Prévenez l’exploitation, puis déposez-le à nouveau."
)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def month_or_none(text: str) -> date | None:
    """« 2026-08 » as its first day; anything else is no month."""
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found and int(found[1]) else None


class ImportFilter(PortalForm):
    """An unknown value is ignored, never an error."""

    nature = forms.ChoiceField(label="Nature", required=False, choices=[("", "Toutes"), *KINDS])
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *STATES])
    mois = forms.ChoiceField(label="Mois", required=False)

    def __init__(self, *args: Any, months: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(f"{month:%Y-%m}", month_name(month)) for month in months]
        cast("forms.ChoiceField", self.fields["mois"]).choices = [("", "Tous"), *named]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DepositForm(PortalForm):
    """A file to import; what is wrong with it is said beside it, before any work."""

    kind = forms.ChoiceField(
        label="Nature du fichier",
        choices=[("", "Choisissez"), *KINDS],
        error_messages={
            "required": "Choisissez la nature du fichier, par exemple « Arrêts ».",
            "invalid_choice": "Choisissez une nature de la liste.",
        },
    )
    file = forms.FileField(
        label="Fichier",
        error_messages={
            "required": "Choisissez un fichier CSV ou Parquet sur votre poste.",
            "empty": "Le fichier est vide\u202f: zéro octet. Choisissez-en un autre.",
        },
    )
    month = forms.CharField(
        label="Mois",
        required=False,
        help_text="Pour les arrêts, l’activité et les patientèles, si le nom du fichier ne dit "
        "pas le mois (AAAA-MM).",
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-08"}),
    )
    manifest = forms.FileField(
        label="Manifeste",
        required=False,
        help_text="manifest.json\u202f: le portail compare l’empreinte, le mois et le nombre de "
        "lignes annoncés, et garde l’origine, la licence et le millésime.",
        error_messages={"empty": "Le manifeste est vide\u202f: choisissez-en un autre, ou aucun."},
    )

    def __init__(
        self,
        *args: Any,
        largest: int,
        too_large: Iterable[str] = (),
        no_room: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = f"CSV ou Parquet, {size_words(largest)} au plus."
        for name, most in (("file", largest), ("manifest", MEBIBYTE)):
            if name in too_large:
                self._say_not_kept(name, TOO_LARGE.format(size=size_words(most)))
            elif name in no_room:
                self._say_not_kept(name, NO_ROOM)

    def _say_not_kept(self, name: str, why: str) -> None:
        """A file that was not kept does not arrive: its absence is said by its true reason."""
        field = cast("forms.FileField", self.fields[name])
        field.required = True
        field.error_messages["required"] = why

    def clean_month(self) -> date | None:
        written: str = self.cleaned_data["month"].strip()
        month = month_or_none(written)
        if written and month is None:
            raise forms.ValidationError("Écrivez le mois ainsi\u202f: 2026-08 pour août 2026.")
        return month


class DecisionForm(PortalForm):
    """What becomes of a held batch, and why; the reason stays on the batch and in the journal."""

    issue = forms.ChoiceField(
        label="Décision",
        choices=[(IMPORT, "Importer malgré le contrôle"), (SET_ASIDE, "Écarter le lot")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez ce que devient le lot.",
            "invalid_choice": "Choisissez ce que devient le lot.",
        },
    )
    reason = forms.CharField(
        label="Motif",
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        help_text="Dix caractères au moins\u202f: qui a été interrogé, ce qui explique l’écart. "
        "Le motif reste sur le lot et au journal.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Écrivez pourquoi, par exemple « Fermeture de la caisse confirmée par "
            "téléphone le 12/11 ».",
            "min_length": "Dites-en plus\u202f: dix caractères au moins.",
            "max_length": "Abrégez le motif\u202f: cinq cents caractères au plus.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issue"].widget.attrs["class"] = "form-check-input"

    def clean_reason(self) -> str:
        reason = " ".join(self.cleaned_data["reason"].split())
        if len(reason) < SHORTEST_REASON:
            raise forms.ValidationError("Dites-en plus\u202f: dix caractères au moins.")
        return reason
