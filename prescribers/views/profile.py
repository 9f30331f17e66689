"""The page of one prescriber, tab by tab; by `calcul`, as another run saw him."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from prescribers.asked import asked_profile
from prescribers.asked.profile_figures import ProfileReading, figure
from prescribers.asked.profile_frame import profile_frame, record_reading
from prescribers.presenters import profile as present
from prescribers.presenters.certainty import certainty
from prescribers.presenters.history import history_sentence, marks_of, past_runs
from prescribers.presenters.indicators import indicators_note
from prescribers.presenters.notes import UNSEEN, UNSEEN_TITLE
from prescribers.presenters.panels import EMPTY_PANELS
from prescribers.presenters.profile_tabs import EVOLUTION, HISTORY, INDICATORS
from prescribers.presenters.since import situation_facts
from prescribers.selectors.history import monthly_runs, past_profiles


@action("prescripteurs.lire")
@require_safe
def profile_page(request: PortalRequest, rpps: str) -> HttpResponse:
    """The four panels, then the indicators."""
    asked = asked_profile(request.perimeter, rpps, request.GET)
    profile, read = asked.profile, ProfileReading(request.perimeter, asked)
    record_reading(request, asked)
    context = profile_frame(request, asked, INDICATORS, read.ratios) | {
        "practice_note": present.practice_note(profile),
        "gauge": present.gauge(profile),
        "facts": situation_facts(profile, monthly_runs(request.perimeter, profile)),
        "panels": EMPTY_PANELS,
        "figure": figure(read, "indicateurs"),
        "indicators_note": indicators_note(profile),
        "certainty": certainty(profile),
        "group_note": present.fallback_note(profile),
        "unseen_title": UNSEEN_TITLE,
        "unseen": UNSEEN,
    }
    return render(request, "prescribers/profile.html", context)


@action("prescripteurs.lire")
@require_safe
def evolution_page(request: PortalRequest, rpps: str) -> HttpResponse:
    asked = asked_profile(request.perimeter, rpps, request.GET)
    read = ProfileReading(request.perimeter, asked)
    record_reading(request, asked, "évolution")
    context = profile_frame(request, asked, EVOLUTION, read.group)
    context["figure"] = figure(read, "evolution")
    return render(request, "prescribers/profile_evolution.html", context)


@action("prescripteurs.lire")
@require_safe
def history_page(request: PortalRequest, rpps: str) -> HttpResponse:
    """The runs that have him inside the perimeter: the others are not told."""
    asked = asked_profile(request.perimeter, rpps, request.GET)
    record_reading(request, asked, "historique")
    profiles = past_profiles(request.perimeter, rpps)
    context = profile_frame(request, asked, HISTORY) | {
        "sentence": history_sentence(profiles),
        "levels": marks_of(profiles),
        "runs": past_runs(profiles, asked.profile, asked.current),
    }
    return render(request, "prescribers/profile_historique.html", context)
