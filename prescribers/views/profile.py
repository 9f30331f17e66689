"""The page of one prescriber, and the CSV of his months."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.enums import OrganisationKind
from accounts.models import OrganisationLabel
from accounts.permissions import PortalRequest, action
from core.journal import record
from prescribers.models import Profile
from prescribers.presenters import profile as present
from prescribers.presenters.certainty import certainty, shares
from prescribers.presenters.csv_text import CONTENT_TYPE, attached, csv_text
from prescribers.presenters.evolution import evolution, evolution_csv_rows
from prescribers.presenters.period import window_words
from prescribers.presenters.reading import level_shown
from prescribers.presenters.words import addressed_name
from prescribers.selectors import group_size, profile_of


@action("prescripteurs.lire")
@require_safe
def profile_page(request: PortalRequest, rpps: str) -> HttpResponse:
    """Reading a profile is an act: it is journalled in the request's transaction."""
    profile = _profile(request, rpps)
    record(
        action="prescripteurs.lire",
        by=request.perimeter.user_id,
        obj=("prescripteur", rpps),
        caisse=profile.caisse,
    )
    name = addressed_name(profile.prescriber)
    regions, caisses = _labels(profile, request)
    context = {
        "profile": profile,
        "title": name,
        "sub": present.subtitle(profile),
        "crumbs": [("Prescripteurs", reverse("prescripteurs")), (name, "")],
        "level": level_shown(profile),
        "parts": present.reading_parts(profile),
        "period": window_words(profile.run),
        "caisse": present.caisse_words(profile, caisses),
        "practice_note": present.practice_note(profile),
        "gauge": present.gauge(profile),
        "indicators": present.indicators(profile),
        "certainty": certainty(profile),
        "shares": shares(profile),
        "group": present.group_words(profile, regions, group_size(profile)),
        "group_note": present.fallback_note(profile),
        "run_note": present.run_note(request.GET.get("calcul", ""), profile.run.number),
        "evolution": evolution(profile),
        "figure_tools": _tools(rpps, profile.run.number),
    }
    return render(request, "prescribers/profile.html", context)


@action("prescripteurs.exporter")
@require_safe
def evolution_csv(request: PortalRequest, rpps: str) -> HttpResponse:
    profile = _profile(request, rpps)
    chart = evolution(profile)
    if chart is None:
        raise Http404
    header, rows = evolution_csv_rows(chart)
    if settings.SYNTHETIC_DATA:
        header, rows = [*header, "Nature des données"], [[*r, "données synthétiques"] for r in rows]
    record(
        action="prescripteurs.exporter",
        by=request.perimeter.user_id,
        obj=("prescripteur", rpps),
        caisse=profile.caisse,
    )
    name = f"evolution-{rpps}-calcul-{profile.run.number}"
    return HttpResponse(csv_text(header, rows), content_type=CONTENT_TYPE, headers=attached(name))


def _profile(request: PortalRequest, rpps: str) -> Profile:
    try:
        return profile_of(request.perimeter, rpps)
    except Profile.DoesNotExist:
        raise Http404 from None


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


def _tools(rpps: str, run_number: int) -> list[dict[str, str]]:
    csv_url = reverse("prescripteur-evolution-csv", args=[rpps])
    link = f"{reverse('prescripteur', args=[rpps])}?calcul={run_number}"
    return [
        {"url": f"{reverse('methode')}#bande", "icon": "help", "label": "Définition"},
        {"url": csv_url, "icon": "csv", "label": "CSV"},
        {"url": link, "icon": "link", "label": f"Lien, calcul {run_number}"},
    ]
