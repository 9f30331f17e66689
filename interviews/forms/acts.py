"""One form an act: what the table of steps asks to be said."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django import forms

from accounts.forms import PortalForm
from interviews.enums import Channel
from interviews.forms.moments import LocalMoment


REASON_HELP = "Sans information médicale ni nom de patient\u202f: tout le service le lira."
LENGTH_HELP = "En minutes."
LONGEST_NAME = 120


class Named(Protocol):
    """Somebody who can be chosen."""

    @property
    def pk(self) -> int: ...
    @property
    def full_name(self) -> str: ...


def reason_field(label: str = "Pourquoi") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=500,
        help_text=REASON_HELP,
        error_messages={"required": "Dites pourquoi, en dix caractères au moins."},
    )


def length_field() -> forms.IntegerField:
    return forms.IntegerField(
        label="Durée prévue",
        min_value=5,
        max_value=480,
        help_text=LENGTH_HELP,
        error_messages={
            "required": "Dites combien de minutes sont prévues.",
            "invalid": "Écrivez un nombre de minutes.",
            "min_value": "Cinq minutes au moins.",
            "max_value": "Huit heures au plus\u202f: 480 minutes.",
        },
    )


def channel_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label="Comment", choices=Channel.choices, coerce=Channel)


def place_field() -> forms.CharField:
    return forms.CharField(label="Lieu", max_length=200, required=False)


class ActForm(PortalForm):
    """Several stand on one page: each has its own identifiers, typed in or not."""

    ident = ""

    def __init__(self, *args: Any, zone: ZoneInfo | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{self.ident}_%s", **kwargs})
        for field in self.fields.values():
            if isinstance(field, LocalMoment):
                field.zone = zone


class ScheduleForm(ActForm):
    ident = "planifier"

    debut = LocalMoment(label="Jour et heure")
    minutes = length_field()
    canal = channel_field()
    lieu = place_field()


class MoveForm(ScheduleForm):
    ident = "deplacer"

    motif = reason_field()


class PostponeForm(ActForm):
    ident = "reporter"

    motif = reason_field()


class DeclineForm(PostponeForm):
    ident = "decliner"


class CancelForm(PostponeForm):
    ident = "annuler"


class SendBackForm(PostponeForm):
    ident = "renvoyer"

    motif = reason_field("Ce qui est à reprendre")


class HandOverForm(ActForm):
    """The people who may lead this kind at this caisse."""

    ident = "confier"

    animateur = forms.TypedChoiceField(label="Confier à", coerce=int)
    motif = reason_field()

    def __init__(self, *args: Any, people: Iterable[Named] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["animateur"].choices = named(people)  # type: ignore[attr-defined]


class ParticipantsForm(ActForm):
    ident = "participants"

    collegues = forms.TypedMultipleChoiceField(
        label="Collègues de la caisse",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    accompagnants = forms.CharField(
        label="Personnes qui accompagnent le médecin",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Un nom par ligne. Jamais un patient.",
    )

    def __init__(self, *args: Any, people: Iterable[Named] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collegues"].choices = named(people)  # type: ignore[attr-defined]
        self.fields["collegues"].widget.attrs["class"] = "form-check-input"

    def clean_accompagnants(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["accompagnants"].splitlines()]
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(f"{LONGEST_NAME} caractères au plus par nom.")
        return [name for name in names if name]


def named(people: Iterable[Named]) -> Sequence[tuple[int, str]]:
    return [(user.pk, user.full_name) for user in people]


def slot_typed(
    starts_at: datetime | None, minutes: int, channel: str, place: str
) -> dict[str, Any]:
    """What the form of a date starts from: the interview as it stands."""
    return {"debut": starts_at, "minutes": minutes, "canal": channel, "lieu": place}
