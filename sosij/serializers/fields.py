"""Fields whose refusals are French sentences of ours, and never repeat what was received."""

import base64

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class Shape(serializers.Serializer):
    default_error_messages = {"invalid": "Un objet JSON est attendu."}


class Text(serializers.CharField):
    """A text kept as it was sent: what is validated is what the caller signed."""

    default_error_messages = {
        "required": "Ce champ est obligatoire.",
        "null": "Ce champ ne peut pas être nul.",
        "invalid": "Un texte est attendu.",
        "blank": "Ce champ est vide.",
        "max_length": "{max_length} caractères au plus.",
    }

    def __init__(self, **options) -> None:
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: object) -> str:
        # The library would take 12 for « 12 »: the description says text.
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    default_error_messages = {
        "required": "Ce champ est obligatoire.",
        "null": "Ce champ ne peut pas être nul.",
        "invalid_choice": "Valeur inconnue.",
    }

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid_choice", input="")
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "format": "byte", "minLength": 4})
class Base64(serializers.Field):
    """Bytes written in base64 (RFC 4648 §4, with its padding).

    Not a text of the library, which looks at each character in turn: 10 s for twelve megabytes.
    """

    default_error_messages = {
        "required": "Ce champ est obligatoire.",
        "null": "Ce champ ne peut pas être nul.",
        "base64": "Un contenu en base64 est attendu.",
        "blank": "Ce champ est vide.",
    }

    def to_internal_value(self, data: object) -> bytes:
        if not isinstance(data, str):
            self.fail("base64")
        if not data:
            self.fail("blank")
        try:
            return base64.b64decode(data, validate=True)
        except ValueError:
            self.fail("base64")

    def to_representation(self, value: bytes) -> str:
        return base64.b64encode(value).decode()
