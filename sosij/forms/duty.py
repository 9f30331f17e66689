"""A turn on duty: who, from which day to which day, both included."""

from typing import Any

from django import forms

from accounts.forms import PortalForm, day_field
from accounts.models import User


class DutyForm(PortalForm):
    personne = forms.TypedChoiceField(
        label="Personne d’astreinte",
        coerce=int,
        help_text="Les personnes qui ont une place à ce guichet.",
        error_messages={"required": "Choisissez une personne."},
    )
    premier = day_field("Premier jour")
    dernier = day_field("Dernier jour")

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choisir"), *((user.pk, user.full_name) for user in people)]
        self.fields["personne"].choices = choices  # type: ignore[attr-defined]
