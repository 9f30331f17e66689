"""Inviting a doctor: the page of the invitation, its letter, its file, the hand over."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import PortalRequest, action
from core.documents import CONTENT_TYPE
from core.errors import Refusal
from core.journal import Author
from interviews.enums import InvitationChannel, State
from interviews.exports.invitation import agenda_file, invitation_letter, letter_name
from interviews.forms.availability import InviteForm, SentForm
from interviews.models import Interview
from interviews.presenters.interview import title_of
from interviews.presenters.moments import long_moment
from interviews.selectors.invitations import absence_over, own_agenda
from interviews.services.conduct import hand_over
from interviews.services.invitations import invite
from interviews.views.interview import asked_interview


TITLE = "Invitation"
CALENDAR = "text/calendar; charset=utf-8"
LONGEST_AGENDA, USUAL_AGENDA = 366, 90


@action("entretiens.planifier")
@require_http_methods(["GET", "POST"])
def invite_page(request: PortalRequest, number: int) -> HttpResponse:
    """A mail to an address, or a letter that a person prints and posts."""
    found = asked_interview(request, number)
    if found.state != State.SCHEDULED or found.starts_at is None:
        messages.error(request, "Fixez d’abord une date : elle est dans l’invitation.")
        return redirect("entretien", found.pk)
    form = InviteForm()
    if request.method == "POST":
        sent = SentForm(request.POST)
        channel = sent.cleaned_data["canal"] if sent.is_valid() else InvitationChannel.MAIL
        form = InviteForm(request.POST if channel is InvitationChannel.MAIL else {"adresse": "-"})
        if _invited(request, found, channel, form):
            return redirect("entretien", found.pk)
    back = reverse("entretien", args=[found.pk])
    context = {
        "title": TITLE,
        "crumbs": [(title_of(found), back), (TITLE, "")],
        "when": long_moment(found.starts_at, found.caisse),
        "number": found.pk,
        "form": form,
        "back": back,
    }
    return render(request, "interviews/inviter.html", context, status=422 if form.errors else 200)


def _invited(
    request: PortalRequest, found: Interview, channel: InvitationChannel, form: InviteForm
) -> bool:
    by_mail = channel is InvitationChannel.MAIL
    if by_mail and not form.is_valid():
        return False
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    try:
        invite(found, channel, form.cleaned_data["adresse"] if by_mail else "", author)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, "Invitation envoyée." if by_mail else "Lettre notée comme envoyée.")
    return True


@action("entretiens.planifier")
@require_safe
def invitation_document(request: PortalRequest, number: int) -> HttpResponse:
    found = _dated(request, number)
    content = invitation_letter(found, request.perimeter.on)
    return _file(content, CONTENT_TYPE, letter_name(found))


@action("entretiens.planifier")
@require_safe
def invitation_calendar(request: PortalRequest, number: int) -> HttpResponse:
    """The date for the calendar of a colleague; the doctor's own file leaves with his mail."""
    found = _dated(request, number)
    return _file(agenda_file([found]).encode(), CALENDAR, f"entretien-{found.pk}.ics")


@action("entretiens.lire")
@require_safe
def own_calendar(request: PortalRequest) -> HttpResponse:
    """What this person leads, from today, for `jours` days (90 unless told, 366 at most)."""
    asked = request.GET.get("jours", "")
    days = min(int(asked), LONGEST_AGENDA) if asked.isascii() and asked.isdigit() else USUAL_AGENDA
    since = timezone.make_aware(datetime.combine(request.perimeter.on, time()))
    found = own_agenda(request.perimeter, since, days)
    return _file(agenda_file(found).encode(), CALENDAR, "mes-entretiens.ics")


@action("entretiens.planifier")
@require_http_methods(["GET", "POST"])
def give_to_substitute(request: PortalRequest, number: int) -> HttpResponse:
    """One click: the substitute of the absence leads; the service checks that he may."""
    found = asked_interview(request, number)
    away = absence_over(found) if request.method == "POST" else None
    if away is None or away.substitute is None:
        return redirect("entretien", found.pk)
    last = away.until - timedelta(days=1)
    reason = f"Absence du {away.since:%d/%m/%Y} au {last:%d/%m/%Y}"
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    try:
        hand_over(found, away.substitute, author, reason=reason)
        messages.success(request, f"Entretien confié à {away.substitute.full_name}.")
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("entretien", found.pk)


def _dated(request: PortalRequest, number: int) -> Interview:
    """A paper without a date does not exist."""
    found = asked_interview(request, number)
    if found.state != State.SCHEDULED:
        raise Http404
    return found


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": disposition or "attachment",
            "Cache-Control": "private, no-store",
        },
    )
