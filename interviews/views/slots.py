"""The slots of the next ten working days: one click gives the date."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.journal import Author
from interviews.enums import Event, State
from interviews.forms.availability import SlotForm
from interviews.models import Interview
from interviews.presenters import availability as present
from interviews.presenters.interview import title_of
from interviews.rules.slots import days_ahead
from interviews.rules.workflow import step_from
from interviews.selectors.slots import agenda_of
from interviews.services.slots import take_slot
from interviews.views.interview import asked_interview


TITLE = "Créneaux"


@action("entretiens.planifier")
@require_http_methods(["GET", "POST"])
def slots_page(request: PortalRequest, number: int) -> HttpResponse:
    """Nothing is proposed for an interview that takes no date any more."""
    found = asked_interview(request, number)
    if not any(step_from(State(found.state), event) for event in (Event.SCHEDULE, Event.MOVE)):
        messages.error(request, "Cet entretien ne reçoit plus de date.")
        return redirect("entretien", found.pk)
    moves = found.state == State.SCHEDULED
    form = SlotForm(request.POST or None, moves=moves)
    if request.method == "POST" and form.is_valid() and _taken(request, found, form):
        return redirect("entretien", found.pk)
    return _shown(request, found, form)


def _taken(request: PortalRequest, found: Interview, form: SlotForm) -> bool:
    said, author = form.cleaned_data, Author(at=timezone.now(), by=request.perimeter.user_id)
    try:
        take_slot(found, said["debut"], author, reason=said.get("motif", ""))
    except Refusal as refusal:
        form.add_error("motif" if refusal.code.startswith("MOTIF") else None, refusal.message)
        return False
    messages.success(request, "Date enregistrée.")
    return True


def _shown(request: PortalRequest, found: Interview, form: SlotForm) -> HttpResponse:
    agenda = agenda_of(found, timezone.now())
    days = present.slot_days(days_ahead(agenda), found.minutes, agenda)
    back = reverse("entretien", args=[found.pk])
    context = {
        "title": TITLE,
        "crumbs": [(title_of(found), back), (TITLE, "")],
        "sentence": present.slots_sentence(found, days),
        "days": days,
        "form": form,
        "back": back,
        "hours": reverse("entretien-consultations", args=[found.pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "interviews/creneaux.html", context, status=status)
