"""The description, as OpenAPI 3.1: made once a process, as making it costs a second of CPU."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response

from sosij.api.base import IntakeView


@cache
def described() -> dict[str, Any]:
    return SchemaGenerator().get_schema(public=True)


class SchemaView(IntakeView):
    authentication_classes = ()
    throttle_classes = ()
    schema = None

    def get(self, request: Request) -> Response:
        del request
        return Response(described())
