"""The page of one prescriber, and the CSV of his months; by `calcul`, as another run saw him."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.enums import OrganisationKind
from accounts.models import OrganisationLabel
from accounts.permissions import PortalRequest, action
from core.journal import record
from prescribers.models import Profile, ProfileRun
from prescribers.presenters import profile as present
from prescribers.presenters.certainty import certainty, shares
from prescribers.presenters.csv_text import CONTENT_TYPE, attached, csv_text
from prescribers.presenters.evolution import evolution, evolution_csv_rows
from prescribers.presenters.indicators import indicators, indicators_note
from prescribers.presenters.period import window_words
from prescribers.presenters.position import position, position_notes
from prescribers.presenters.signal import message
from prescribers.presenters.words import addressed_name
from prescribers.selectors import comparables, profile_of


LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Asked:
    """The address, understood: the profile shown, and what it is not when it is another run's."""

    profile: Profile
    number: int | None
    current: ProfileRun | None

    @property
    def is_current(self) -> bool:
        return self.profile.run == self.current


@action("prescripteurs.lire")
@require_safe
def profile_page(request: PortalRequest, rpps: str) -> HttpResponse:
    """Reading a profile is an act: it is journalled in the request's transaction."""
    asked = _asked(request, rpps)
    profile = asked.profile
    _journal(request, "prescripteurs.lire", asked)
    group = comparables(profile)
    name = addressed_name(profile.prescriber)
    regions, caisses = _labels(profile, request)
    context = {
        "profile": profile,
        "title": name,
        "sub": present.subtitle(profile),
        "crumbs": [("Prescripteurs", reverse("prescripteurs")), (name, "")],
        "message": message(profile),
        "parts": present.reading_parts(profile),
        "period": window_words(profile.run),
        "caisse": present.caisse_words(profile, caisses),
        "practice_note": present.practice_note(profile),
        "gauge": present.gauge(profile),
        "indicators": indicators(profile),
        "indicators_note": indicators_note(profile),
        "certainty": certainty(profile),
        "shares": shares(profile),
        "group": present.group_words(profile, regions, group.size),
        "group_note": present.fallback_note(profile),
        "run_note": present.run_note(
            asked.number, profile.run, asked.current, address=reverse("prescripteur", args=[rpps])
        ),
        "position": position(profile, group),
        "position_notes": position_notes(profile),
        "evolution": evolution(profile),
        "figure_tools": _tools(asked),
    }
    return render(request, "prescribers/profile.html", context)


@action("prescripteurs.exporter")
@require_safe
def evolution_csv(request: PortalRequest, rpps: str) -> HttpResponse:
    asked = _asked(request, rpps)
    profile = asked.profile
    chart = evolution(profile)
    if chart is None:
        raise Http404
    header, rows = evolution_csv_rows(chart)
    if settings.SYNTHETIC_DATA:
        header, rows = [*header, "Nature des données"], [[*r, "données synthétiques"] for r in rows]
    _journal(request, "prescripteurs.exporter", asked)
    name = f"evolution-{rpps}-calcul-{profile.run.number}"
    return HttpResponse(csv_text(header, rows), content_type=CONTENT_TYPE, headers=attached(name))


def _asked(request: PortalRequest, rpps: str) -> Asked:
    """The run of the address where it has a profile inside the perimeter, else the published one.

    A figure that a letter cites can still be read once the prescriber has left the current run.
    """
    text = request.GET.get("calcul", "")
    number = int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None
    current = _found(request, rpps)
    other = None
    if number is not None and (current is None or number != current.run.number):
        other = _found(request, rpps, number)
    profile = other or current
    if profile is None:
        raise Http404
    return Asked(profile, number, current.run if current else None)


def _found(request: PortalRequest, rpps: str, number: int | None = None) -> Profile | None:
    try:
        return profile_of(request.perimeter, rpps, number=number)
    except Profile.DoesNotExist:
        return None


def _journal(request: PortalRequest, act: str, asked: Asked) -> None:
    record(
        action=act,
        by=request.perimeter.user_id,
        obj=("prescripteur", asked.profile.rpps),
        caisse=asked.profile.caisse,
        reason="" if asked.is_current else f"calcul n° {asked.profile.run.number}",
    )


def _labels(profile: Profile, request: PortalRequest) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the region and of the caisse, in one query."""
    rows = OrganisationLabel.objects.on(request.perimeter.on).filter(
        organisation__kind__in=[OrganisationKind.REGION, OrganisationKind.CAISSE],
        organisation__code__in=[profile.region, profile.caisse],
    )
    names: dict[str, dict[str, str]] = {OrganisationKind.REGION: {}, OrganisationKind.CAISSE: {}}
    for kind, code, label in rows.values_list("organisation__kind", "organisation__code", "label"):
        names[kind][code] = label
    return names[OrganisationKind.REGION], names[OrganisationKind.CAISSE]


def _tools(asked: Asked) -> list[dict[str, str]]:
    rpps, run_number = asked.profile.rpps, asked.profile.run.number
    cited = f"?calcul={run_number}"
    csv_url = reverse("prescripteur-evolution-csv", args=[rpps])
    if not asked.is_current:
        csv_url += cited
    link = f"{reverse('prescripteur', args=[rpps])}{cited}"
    return [
        {"url": f"{reverse('methode')}#bande", "icon": "help", "label": "Définition"},
        {"url": csv_url, "icon": "csv", "label": "CSV"},
        {"url": link, "icon": "link", "label": f"Lien, calcul {run_number}"},
    ]
