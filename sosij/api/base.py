"""What every view of the API shares: JSON only, a token, a count, nothing kept on the way."""

from collections.abc import Sequence
from typing import Any, cast

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotFound
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from sosij.api.parsers import MeasuredJSON
from sosij.api.tokens import BearerToken, CallsAMinute
from sosij.models import HelpRequest, IntakeClient
from sosij.selectors.intake import request_of


class IntakeView(APIView):
    authentication_classes: Sequence[type[BaseAuthentication]] = (BearerToken,)
    # The authentication lets nobody by: there is nothing left to permit.
    permission_classes = ()
    throttle_classes: Sequence[type[BaseThrottle]] = (CallsAMinute,)
    parser_classes: Sequence[type[BaseParser]] = (MeasuredJSON,)

    @property
    def client(self) -> IntakeClient:
        return cast("IntakeClient", self.request.user)

    def own_request(self, reference: str) -> HelpRequest:
        """Another client's request is as absent as one that never was."""
        found = request_of(self.client, reference)
        if found is None:
            raise NotFound
        return found

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **options: Any
    ) -> Response:
        final = super().finalize_response(request, response, *args, **options)
        final["Cache-Control"] = "no-store"
        return final


class UnknownView(IntakeView):
    """Any other address under the API: JSON too, once the caller is known."""

    schema = None

    def initial(self, request: Request, *args: Any, **options: Any) -> None:
        super().initial(request, *args, **options)
        raise NotFound
