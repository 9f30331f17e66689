"""The file of requests that a person brings."""

from typing import Any

from django import forms

from accounts.forms import PortalForm


TOO_LARGE = "Le fichier dépasse 2\u202fMo\u202f: découpez-le."


class FileForm(PortalForm):
    fichier = forms.FileField(
        label="Fichier CSV",
        help_text="2\u202fMo et 2\u202f000 lignes au plus.",
        error_messages={
            "required": "Choisissez un fichier CSV sur votre poste.",
            "empty": "Le fichier est vide\u202f: zéro octet. Choisissez-en un autre.",
        },
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:  # it was not kept: its absence is said by its true reason
            self.fields["fichier"].error_messages["required"] = TOO_LARGE
