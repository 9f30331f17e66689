"""One form an act of the desk."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.forms import PortalForm
from accounts.models import User
from sosij.enums import Desk, DropReason, HoldReason, Level, Motive, Outcome
from sosij.rules.outcomes import FOLLOW_UP


REASON_HELP = "Sans information médicale ni nom de patient\u202f: l’audit interne la lira."


def _reason(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=500,
        help_text=REASON_HELP,
        error_messages={"required": "Dites pourquoi, en dix caractères au moins."},
    )


class ActForm(PortalForm):
    """Several stand on one page: each has its own identifiers, typed in or not."""

    ident = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{self.ident}_%s", **kwargs})


class QualifyForm(PortalForm):
    """Motives, then a level and a desk that the routing table proposes when they are left."""

    motifs = forms.MultipleChoiceField(
        label="Motifs, un ou plusieurs",
        choices=Motive.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un motif."},
    )
    niveau = forms.TypedChoiceField(
        label="Niveau",
        choices=[("", "Proposé par la table"), *Level.choices],
        coerce=lambda value: Level(int(value)),
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    guichet = forms.TypedChoiceField(
        label="Destinataire",
        choices=[("", "Proposé par la table"), *Desk.choices],
        coerce=Desk,
        empty_value=None,
        required=False,
    )
    administratif = forms.CharField(
        label="Partie administrative",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce qu’un guichet administratif lira, avec le motif. Rien de médical.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("motifs", "niveau"):
            self.fields[name].widget.attrs["class"] = "form-check-input"


class TextForm(ActForm):
    ident = "reponse"

    texte = forms.CharField(
        label="Texte",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Écrivez le texte."},
    )


class NoteForm(TextForm):
    ident = "note"
    texte = forms.CharField(
        label="Note interne",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lue par les personnes du guichet, jamais par le médecin qui demande.",
        error_messages={"required": "Écrivez la note."},
    )


class SuspendForm(ActForm):
    ident = "suspendre"

    motif = forms.TypedChoiceField(
        label="Ce que l’on attend", choices=HoldReason.choices, coerce=HoldReason
    )
    precision = _reason("Précision")


class DropForm(ActForm):
    ident = "classer"

    motif = forms.TypedChoiceField(label="Pourquoi", choices=DropReason.choices, coerce=DropReason)
    precision = _reason("Précision")


class RedirectForm(ActForm):
    ident = "reorienter"

    guichet = forms.TypedChoiceField(label="Vers", choices=Desk.choices, coerce=Desk)
    precision = _reason("Pourquoi")


class OutcomeForm(ActForm):
    """Nothing is chosen beforehand: what nobody read must not be what is kept."""

    ident = "issue"

    horizon = forms.TypedChoiceField(
        label="Échéance",
        choices=[
            ("", "Choisir"),
            *((days, f"{days} jours après la réponse") for days in FOLLOW_UP.horizons),
        ],
        coerce=int,
        error_messages={"required": "Dites à quelle échéance."},
    )
    issue = forms.TypedChoiceField(
        label="Ce que la situation est devenue",
        choices=[("", "Choisir"), *Outcome.choices],
        coerce=Outcome,
        error_messages={"required": "Dites ce que la situation est devenue."},
    )


class AssignForm(ActForm):
    """The people seated at the desk of the request."""

    ident = "confier"

    detenteur = forms.TypedChoiceField(label="Confier à", coerce=int)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["detenteur"].choices = [(user.pk, user.full_name) for user in people]  # type: ignore[attr-defined]
