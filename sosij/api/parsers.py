"""Bodies are measured before they are read, and a body that is not JSON says nothing of itself.

Not children of the library's parsers: these are given a body already read whole, under the limit
of a page's form (2.5 MB), and the files of a request are larger.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.utils import json


# Twelve megabytes of files, a third more in base64, and the texts.
LARGEST_JSON, LARGEST_FORM = 17 * 2**20, 8 * 2**10


class TooLarge(APIException):
    status_code = 413
    default_code = "CORPS_TROP_GRAND"
    default_detail = "Le corps de la demande est trop grand : 12 Mo de pièces au plus."


class MeasuredJSON(BaseParser):
    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, context: Mapping[str, Any] | None = None
    ) -> Any:
        _measure(context, LARGEST_JSON)
        try:
            return json.loads(stream.read().decode())
        except (ValueError, RecursionError) as error:
            raise ParseError("Le corps n’est pas un JSON valide en UTF-8.") from error


class MeasuredForm(BaseParser):
    media_type = "application/x-www-form-urlencoded"

    def parse(
        self, stream: Any, media_type: str | None = None, context: Mapping[str, Any] | None = None
    ) -> QueryDict:
        _measure(context, LARGEST_FORM)
        try:
            return QueryDict(stream.read(), encoding="utf-8")
        except SuspiciousOperation as error:
            raise ParseError("Le formulaire compte trop de champs.") from error


def _measure(context: Mapping[str, Any] | None, most: int) -> None:
    """Without a length no parser is called: the server gives an empty body then."""
    if context is not None and int(context["request"].META["CONTENT_LENGTH"]) > most:
        raise TooLarge
