"""Two gates of each request: the end of the session, then the perimeter of the declared action."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect

from accounts import roles
from accounts.enums import WALLED_CLASSES, Access
from accounts.permissions import HeldRights, PortalRequest, action_of, rights_of
from core import journal
from core.database_role import DatabaseRole, set_role
from core.middleware import DatabaseRoleMiddleware


Answer = Callable[[PortalRequest], HttpResponse]
STARTED = "session_started"
SEEN = "session_seen"
WRITE_EVERY_SECONDS = 60


class SessionEndMiddleware:
    """Close a session idle too long, or open too long; its clock is written once a minute at most.

    A page that refreshes itself sends `X-Sans-Activite: 1`: a screen alone keeps nobody in.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        request.session_ended = ""
        without_database = request.path in DatabaseRoleMiddleware.without_database
        if not without_database and request.user.is_authenticated:
            self._watch(request, int(timezone.now().timestamp()))
        return self.get_response(request)

    def _watch(self, request: PortalRequest, now: int) -> None:
        started = request.session.setdefault(STARTED, now)
        seen = request.session.get(SEEN)
        if now - started >= settings.SESSION_ABSOLUTE_SECONDS:
            self._end(request, "duree")
        elif seen is not None and now - seen >= settings.SESSION_IDLE_SECONDS:
            self._end(request, "inactivite")
        elif seen is None or (now - seen >= WRITE_EVERY_SECONDS and _is_activity(request)):
            request.session[SEEN] = now

    def _end(self, request: PortalRequest, why: str) -> None:
        journal.record(action="compte.session-terminee", by=request.user.pk, reason=why)
        logout(request)
        request.session_ended = why


def _is_activity(request: PortalRequest) -> bool:
    return "X-Sans-Activite" not in request.headers


class PerimeterMiddleware:
    """Refuse a view without an action or without a grant; else set perimeter and database role."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        request.perimeter = None  # type: ignore[assignment]  # until process_view
        held = SimpleLazyObject(lambda: rights_of(request.user, timezone.localdate()))
        request.rights = cast("HeldRights", held)
        response = self.get_response(request)
        if request.perimeter is not None and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self, request: PortalRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        code = action_of(view, match.view_name if match else None)
        if code is None:
            raise PermissionDenied("view without an action")
        action = roles.action_named(code)
        if action.access is Access.CLOSED:
            raise Http404
        if action.access in {Access.PUBLIC, Access.CLIENT}:
            return None
        if not request.user.is_authenticated:
            return sign_in(request)
        self._enter(request, action)
        return None

    def _enter(self, request: PortalRequest, action: roles.Action) -> None:
        perimeter = request.rights.perimeter(action.code)
        if perimeter is None:
            journal.record(action="acces.refuse", by=request.user.pk, obj=("action", action.code))
            raise PermissionDenied(action.label)
        request.perimeter = perimeter
        walled = bool(action.classes & WALLED_CLASSES)
        set_role(DatabaseRole.MEDICAL if walled else DatabaseRole.GESTION, perimeter.caisses)


def sign_in(request: PortalRequest) -> HttpResponse:
    """To the sign-in page, and back here afterwards when it was a page that can be asked again."""
    if request.htmx:
        target = request.htmx.current_url_abs_path or resolve_url(settings.LOGIN_REDIRECT_URL)
    elif request.method in {"GET", "HEAD"}:
        target = request.get_full_path()
    else:
        target = resolve_url(settings.LOGIN_REDIRECT_URL)
    response = redirect_to_login(target, resolve_url(settings.LOGIN_URL))
    if request.session_ended:
        response["Location"] += f"&fin={request.session_ended}"
    return HttpResponseClientRedirect(response["Location"]) if request.htmx else response
