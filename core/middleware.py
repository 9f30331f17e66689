"""Each request is one transaction under a database role."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from core.database_role import DatabaseRole, database_role


Answer = Callable[[HttpRequest], HttpResponse]


class DatabaseRoleMiddleware:
    """Open the request's transaction as management; the perimeter may raise it to medical."""

    # /pret asks the database itself, and must answer when it is down.
    without_database = ("/sante", "/pret")

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in self.without_database:
            return self.get_response(request)
        with database_role(DatabaseRole.GESTION):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
