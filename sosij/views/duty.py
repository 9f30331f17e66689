"""The roster of a desk: who is on duty, the gaps ahead, turns added and withdrawn."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.journal import Author
from core.workdays import calendar_of_caisse
from prescribers.filters import caisse_labels
from sosij.enums import Desk
from sosij.forms.duty import DutyForm
from sosij.presenters import duty as present
from sosij.rules.clock import level_on
from sosij.rules.roster import weeks_ahead
from sosij.selectors import duty as select
from sosij.services.duty import Turn, put_on_duty, take_off_duty


TITLE = "Astreinte"
FIELD_OF = {
    "JOUR_PASSE": "premier",
    "JOURS_INVERSES": "dernier",
    "TROP_LONG": "dernier",
    "SANS_PLACE": "personne",
    "DEJA_PRISE": "premier",
}


@action("sosij.lire")
@require_http_methods(["GET", "POST"])
def duty_page(request: PortalRequest) -> HttpResponse:
    desks = select.desks_seen(request.perimeter)
    if not desks:
        return render(request, "sosij/astreinte.html", {"title": TITLE, "crumbs": _crumbs()})
    caisse, desk = _asked(request, desks)
    heads = select.heads(caisse, desk, request.perimeter.on)
    fills = _fills(request, caisse, heads)
    form = None
    if fills:
        people = select.seated(caisse, desk, request.perimeter.on)
        form = DutyForm(request.POST or None, people=people)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid() and _written(request, form, caisse, desk):
            return redirect(_address(caisse, desk))
    context = _roster(request, caisse, desk, heads) | {
        "tabs": present.desk_tabs(
            desks, caisse_labels([code for code, _ in desks], request.perimeter.on), (caisse, desk)
        ),
        "form": form,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "sosij/astreinte.html", context, status=status)


@action("sosij.lire")
@require_http_methods(["GET", "POST"])
def withdraw_page(request: PortalRequest, duty_id: int) -> HttpResponse:
    """A confirmation, then the duty is withdrawn or ends with yesterday."""
    duty = select.one_duty(request.perimeter, duty_id)
    if duty is None:
        raise Http404
    desk = Desk(duty.desk)
    if not _fills(request, duty.caisse, select.heads(duty.caisse, desk, request.perimeter.on)):
        raise PermissionDenied
    back = _address(duty.caisse, desk)
    if request.method == "POST":
        try:
            take_off_duty(duty.pk, request.perimeter.on, _author(request))
            messages.success(request, "Astreinte retirée.")
        except Refusal as refusal:
            messages.error(request, refusal.message)
        return redirect(back)
    (line,) = present.duty_lines([duty], request.perimeter.on)
    context = {"line": line, "action": request.path, "back": back}
    return render(request, "sosij/astreinte_retirer.html", context)


def _asked(request: PortalRequest, desks: list[tuple[str, Desk]]) -> tuple[str, Desk]:
    """The desk of the address, or the first; one that is not seen does not exist."""
    code = request.GET.get("guichet", "")
    if not code:
        return desks[0]
    for caisse, desk in desks:
        if present.desk_code(caisse, desk) == code:
            return caisse, desk
    raise Http404


def _fills(request: PortalRequest, caisse: str, heads: list[User]) -> bool:
    """A head of the desk, or who organises SOS IJ for the caisse."""
    at_the_head = any(user.pk == request.perimeter.user_id for user in heads)
    return at_the_head or request.rights.can("sosij.organiser", caisse=caisse)


def _written(request: PortalRequest, form: DutyForm, caisse: str, desk: Desk) -> bool:
    said = form.cleaned_data
    turn = Turn(caisse, desk, said["personne"], said["premier"], said["dernier"])
    try:
        put_on_duty(turn, request.perimeter.on, _author(request))
    except Refusal as refusal:
        form.add_error(FIELD_OF[refusal.code], refusal.message)
        return False
    messages.success(request, "Astreinte enregistrée.")
    return True


def _roster(request: PortalRequest, caisse: str, desk: Desk, heads: list[User]) -> dict[str, Any]:
    today = request.perimeter.on
    duties = select.duties(caisse, desk, today)
    stretches = select.stretches(caisse, desk, duties)
    hours = level_on(today).hours(calendar_of_caisse(caisse))
    weeks = weeks_ahead(today, stretches, hours.counts)
    return {
        "title": TITLE,
        "crumbs": _crumbs(),
        "desk": present.desk_code(caisse, desk),
        "sentence": present.roster_sentence(today, stretches, weeks),
        "heads": present.heads_words(heads),
        "weeks": present.week_lines(weeks),
        "duties": present.duty_lines(duties, today),
    }


def _address(caisse: str, desk: Desk) -> str:
    return f"{reverse('sosij-astreinte')}?guichet={present.desk_code(caisse, desk)}"


def _crumbs() -> list[tuple[str, str]]:
    return [("SOS IJ", reverse("sosij")), (TITLE, "")]


def _author(request: PortalRequest) -> Author:
    return Author(at=timezone.now(), by=request.perimeter.user_id)
