"""One shape for every refusal: `code`, `message`, `champs`; no word of what was received."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from core.errors import Refusal


# A refusal is 422, about what was sent, save these: no key at all, or a request in another state.
STATUSES = {
    "CLE_ABSENTE": 400,
    "DEMANDE_CLOSE": 409,
    "REPONSE_EN_RELECTURE": 409,
    "ETAPE": 409,
    "PAS_REPONDUE": 409,
    "ISSUE_PAS_DEMANDEE": 409,
}
SENTENCES: dict[type[exceptions.APIException], tuple[str, str]] = {
    exceptions.ValidationError: ("CHAMPS", "La demande est mal formée : voir les champs."),
    exceptions.NotAuthenticated: ("JETON_ABSENT", "Un jeton est obligatoire."),
    exceptions.AuthenticationFailed: ("JETON_REFUSE", "Jeton inconnu ou expiré."),
    exceptions.NotFound: ("INCONNUE", "Rien à cette adresse pour ce client."),
    exceptions.MethodNotAllowed: ("METHODE", "Cette adresse n’accepte pas cette méthode."),
    exceptions.UnsupportedMediaType: (
        "TYPE_DE_CORPS",
        "Type de corps refusé : JSON pour les demandes, formulaire encodé pour le jeton.",
    ),
    exceptions.Throttled: ("TROP_D_APPELS", "Trop d’appels dans cette minute : attendez."),
}
# Sentences of the libraries that are not ours; every field says the rest itself.
OF_FIELDS = {
    "null_characters_not_allowed": "Le caractère nul est refusé.",
    "surrogate_characters_not_allowed": "Un caractère invalide est refusé.",
    "required": "Ce champ est obligatoire.",
    "null": "Une valeur est attendue.",
}


def answer_refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to a refusal; None lets an unforeseen error be a 500, rolled back and logged."""
    del context
    if isinstance(error, Refusal):
        return Response(_body(error.code, error.message), STATUSES.get(error.code, 422))
    if isinstance(error, Http404 | PermissionDenied):
        error = exceptions.NotFound()
    if not isinstance(error, exceptions.APIException):
        return None
    code, message = SENTENCES.get(type(error), (_code(error), str(error.detail)))
    fields: dict[str, list[str]] = {}
    if isinstance(error, exceptions.ValidationError):
        for path, sentence in _flat(error.detail):
            fields.setdefault(path, []).append(sentence)
    return Response(_body(code, message, fields), error.status_code, headers=_headers(error))


def _body(code: str, message: str, fields: dict[str, list[str]] | None = None) -> dict[str, Any]:
    return {"code": code, "message": message, "champs": fields or {}}


def _code(error: exceptions.APIException) -> str:
    return "CORPS" if isinstance(error, exceptions.ParseError) else error.default_code


def _headers(error: exceptions.APIException) -> dict[str, str]:
    """`auth_header` is set by the library on a 401, `wait` on a 429."""
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers


def _flat(detail: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Sentences by the path of their field: `pieces.0.nom`."""
    if isinstance(detail, exceptions.ErrorDetail):
        yield path, OF_FIELDS.get(detail.code or "", str(detail))
    elif isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flat(inner, f"{path}.{name}" if path else str(name))
    else:
        for inner in detail:
            yield from _flat(inner, path)
