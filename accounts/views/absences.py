"""Absences and substitutes: one's own, those of the service, and for a head those of others."""

from datetime import date, timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import Role
from accounts.forms.absences import AbsenceForm, ChangeForm
from accounts.models import Absence, User
from accounts.permissions import PortalRequest, action
from accounts.presenters.absences import absence_lines
from accounts.selectors import preference
from accounts.selectors.absences import (
    NO_MAIL,
    colleagues,
    coming_absences,
    declared_for,
    service_of,
)
from accounts.services.absences import Away, change, declare, take_back
from accounts.services.preferences import forget, remember
from core.errors import Refusal
from core.journal import Author


DECLARES_FOR_OTHERS = frozenset({Role.MEDECIN_CHEF, Role.ADMIN_TECHNIQUE})
ONE_DAY = timedelta(days=1)
FIELDS = {
    "DEBUT_PASSE": "du",
    "CHEVAUCHEMENT": "du",
    "FIN_PASSEE": "au",
    "TROP_LONGUE": "au",
    "SOI_MEME": "remplacant",
    "SANS_ROLE": "remplacant",
    "REMPLACANT_ABSENT": "remplacant",
    "CIRCULAIRE": "remplacant",
}


@action("journee.lire")
@require_http_methods(["GET", "POST"])
def absence_page(request: PortalRequest) -> HttpResponse:
    """The list, and the form that declares one."""
    today = request.rights.on
    people = _people(request)
    form = AbsenceForm(
        request.POST or None,
        people=people,
        substitutes=_substitutes(request, people),
        initial={"du": today, "personne": request.perimeter.user_id},
    )
    if request.method == "POST" and form.is_valid() and _declared(request, form, today):
        return redirect("absences")
    mine = service_of(request.perimeter.user_id, today)
    seen = mine if people is None else people | mine
    context = {
        "form": form,
        "lines": absence_lines(coming_absences(seen, today), today, _changeable(request, people)),
        "wants_mail": preference(request.perimeter, NO_MAIL) is None,
    }
    return render(request, "accounts/absences.html", context, status=422 if form.errors else 200)


@action("journee.lire")
@require_http_methods(["GET", "POST"])
def absence_change(request: PortalRequest, number: int) -> HttpResponse:
    absence, today = _own(request, number), request.rights.on
    initial = {"au": absence.until - ONE_DAY, "remplacant": absence.substitute_id}
    form = ChangeForm(
        request.POST or None, substitutes=colleagues(absence.user_id, today), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            until = said["au"] + ONE_DAY
            change(absence, until, said["remplacant"], _author(request), today=today)
        except Refusal as refusal:
            form.add_error(_field(form, refusal), refusal.message)
        else:
            messages.success(request, "L’absence est changée.")
            return redirect("absences")
    context = {"form": form, "absence": absence, "begun": absence.since < today}
    return render(request, "accounts/absence.html", context, status=422 if form.errors else 200)


@action("journee.lire")
@require_POST
def absence_end(request: PortalRequest, number: int) -> HttpResponse:
    absence = _own(request, number)
    try:
        take_back(absence, _author(request), today=request.rights.on)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "L’absence est retirée.")
    return redirect("absences")


@action("journee.lire")
@require_POST
def mail_choice(request: PortalRequest) -> HttpResponse:
    """The grouped mail of Monday: wanted, or not."""
    if "recevoir" in request.POST:
        forget(user_id=request.perimeter.user_id, key=NO_MAIL)
    else:
        remember(user_id=request.perimeter.user_id, key=NO_MAIL, value=True)
    messages.success(request, "Votre choix est enregistré.")
    return redirect("absences")


def _declared(request: PortalRequest, form: AbsenceForm, today: date) -> bool:
    said = form.cleaned_data
    user = said.get("personne") or User.objects.get(pk=request.perimeter.user_id)
    away = Away(said["du"], said["au"] + ONE_DAY, said["remplacant"])
    try:
        declare(user, away, _author(request), today=today)
    except Refusal as refusal:
        form.add_error(_field(form, refusal), refusal.message)
        return False
    messages.success(request, "L’absence est inscrite.")
    return True


def _people(request: PortalRequest) -> "QuerySet[User] | None":
    """For whom a head or an administrator may declare; None for everybody else."""
    grants = [one for one in request.rights.grants if one.role in DECLARES_FOR_OTHERS]
    return declared_for(grants, request.perimeter.user_id, request.rights.on) if grants else None


def _substitutes(request: PortalRequest, people: "QuerySet[User] | None") -> "QuerySet[User]":
    """The service checks that they share a role with the person who is away."""
    mine = colleagues(request.perimeter.user_id, request.rights.on)
    return mine if people is None else (people | mine).distinct()


def _changeable(request: PortalRequest, people: "QuerySet[User] | None") -> set[int]:
    others = set() if people is None else set(people.values_list("pk", flat=True))
    return {request.perimeter.user_id, *others}


def _own(request: PortalRequest, number: int) -> Absence:
    """One's own, or that of somebody for whom one declares; elsewhere it does not exist."""
    found = Absence.objects.select_related("user", "substitute").filter(pk=number).first()
    if found is None or found.user_id not in _changeable(request, _people(request)):
        raise Http404
    return found


def _field(form: AbsenceForm | ChangeForm, refusal: Refusal) -> str | None:
    where = FIELDS.get(refusal.code)
    return where if where in form.fields else None


def _author(request: PortalRequest) -> Author:
    return Author(at=timezone.now(), by=request.perimeter.user_id)
