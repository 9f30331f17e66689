"""The promise made to doctors and the calendars that count it: read only, as the law is data."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from sosij.presenters.promise import calendar_lines, level_lines
from sosij.rules.clock import SERVICE_LEVELS, level_on
from sosij.views.organising import section


@action("sosij.organiser")
@require_safe
def promise_page(request: PortalRequest) -> HttpResponse:
    today = request.perimeter.on
    return section(
        request,
        "sosij-delai",
        "sosij/delai.html",
        levels=level_lines(SERVICE_LEVELS, level_on(today)),
        calendars=calendar_lines(today),
    )
