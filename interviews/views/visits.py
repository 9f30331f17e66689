"""Campaigns of visits: the list, one of them with its board, what its pilot does."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import PortalForm
from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.journal import record
from interviews.enums import CampaignState, Theme
from interviews.forms import visits as forms
from interviews.models import VisitCampaign
from interviews.presenters import visits as present
from interviews.rules.visits import Board
from interviews.selectors import visits as select
from interviews.selectors.places import caisse_choices
from interviews.services import visits as keep
from interviews.views.contacts import author


PER_PAGE = 50
PILOT = "visites.piloter"
FIELD_OF = {"TITRE": "titre", "DATES": "au", "QUOTA": "quota", "MOTIF_COURT": "phrase"}


@action("visites.lire")
@require_safe
def list_page(request: PortalRequest) -> HttpResponse:
    found = select.campaigns(request.perimeter)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": present.campaign_lines(page.object_list),
        "pilot": request.rights.can(PILOT),
        "note": present.NOT_A_PROCEDURE,
    }
    return render(request, "interviews/visites.html", context)


@action(PILOT)
@require_http_methods(["GET", "POST"])
def create_page(request: PortalRequest) -> HttpResponse:
    form = forms.CampaignForm(request.POST or None, caisses=caisse_choices(request.perimeter))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = _kept(
            form,
            lambda: keep.create_campaign(
                said["caisse"], Theme(said["theme"]), _written(said), author(request)
            ),
        )
        if made is not None:
            messages.success(request, "Campagne créée en brouillon : ajoutez ses médecins.")
            return redirect("visite", made.pk)
    return _edited(request, form, "Créer une campagne de visites", reverse("visites"))


@action(PILOT)
@require_http_methods(["GET", "POST"])
def amend_page(request: PortalRequest, number: int) -> HttpResponse:
    campaign = asked_campaign(request, number)
    form = forms.AmendCampaignForm(request.POST or None, initial=_initial(campaign))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if _kept(form, lambda: keep.amend_campaign(campaign, _written(said), author(request))):
            messages.success(request, "Campagne modifiée.")
            return redirect("visite", campaign.pk)
    back = reverse("visite", args=[campaign.pk])
    return _edited(request, form, f"Modifier «\u202f{campaign.title}\u202f»", back)


@action("visites.lire")
@require_safe
def campaign_page(request: PortalRequest, number: int) -> HttpResponse:
    """A delegate sees the doctors entrusted to him first; `dam=0` shows all."""
    campaign = asked_campaign(request, number)
    record(
        action="visites.lire",
        by=request.perimeter.user_id,
        obj=(keep.OBJECT, str(campaign.pk)),
        caisse=campaign.caisse,
    )
    return shown(request, campaign)


@action(PILOT)
@require_POST
def open_campaign(request: PortalRequest, number: int) -> HttpResponse:
    campaign = asked_campaign(request, number)
    try:
        keep.open_campaign(campaign, author(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Campagne ouverte : ses visites peuvent être proposées.")
    return redirect("visite", campaign.pk)


@action(PILOT)
@require_http_methods(["GET", "POST"])
def close_page(request: PortalRequest, number: int) -> HttpResponse:
    campaign = asked_campaign(request, number)
    form = forms.CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sentence = form.cleaned_data["phrase"]
        if _kept(form, lambda: keep.close_campaign(campaign, author(request), sentence=sentence)):
            messages.success(request, "Campagne close.")
            return redirect("visite", campaign.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "campaign": campaign}
    return render(request, "interviews/visites_clore.html", context, status=status)


def asked_campaign(request: PortalRequest, number: int) -> VisitCampaign:
    """The campaign, where this person may see it; elsewhere it does not exist."""
    found = select.one_campaign(request.perimeter, number)
    if found is None:
        raise Http404
    return found


def shown(
    request: PortalRequest,
    campaign: VisitCampaign,
    targets_form: forms.TargetsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    covered = select.covered(campaign)
    board = covered.board
    pilot = request.rights.can(PILOT, caisse=campaign.caisse)
    pilot = pilot and campaign.state != CampaignState.CLOSED
    people = select.delegates(campaign, request.perimeter.on) if pilot else []
    context = {
        "campaign": campaign,
        "title": campaign.title,
        "crumbs": crumbs(campaign.title),
        "theme": Theme(campaign.theme).label,
        "chip": present.state_chip(campaign),
        "days": present.days_words(campaign),
        "quota": present.quota_words(campaign),
        "note": present.NOT_A_PROCEDURE,
        "pilot": pilot,
        "draft": campaign.state == CampaignState.DRAFT,
        "figure": present.coverage_bars(board),
        "rows": present.board_rows(board, covered.names),
        "weeks": present.week_rows(board),
        "board_header": present.BOARD_HEADER,
        "week_header": present.WEEK_HEADER,
        "handed": select.handed_documents(campaign),
        "satisfaction": present.satisfaction_words(covered.marks),
        "targets_form": targets_form or forms.TargetsForm(people=people),
        **_targets(request, campaign, board),
    }
    return render(request, "interviews/visites_campagne.html", context, status=status)


def crumbs(title: str) -> list[tuple[str, str]]:
    return [("Visites", reverse("visites")), (title, "")]


def _targets(request: PortalRequest, campaign: VisitCampaign, board: Board) -> dict[str, Any]:
    form = forms.TargetFilter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    own = request.perimeter.user_id
    mine = any(row.delegate == own for row in board.rows)
    asked = said.get("dam")
    delegate = own if asked is None and mine else asked or None
    found = select.targets_of(campaign, coverage=said.get("etat", ""), delegate=delegate)
    pages = Paginator(found, PER_PAGE)
    pages.count = _known(board, said.get("etat", ""), delegate)
    page = pages.get_page(request.GET.get("page"))
    words = said.get("q", "")
    return {
        "filter": form,
        "page": page,
        "targets": present.target_lines(page.object_list),
        "mine": mine,
        "only_mine": delegate == own,
        "whole": board.whole.targets,
        "query": urlencode({n: v for n, v in request.GET.dict().items() if v and n != "page"}),
        "words": words,
        "found": select.found_doctors(campaign, words) if words else [],
    }


def _known(board: Board, state: str, delegate: int | None) -> int:
    """How many the list holds: the board has counted them already."""
    rows = board.rows if delegate else [board.whole]
    counts = [row.of(state) for row in rows if row.delegate == delegate]
    return sum(counts)


def _written(said: dict[str, Any]) -> keep.Written:
    return keep.Written(
        title=said["titre"],
        since=said["du"],
        until=said["au"],
        quota_by=said["quota_par"],
        quota=said["quota"],
        documents=tuple(said["documents"]),
    )


def _initial(campaign: VisitCampaign) -> dict[str, Any]:
    return {
        "titre": campaign.title,
        "du": campaign.since,
        "au": campaign.until,
        "quota_par": campaign.quota_by,
        "quota": campaign.quota,
        "documents": campaign.documents.all(),
    }


def _kept(form: PortalForm, act: Callable[[], VisitCampaign]) -> VisitCampaign | None:
    """What the service made, or its refusal beside the field that it is about."""
    try:
        return act()
    except Refusal as refusal:
        place = FIELD_OF.get(refusal.code)
        form.add_error(place if place in form.fields else None, refusal.message)
        return None


def _edited(request: PortalRequest, form: PortalForm, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "crumbs": crumbs(title), "back": back}
    context["note"] = present.NOT_A_PROCEDURE
    status = 422 if form.errors else 200
    return render(request, "interviews/visites_ecrire.html", context, status=status)
