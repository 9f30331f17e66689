"""The request as a view receives it, once through both gates: for types only."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.perimeter import Perimeter
from accounts.permissions.held import HeldRights


class PortalRequest(HttpRequest):
    """`perimeter` is None on a public page; `rights` answers can(…) without another query."""

    perimeter: Perimeter
    rights: HeldRights
    htmx: HtmxDetails
    session_ended: str
