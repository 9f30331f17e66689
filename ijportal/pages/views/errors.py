"""Error pages. They are rendered without the request: no context processor, no query."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from accounts.permissions import action
from ijportal.pages.presenters.freshness import Freshness


@action("public")
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("403.html", 403)


@action("public")
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same words for what does not exist and for what is outside the perimeter."""
    return _page("404.html", 404)


@action("public")
def failed(request: HttpRequest) -> HttpResponse:
    return _page("500.html", 500)


@action("public")
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page("pages/csrf.html", 403)


def _page(template: str, status: int) -> HttpResponse:
    context = {"freshness": Freshness(synthetic=settings.SYNTHETIC_DATA)}
    return HttpResponse(render_to_string(template, context), status=status)
