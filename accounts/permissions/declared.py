"""Which action each view declares, and the whole list of routes with theirs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.urls import URLPattern, URLResolver, get_resolver

from accounts import roles


View = TypeVar("View", bound=Callable[..., Any])
ATTRIBUTE = "portal_action"


def action(code: str) -> Callable[[View], View]:
    """Declare what a view does; the middleware refuses a view that declares nothing."""
    roles.action_named(code)

    def declare(view: View) -> View:
        setattr(view, ATTRIBUTE, code)
        return view

    return declare


def action_of(view: Callable[..., Any], route_name: str | None) -> str | None:
    """The declared action, or the one droits.yaml gives to a third-party route by its name."""
    declared = getattr(view, ATTRIBUTE, None)
    if declared is not None:
        return str(declared)
    return roles.rights().third_party_routes.get(route_name or "")


@dataclass(frozen=True)
class Route:
    """One line of the URLconf: `name` is qualified by its namespaces."""

    pattern: str
    name: str | None
    view: Callable[..., Any]
    action: str | None


def routes(resolver: URLResolver | None = None) -> Iterator[Route]:
    """Every route of the URLconf, in order: what the checks and the route matrix walk."""
    yield from _walk(resolver or get_resolver(), prefix="", namespaces=())


def _walk(resolver: URLResolver, prefix: str, namespaces: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            name = ":".join((*namespaces, entry.name)) if entry.name else None
            yield Route(pattern, name, entry.callback, action_of(entry.callback, name))
