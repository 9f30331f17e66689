"""What the frame of every page shows: the perimeter, the menu, the freshness of the data."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.enums import Role
from accounts.perimeter import Perimeter, joined
from accounts.permissions import HeldRights
from accounts.selectors import perimeter_label
from ijportal.pages.presenters.freshness import Freshness, PublishedRun, freshness
from ijportal.pages.rail import rail
from prescribers import selectors
from prescribers.services import night


# The pages of SOS IJ show no run: they say the wall instead.
HELP = "Aide aux médecins\u202f: rien d’ici n’alimente un contrôle"

# Nor does « Ma journée »: it asks every app already.
DAY = "Votre liste à cet instant\u202f: chaque acte fait retire sa ligne"
DAY_PAGES = frozenset({"ma-journee", "absences", "absence"})


def frame(request: HttpRequest) -> dict[str, Any]:
    """Nothing is read for a visitor, nor for a page rendered outside the middleware."""
    rights: HeldRights | None = getattr(request, "rights", None)
    user = getattr(request, "user", None)
    if rights is None or user is None or not user.is_authenticated:
        return {"freshness": Freshness(synthetic=settings.SYNTHETIC_DATA)}
    perimeter: Perimeter | None = getattr(request, "perimeter", None)
    if perimeter is not None and perimeter.roles:
        roles, caisses = perimeter.roles, perimeter.caisses
    else:
        roles = frozenset(grant.role for grant in rights.grants)
        caisses = joined(grant.caisses for grant in rights.grants)
    match = request.resolver_match
    current = (match.view_name if match else "") or ""
    return {
        "perimeter_label": perimeter_label(caisses, rights.on),
        "role_label": role_label(roles),
        "rail": rail(rights, current),
        "freshness": _strip(current),
        "hide_search": not rights.can("prescripteurs.lire"),
        "hide_runs": not rights.can("traitements.lire"),
        "hide_method": not rights.can("methode.lire"),
    }


def _strip(current: str) -> Freshness:
    if current.startswith("sosij"):
        return Freshness(synthetic=settings.SYNTHETIC_DATA, promise=HELP)
    if current in DAY_PAGES:
        return Freshness(synthetic=settings.SYNTHETIC_DATA, promise=DAY)
    return _freshness()


def _freshness() -> Freshness:
    """Two queries, three while a run is being computed; the same answer for everybody."""
    found = selectors.freshness()
    if found is None:
        return freshness(None, synthetic=settings.SYNTHETIC_DATA)
    run = PublishedRun(
        number=found.run_number,
        method=found.method,
        published_at=found.published_at,
        last_complete_month=found.last_complete_month,
        provisional_months=found.provisional_count,
        setback=night.setback_since(found.run_number) or "",
    )
    return freshness(run, synthetic=settings.SYNTHETIC_DATA)


def role_label(roles: frozenset[Role]) -> str:
    return ", ".join(role.label for role in Role if role in roles)
