"""The report on a phone: one column, large choices, twelve fields at most.

The names below are what a draft written without network keeps and sends: they are the contract of
the page and of the device.
"""

from collections.abc import Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms

from accounts.forms import PortalForm, day_field
from interviews.enums import NextStep, Owner, Particularity, Proposal, Reminder
from interviews.forms.moments import LocalMoment
from interviews.presenters.moments import length_words
from interviews.presenters.report import BIG_LENGTHS


HELD, MISSED, MOVED = "tenu", "manque", "reporte"
OUTCOMES = [(HELD, "Tenu"), (MISSED, "Manqué"), (MOVED, "Reporté")]
# Behind « Autre », beside the big lengths: all of them are one field.
OTHER_LENGTHS: Final = (10, 15, 30, 50, 75, 90, 120)
# What a held interview is told by; `tenu_le` takes the place of `tenue` when it had no date.
OUTCOME, HELD_AT = "tenue", "tenu_le"
CASES = "situations"
TOLD: Final = (
    "duree",
    CASES,
    "rappels",
    "propositions",
    "documents",
    "remarques",
    "particularites",
    "engagement",
    "engagement_qui",
    "engagement_date",
    "suite",
)
# Asked instead of all that when it is moved.
MOVED_FIELDS: Final = ("motif", "nouvelle_date")
# A device gives back the edition that it read: 0 when nothing was written yet.
EDITION = "edition"
MOST_FIELDS = 12
LONGEST_REMARKS = 1000
NO_NAME = "Aucun nom de patient. Dictée possible."


def _checks(label: str, choices: Sequence[tuple[str, str]], **options: Any) -> Any:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
        **options,
    )


def _instant(label: str, **options: Any) -> LocalMoment:
    return LocalMoment(label=label, required=False, **options)


class ReportForm(PortalForm):
    """`letters`: those of the sheet, none for a delegate; `documents`: the catalogue of the day.

    A delegate's form has no field that names a case: it is not there to be posted.
    """

    tenue = forms.ChoiceField(
        label="L’entretien a-t-il eu lieu\u202f?",
        choices=OUTCOMES,
        initial=HELD,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites s’il a eu lieu."},
    )
    tenu_le = _instant("Quand a-t-il eu lieu\u202f?")
    duree = forms.TypedChoiceField(
        label="Durée",
        choices=[(m, length_words(m)) for m in (*BIG_LENGTHS, *OTHER_LENGTHS)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choisissez une durée de la liste."},
    )
    situations = _checks("Situations discutées", [])
    rappels = _checks("Rappelé au médecin", Reminder.choices)
    propositions = _checks("Proposé au médecin", Proposal.choices)
    documents = _checks("Documents remis", [])
    remarques = forms.CharField(
        label="Remarques du médecin",
        required=False,
        max_length=LONGEST_REMARKS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAME,
        error_messages={"max_length": "Abrégez\u202f: mille signes au plus, le reste au bureau."},
    )
    particularites = _checks("Particularité observée", Particularity.choices)
    engagement = forms.CharField(
        label="Ce qui est promis",
        required=False,
        max_length=300,
        help_text="Sans nom de patient. Vide s’il n’y en a pas.",
        error_messages={"max_length": "Abrégez\u202f: trois cents signes au plus."},
    )
    engagement_qui = forms.TypedChoiceField(
        label="Par qui",
        choices=Owner.choices,
        coerce=Owner,
        initial=Owner.DOCTOR,
        required=False,
        widget=forms.RadioSelect,
    )
    engagement_date = day_field("Avant le", required=False)
    suite = forms.TypedChoiceField(
        label="Suite",
        choices=NextStep.choices,
        coerce=NextStep,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    motif = forms.CharField(
        label="Pourquoi il est reporté",
        required=False,
        max_length=500,
        help_text="Sans information médicale ni nom de patient, dix caractères au moins.",
    )
    nouvelle_date = _instant("Nouvelle date", help_text="Vide si elle n’est pas encore connue.")
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0, required=False)

    def __init__(
        self,
        *args: Any,
        letters: Sequence[tuple[str, str]],
        documents: Sequence[tuple[str, str]],
        dated: bool,
        held: bool,
        medical: bool,
        zone: ZoneInfo,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, LocalMoment):
                field.zone = zone
            if isinstance(field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
                field.widget.attrs["class"] = "form-check-input"
        self.fields["documents"].choices = list(documents)  # type: ignore[attr-defined]
        self.fields[CASES].choices = list(letters)  # type: ignore[attr-defined]
        for name in _unasked(dated=dated, held=held, medical=medical):
            del self.fields[name]

    def clean_edition(self) -> int:
        return self.cleaned_data["edition"] or 0

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.outcome == MOVED:
            if not said.get("motif"):
                self._wrong("motif", "Dites pourquoi, en dix caractères au moins.")
        elif self.outcome == HELD:
            self._clean_told(said)
        return said

    @property
    def outcome(self) -> str:
        """What is told: an interview without a date, or already told, was held."""
        return self.cleaned_data.get(OUTCOME, HELD) if OUTCOME in self.fields else HELD

    def _clean_told(self, said: dict[str, Any]) -> None:
        if HELD_AT in self.fields and said.get(HELD_AT) is None:
            self._wrong(HELD_AT, "Dites quand l’entretien a eu lieu.")
        if said.get("duree") is None:
            self._wrong("duree", "Choisissez une durée.")
        if said.get("suite") is None:
            self._wrong("suite", "Choisissez une suite.")
        if said.get("engagement") and said.get("engagement_date") is None:
            self._wrong("engagement_date", "Choisissez une date à venir, par exemple 01/12/2026.")

    def _wrong(self, name: str, words: str) -> None:
        """One message a field: what is already refused is not refused twice."""
        if name not in self.errors:
            self.add_error(name, words)


def _unasked(*, dated: bool, held: bool, medical: bool) -> list[str]:
    """Once told, it cannot be missed; without a date, it cannot be either: it is dated instead."""
    names = [] if medical else [CASES]
    if dated and not held:
        return [*names, HELD_AT]
    names += [OUTCOME, *MOVED_FIELDS]
    return names + ([HELD_AT] if held else [])
