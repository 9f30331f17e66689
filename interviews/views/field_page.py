"""The page that works without network: its shell holds nobody's data, and is kept by the device."""

import json
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action


# Nothing from elsewhere, nothing inline: no nonce is needed, hence the page can be kept.
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "connect-src": ["'self'"],
    "img-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    # Those of the other pages, which `default-src` closes here.
    "object-src": None,
}
ICON = "ijportal/mark.svg"
STYLES = (
    "vendor/bootstrap.min.css",
    "ijportal/theme/tokens.css",
    "ijportal/theme/bootstrap.css",
    "ijportal/theme/base.css",
    "ijportal/theme/components.css",
    "ijportal/theme/narrow.css",
    "terrain/terrain.css",
)
SCRIPTS = tuple(
    f"terrain/{name}.js"
    for name in (
        "store",
        "vault",
        "api",
        "drafts",
        "sending",
        "pieces",
        "form",
        "screens",
        "terrain",
    )
)
WORKER = "terrain/service-worker.js"


def own_policy(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return cast("Callable[..., HttpResponse]", csp_replace(POLICY)(view))


@action("entretiens.tenir")
@require_safe
@own_policy
def field_page(request: PortalRequest) -> HttpResponse:
    return HttpResponse(_shell_page())


@action("public")
@require_safe
@own_policy
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone shows of it once installed."""
    start = reverse("terrain")
    icon = {"src": static(ICON), "sizes": "any", "type": "image/svg+xml"}
    said = {
        "name": "Comptes rendus d’entretien",
        "short_name": "Terrain",
        "lang": "fr",
        "id": start,
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#f3f4f7",
        "theme_color": "#0d2a31",
        "icons": [icon],
    }
    return JsonResponse(said, content_type="application/manifest+json")


@action("public")
@require_safe
@own_policy
def worker(request: HttpRequest) -> HttpResponse:
    """Its first line names the shell and its version: another byte anywhere makes another one."""
    shell = [reverse("terrain"), reverse("terrain-manifeste"), *map(static, _files())]
    head = f"const VERSION = {json.dumps(_version())}, SHELL = {json.dumps(shell)};\n"
    answer = HttpResponse(head + _source(WORKER).decode(), content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


def _files() -> tuple[str, ...]:
    return (*STYLES, *SCRIPTS, ICON)


def _shell_page() -> str:
    """Rendered without the request: no name, no token, the same bytes for everybody."""
    return render_to_string(
        "interviews/terrain.html", {"styles": STYLES, "scripts": SCRIPTS, "icon": ICON}
    )


def _version() -> str:
    return _measured() if settings.DEBUG or settings.TESTING else _measured_once()


@cache
def _measured_once() -> str:
    """Files do not change under a portal in service: they are read once a process."""
    return _measured()


def _measured() -> str:
    parts: list[Any] = [_shell_page().encode(), *map(_source, (*_files(), WORKER))]
    return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()[:16]


def _source(name: str) -> bytes:
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(name)
    return Path(str(found)).read_bytes()
