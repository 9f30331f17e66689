"""The doctors of a campaign: added by its pilot, then one by one, proposed, entrusted, rated."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import PortalForm
from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from interviews.enums import CampaignState, Ending
from interviews.forms import visits as forms
from interviews.models import VisitCampaign, VisitTarget
from interviews.presenters import visits as present
from interviews.rules.visits import is_held
from interviews.selectors import visits as select
from interviews.services import visit_targets as keep
from interviews.services.visits import rate_visit
from interviews.views.contacts import author
from interviews.views.visits import PILOT, asked_campaign, shown
from interviews.views.webinars import added_words
from prescribers.asked import asked_list


@action(PILOT)
@require_POST
def add_targets(request: PortalRequest, number: int) -> HttpResponse:
    campaign = asked_campaign(request, number)
    people = select.delegates(campaign, request.perimeter.on)
    form = forms.TargetsForm(request.POST, people=people)
    if form.is_valid():
        said = form.cleaned_data
        sharing = keep.Sharing(said["dam"], said["priorite"], said["raison"])
        try:
            wanted = [*said["numeros"], *_listed(request, campaign, said["liste"])]
            added = keep.add_targets(campaign, wanted, sharing, author(request))
        except Refusal as refusal:
            form.add_error("liste" if refusal.code == "LISTE" else None, refusal.message)
        else:
            messages.success(request, added_words(added))
            return redirect("visite", campaign.pk)
    return shown(request, campaign, form, status=422)


@action("visites.lire")
@require_safe
def target_page(request: PortalRequest, number: int) -> HttpResponse:
    return _shown(request, _asked(request, number))


@action(PILOT)
@require_http_methods(["GET", "POST"])
def remove_page(request: PortalRequest, number: int) -> HttpResponse:
    target = _asked(request, number)
    form = forms.RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keep.remove_target(target, author(request), reason=form.cleaned_data["motif"])
        except Refusal as refusal:
            form.add_error("motif", refusal.message)
        else:
            messages.success(request, "Médecin retiré de la campagne.")
            return redirect("visite", target.campaign_id)
    context = {"form": form, "target": target, "line": present.target_line(target)}
    status = 422 if form.errors else 200
    return render(request, "interviews/visites_retirer.html", context, status=status)


@action(PILOT)
@require_POST
def entrust(request: PortalRequest, number: int) -> HttpResponse:
    target = _asked(request, number)
    people = select.delegates(target.campaign, request.perimeter.on)
    form = forms.EntrustForm(request.POST, people=people)
    if form.is_valid():
        try:
            keep.entrust(target, form.cleaned_data["dam"], author(request))
        except Refusal as refusal:
            form.add_error("dam", refusal.message)
        else:
            messages.success(request, "Médecin confié.")
            return redirect("visite-cible", target.pk)
    return _shown(request, target, entrust=form, status=422)


@action("entretiens.planifier")
@require_POST
def propose(request: PortalRequest, number: int) -> HttpResponse:
    """Whoever plans interviews proposes the visit; who was given the doctor leads it."""
    target = _asked(request, number)
    form = forms.ProposeForm(request.POST)
    if form.is_valid():
        try:
            visit = keep.propose_visit(target, form.cleaned_data["canal"], author(request))
        except Refusal as refusal:
            form.add_error("canal", refusal.message)
        else:
            messages.success(request, "Visite proposée : donnez-lui une date.")
            return redirect("entretien", visit.pk)
    return _shown(request, target, propose=form, status=422)


@action("entretiens.tenir")
@require_POST
def rate(request: PortalRequest, number: int) -> HttpResponse:
    target = _asked(request, number)
    if target.interview is None:
        raise Http404
    form = forms.RateForm(request.POST)
    if form.is_valid():
        try:
            rate_visit(target.interview, form.cleaned_data["note"], author(request))
        except Refusal as refusal:
            form.add_error("note", refusal.message)
        else:
            messages.success(request, "Réponse du médecin enregistrée.")
            return redirect("visite-cible", target.pk)
    return _shown(request, target, rate=form, status=422)


def _listed(request: PortalRequest, campaign: VisitCampaign, address: str) -> list[str]:
    """The numbers of a filtered list, at the caisse of the campaign."""
    if not address:
        return []
    perimeter = request.rights.perimeter("prescripteurs.lire")
    asked = perimeter and asked_list(perimeter, QueryDict(urlsplit(address).query))
    if not asked or not asked.chosen:
        raise Refusal("LISTE", "Collez l’adresse d’une liste filtrée : celle-ci n’a aucun filtre.")
    found = asked.found.filter(caisse=campaign.caisse).order_by("rpps")
    return list(found.values_list("rpps", flat=True)[: keep.MOST_AT_ONCE + 1])


def _asked(request: PortalRequest, number: int) -> VisitTarget:
    """Read with the right to read campaigns, whatever the act asks for."""
    perimeter = request.rights.perimeter("visites.lire")
    found = perimeter and select.one_target(perimeter, number)
    if not found or not request.perimeter.covers(found.campaign.caisse):
        raise Http404
    return found


def _shown(
    request: PortalRequest, target: VisitTarget, status: int = 200, **bound: PortalForm
) -> HttpResponse:
    """`bound`: the form of an act that was refused, with what was typed."""
    campaign, line = target.campaign, present.target_line(target)
    offered = {f"{name}_form": form for name, form in _forms(request, target).items()}
    context = {
        "target": target,
        "campaign": campaign,
        "title": line.doctor,
        "line": line,
        "crumbs": [
            ("Visites", reverse("visites")),
            (campaign.title, reverse("visite", args=[campaign.pk])),
            (line.doctor, ""),
        ],
        "may_remove": "entrust_form" in offered,
        "rated": target.interview is not None and hasattr(target.interview, "satisfaction"),
        **offered,
        **{f"{name}_form": form for name, form in bound.items()},
    }
    return render(request, "interviews/visites_cible.html", context, status=status)


def _forms(request: PortalRequest, target: VisitTarget) -> dict[str, PortalForm]:
    """What this person may do with this doctor now."""
    campaign, visit, can = target.campaign, target.interview, request.rights.can
    found: dict[str, PortalForm] = {}
    if visit is None or visit.ending == Ending.CANCELLED:
        free, state = target.removed_at is None, campaign.state
        if free and state != CampaignState.CLOSED and can(PILOT, caisse=campaign.caisse):
            people = select.delegates(campaign, request.perimeter.on)
            found["entrust"] = forms.EntrustForm(people=people)
        planner = can("entretiens.planifier", caisse=campaign.caisse)
        if free and state == CampaignState.OPEN and planner:
            found["propose"] = forms.ProposeForm()
        return found
    own = visit.lead_id == request.perimeter.user_id
    if own and is_held(visit.state, visit.ending) and not hasattr(visit, "satisfaction"):
        found["rate"] = forms.RateForm()
    return found
