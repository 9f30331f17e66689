"""The page of the head: choose a period, see whom it reaches, take the links, read the remarks."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import OrganisationKind
from accounts.permissions import PortalRequest, action
from accounts.selectors import organisations
from core.errors import Refusal
from core.journal import Author
from prescribers.presenters.csv_text import CONTENT_TYPE, attached, csv_text
from sosij.forms.questionnaire import PeriodForm
from sosij.presenters import questionnaire as present
from sosij.rules.survey import ASKED_AGAIN_AFTER, last_quarter
from sosij.selectors import questionnaire as select
from sosij.services import questionnaire as survey


SENDER = "sosij.questionnaire"
RPPS_COLUMN = frozenset({0})


@action(SENDER)
@require_safe
def survey_page(request: PortalRequest) -> HttpResponse:
    since, until = last_quarter(request.perimeter.on)
    caisses = _caisses(request)
    first = {"du": since, "au": until, "caisse": next(iter(caisses), "")}
    form = PeriodForm(request.GET or None, initial=first, caisses=list(caisses.items()))
    return _shown(request, form, caisses)


@action(SENDER)
@require_POST
def links_file(request: PortalRequest) -> HttpResponse:
    """The links, once: the portal keeps no clear token, so the file can't be made again."""
    caisses = _caisses(request)
    form = PeriodForm(request.POST, caisses=list(caisses.items()))
    if not form.is_valid():
        return _shown(request, form, caisses, status=422)
    said = form.cleaned_data
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    try:
        links = survey.prepare_survey(said["caisse"], said["du"], said["au"], author)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _shown(request, form, caisses, status=422)
    rows = [(link.rpps, str(link.kind.label), _address(request, link.token)) for link in links]
    return HttpResponse(
        csv_text(present.HEADER, rows, names=RPPS_COLUMN),
        content_type=CONTENT_TYPE,
        headers=attached(f"questionnaire-sos-ij-{said['caisse']}-{said['au']:%Y-%m}"),
    )


@action(SENDER)
@require_POST
def cancel(request: PortalRequest, survey_id: int) -> HttpResponse:
    found = select.one_survey(request.perimeter, survey_id)
    if found is None:
        raise Http404
    try:
        survey.cancel_survey(found, Author(at=timezone.now(), by=request.perimeter.user_id))
        messages.success(request, "Envoi annulé\u202f: ses liens ne fonctionnent plus.")
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("sosij-questionnaire")


def _caisses(request: PortalRequest) -> dict[str, str]:
    found = organisations(request.perimeter).filter(kind=OrganisationKind.CAISSE)
    return {one.code: one.label or one.code for one in found.order_by("code")}


def _address(request: PortalRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("sosij-questionnaire-medecin", args=[token]))


def _shown(
    request: PortalRequest, form: PeriodForm, caisses: dict[str, str], status: int = 200
) -> HttpResponse:
    on = request.perimeter.on
    title = "Questionnaire aux médecins"
    context: dict[str, Any] = {
        "title": title,
        "crumbs": [("SOS IJ", reverse("sosij")), (title, "")],
        "form": form,
        "lines": present.survey_lines(select.surveys(request.perimeter), caisses, on),
        "remarks": present.remark_lists(
            select.remarks(request.perimeter, (on - ASKED_AGAIN_AFTER).replace(day=1))
        ),
    }
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        period = survey.moments(said["du"], said["au"])
        found = select.targets(said["caisse"], period, on)
        context |= {
            "reached": present.reached(found),
            "anybody": present.anybody(found),
            "asked": said,
        }
    return render(request, "sosij/questionnaire.html", context, status=status)
