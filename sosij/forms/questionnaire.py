"""The questionnaire: the period that the head chooses, and the two forms that doctors fill."""

from typing import Any

from django import forms

from accounts.forms import PortalForm, day_field
from sosij.enums import Brake, Mark, SurveyKind
from sosij.rules.satisfaction import QUESTIONS
from sosij.rules.survey import Said


class PeriodForm(PortalForm):
    """Whose doctors, and over which period they were answered."""

    caisse = forms.ChoiceField(label="Caisse")
    du = day_field("Réponses données du")
    au = day_field("au")

    def __init__(self, *args: Any, caisses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["caisse"].choices = caisses  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if "du" in said and "au" in said and said["au"] < said["du"]:
            self.add_error("au", "La fin précède le début\u202f: corrigez l’une des deux dates.")
        return said


class SurveyForm(PortalForm):
    """What both forms ask."""

    remarque = forms.CharField(
        label="Une remarque",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="N’y écrivez rien qui dise qui vous êtes, ni qui est votre patient.",
    )

    def said(self) -> Said:
        raise NotImplementedError


class UserForm(SurveyForm):
    """Four questions to who received an answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marks = {
            question: forms.TypedChoiceField(
                label=words,
                choices=Mark.choices,
                coerce=lambda value: Mark(int(value)),
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
                error_messages={"required": "Choisissez une réponse."},
            )
            for question, words in QUESTIONS.items()
        }
        self.fields = {**marks, **self.fields}

    def said(self) -> Said:
        held = self.cleaned_data
        return Said(
            marks={question: held[question] for question in QUESTIONS}, remark=held["remarque"]
        )


class NonUserForm(SurveyForm):
    """One question to who never asked."""

    freins = forms.TypedMultipleChoiceField(
        label="Pourquoi n’avez-vous pas fait appel à SOS IJ\u202f?",
        choices=Brake.choices,
        coerce=Brake,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une raison."},
    )

    field_order = ("freins", "remarque")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["freins"].widget.attrs["class"] = "form-check-input"

    def said(self) -> Said:
        held = self.cleaned_data
        return Said(brakes=tuple(held["freins"]), remark=held["remarque"])


FORMS: dict[str, type[SurveyForm]] = {
    SurveyKind.USER: UserForm,
    SurveyKind.NON_USER: NonUserForm,
}
