"""Who calls: a bearer of our token; and how often."""

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.throttling import BaseThrottle

from sosij.enums import IntakeScope
from sosij.models import IntakeClient
from sosij.services.intake_clients import client_holding
from sosij.services.intake_rate import seconds_to_wait


if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class BearerToken(BaseAuthentication):
    """A call without a token is refused here: no client is anonymous, and no cookie counts."""

    def authenticate(self, request: "Request") -> tuple[IntakeClient, str]:
        scheme, _, token = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotAuthenticated
        client = client_holding(token.strip(), timezone.localdate())
        if client is None:
            raise AuthenticationFailed
        return client, token

    def authenticate_header(self, request: "Request") -> str:
        return 'Bearer realm="SOS IJ"'


class CallsAMinute(BaseThrottle):
    """A minute counted by PostgreSQL: the library's own counter let five times too many by."""

    left: int | None = None

    def allow_request(self, request: "Request", view: "APIView") -> bool:
        client = cast("IntakeClient", request.user)
        self.left = seconds_to_wait(
            client, IntakeScope.CALL, timezone.now(), settings.SOSIJ_API_CALLS_A_MINUTE
        )
        return self.left is None

    def wait(self) -> float | None:
        return self.left
