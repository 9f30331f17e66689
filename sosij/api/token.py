"""The token: OAuth 2.0, client credentials (RFC 6749 §4.4); its errors are those of §5.2."""

import base64
import binascii
from urllib.parse import unquote_plus

from django.conf import settings
from django.utils import timezone
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from sosij.api.base import IntakeView
from sosij.api.openapi import TOKEN
from sosij.api.parsers import MeasuredForm
from sosij.enums import IntakeScope
from sosij.models import IntakeClient
from sosij.services.intake_clients import TOKEN_SECONDS, client_named, client_proving, new_token
from sosij.services.intake_rate import seconds_to_wait


class OAuthError(Exception):
    """`said` holds neither accent nor quote: §5.2 allows visible ASCII only."""

    def __init__(self, code: str, said: str, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.said, self.status = code, said, status


class UnknownClientError(OAuthError):
    def __init__(self) -> None:
        super().__init__("invalid_client", "Client inconnu ou secret faux.", 401)


class TokenView(IntakeView):
    authentication_classes = ()
    throttle_classes = ()
    parser_classes = (MeasuredForm,)

    @TOKEN
    def post(self, request: Request) -> Response:
        try:
            client = self._client(request)
            _check_grant(request)
        except OAuthError as error:
            return _refused(error)
        token = {
            "access_token": new_token(client),
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": "sos-ij",
        }
        return Response(token, headers={"Pragma": "no-cache"})

    def _client(self, request: Request) -> IntakeClient:
        code, secret = _credentials(request)
        today = timezone.localdate()
        known = client_named(code, today)
        if known is not None:
            # Counted before the secret is tried: a secret is not looked for at full speed.
            wait = seconds_to_wait(
                known, IntakeScope.TOKEN, timezone.now(), settings.SOSIJ_API_TOKENS_A_MINUTE
            )
            if wait is not None:
                raise Throttled(wait)
        client = client_proving(code, secret, today)
        if client is None:
            raise UnknownClientError
        return client


def _check_grant(request: Request) -> None:
    grant = _single(request, "grant_type")
    if grant != "client_credentials":
        code = "unsupported_grant_type" if grant else "invalid_request"
        raise OAuthError(code, "Le champ grant_type doit valoir client_credentials.")


def _credentials(request: Request) -> tuple[str, str]:
    """By the header or in the body, never by both (§2.3)."""
    header = request.META.get("HTTP_AUTHORIZATION", "")
    in_body = _single(request, "client_id"), _single(request, "client_secret")
    if not header:
        return in_body
    if any(in_body):
        raise OAuthError(
            "invalid_request", "Une seule preuve du client, en Basic ou dans le corps."
        )
    scheme, _, coded = header.partition(" ")
    if scheme.lower() != "basic":
        raise UnknownClientError
    try:
        code, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, ValueError) as error:
        raise UnknownClientError from error
    return unquote_plus(code), unquote_plus(secret)


def _single(request: Request, name: str) -> str:
    """A parameter given twice is no parameter (§3.2)."""
    values = request.data.getlist(name) if hasattr(request.data, "getlist") else []
    if len(values) > 1:
        raise OAuthError("invalid_request", f"Le champ {name} est fourni deux fois.")
    return values[0] if values else ""


def _refused(error: OAuthError) -> Response:
    headers = {"Pragma": "no-cache"}
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="SOS IJ"'
    body = {"error": error.code, "error_description": error.said}
    return Response(body, error.status, headers=headers)
