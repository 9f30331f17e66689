"""The absences: days, who answers meanwhile; and whether the weekly mail is wanted."""

from typing import Any, cast

from django import forms

from accounts.forms.administration import PortalForm, day_field
from accounts.models import User


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        return user.full_name


def substitute_field() -> PersonField:
    return PersonField(
        label="Remplaçant",
        queryset=User.objects.none(),
        required=False,
        empty_label="Personne",
        help_text="Cette personne verra les actes en attente, sans droit de plus que les siens.",
    )


class AbsenceForm(PortalForm):
    """`people`: for whom, when one declares for others; the last day is said included."""

    personne = PersonField(
        label="Personne",
        queryset=User.objects.none(),
        empty_label=None,
        error_messages={"required": "Choisissez la personne."},
    )
    du = day_field("Premier jour d’absence")
    au = day_field("Dernier jour d’absence")
    remplacant = substitute_field()

    def __init__(self, *args: Any, people: Any, substitutes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["remplacant"]).queryset = substitutes
        if people is None:
            del self.fields["personne"]
        else:
            cast("PersonField", self.fields["personne"]).queryset = people

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("du") and said.get("au") and said["au"] < said["du"]:
            self.add_error("au", "Choisissez un dernier jour qui suit le premier.")
        return said


class ChangeForm(PortalForm):
    au = day_field("Dernier jour d’absence")
    remplacant = substitute_field()

    def __init__(self, *args: Any, substitutes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["remplacant"]).queryset = substitutes
