"""Habilitations: list, grant, end with a date and a reason."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import presenters, selectors
from accounts.forms import EndForm, HabilitationFilter, HabilitationForm
from accounts.permissions import PortalRequest, action
from accounts.services.habilitations import (
    DirectorDecision,
    end_habilitation,
    grant_habilitation,
)
from core.errors import Refusal


PER_PAGE = 50


@action("administration.habilitations")
@require_GET
def habilitation_list(request: PortalRequest) -> HttpResponse:
    today = request.perimeter.on
    form = HabilitationFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = selectors.habilitations(request.perimeter)
    found = selectors.on_day(found, asked.get("etat") or "en-cours", today)
    for word in asked.get("q", "").split():
        found = found.filter(Q(user__full_name__icontains=word) | Q(user__email__icontains=word))
    if asked.get("role"):
        found = found.filter(role=asked["role"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    lines = presenters.grant_lines(page.object_list, today)
    context = {"form": form, "page": page, "lines": lines, "query": kept.urlencode()}
    return _page(request, "accounts/habilitation_list.html", **context)


@action("administration.habilitations")
@require_http_methods(["GET", "POST"])
def habilitation_grant(request: PortalRequest, number: int) -> HttpResponse:
    user = get_object_or_404(selectors.accounts(request.perimeter), pk=number)
    form = HabilitationForm(
        request.POST or None,
        organisations=selectors.organisations(request.perimeter),
        directors=selectors.directors(request.perimeter),
        initial={"valid_from": request.perimeter.on},
    )
    if request.method == "POST" and form.is_valid():
        try:
            given = grant_habilitation(user=user, by=request.perimeter.user_id, **_period(form))
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"{given.get_role_display()} : habilitation accordée.")
            return redirect("admin-compte", number=user.pk)
    return _page(request, "accounts/habilitation_form.html", form=form, account=user)


@action("administration.habilitations")
@require_http_methods(["GET", "POST"])
def habilitation_end(request: PortalRequest, number: int) -> HttpResponse:
    held = get_object_or_404(selectors.habilitations(request.perimeter), pk=number)
    today = request.perimeter.on
    form = EndForm(request.POST or None, today=today, initial={"valid_to": today})
    if request.method == "POST" and form.is_valid():
        try:
            end_habilitation(
                habilitation=held, on=today, by=request.perimeter.user_id, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "La fin de l’habilitation est enregistrée.")
            return redirect("admin-compte", number=held.user_id)
    line = presenters.grant_line(held, today)
    return _page(request, "accounts/habilitation_end.html", form=form, line=line)


def _period(form: HabilitationForm) -> dict[str, Any]:
    """The form says a last day, included; a right stores the first day without it."""
    said = dict(form.cleaned_data)
    last_day = said.pop("last_day")
    director, decided_on, why = (said.pop(name) for name in form.DECISION)
    decision = DirectorDecision(director, decided_on, why) if director else None
    return {**said, "valid_to": last_day and last_day + timedelta(days=1), "decision": decision}


def _page(request: PortalRequest, template: str, **context: object) -> HttpResponse:
    tabs = presenters.tabs(request.rights, "admin-habilitations")
    return render(request, template, {"tabs": tabs, **context})
