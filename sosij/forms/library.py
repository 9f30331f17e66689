"""Forms of the library of answers."""

from typing import Any

from django import forms

from accounts.forms import PortalForm, day_field, reason_field
from sosij.enums import EntryState, Motive, Side


class LibraryFilter(PortalForm):
    q = forms.CharField(label="Mots du titre ou du texte", required=False, max_length=100)
    motif = forms.ChoiceField(
        label="Motif", required=False, choices=[("", "Tous"), *Motive.choices]
    )
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Toutes"), *EntryState.choices]
    )


class EntryForm(PortalForm):
    """A new entry: its side is chosen once."""

    titre = forms.CharField(
        label="Titre", max_length=200, error_messages={"required": "Donnez un titre."}
    )
    cote = forms.TypedChoiceField(
        label="Qui peut l’envoyer",
        choices=[
            (Side.OPEN, "Réponse administrative\u202f: tous les guichets"),
            (Side.MEDICAL, "Réponse médicale\u202f: le service médical seul"),
        ],
        coerce=Side,
        help_text="Ne se change plus ensuite\u202f: ses versions passeraient le mur avec elle.",
    )
    motifs = forms.MultipleChoiceField(
        label="Motifs, un ou plusieurs",
        choices=Motive.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un motif."},
    )
    texte = forms.CharField(
        label="Texte",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Aucun fait d’une personne assurée ni d’un médecin\u202f: le texte sert à tous.",
        error_messages={"required": "Écrivez le texte."},
    )
    revue = day_field("À revoir le")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motifs"].widget.attrs["class"] = "form-check-input"


class AmendForm(EntryForm):
    """A version more: the side stays, what changes is said."""

    changement = forms.CharField(
        label="Ce qui change",
        max_length=500,
        help_text="Lu avec la version\u202f: une phrase, dix caractères au moins.",
        error_messages={"required": "Dites ce qui change, en dix caractères au moins."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["cote"]


class ReviewForm(PortalForm):
    revue = day_field("À revoir de nouveau le")


class WithdrawForm(PortalForm):
    raison = reason_field("Pourquoi la retirer")
