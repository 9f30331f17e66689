"""Proposing an interview: first the doctor, then who leads, then the rest."""

from typing import Any

from django.contrib import messages
from django.db import transaction
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
from interviews.enums import Channel
from interviews.forms.proposing import ProposeForm
from interviews.models import Interview
from interviews.presenters.proposing import doctor_lines
from interviews.rules.leads import kinds_led
from interviews.selectors import proposing as select
from interviews.selectors.interviews import PLANS, Colleague, staff_at
from interviews.services.conduct import Proposed, Slot, propose, schedule
from prescribers.filters import caisse_labels
from prescribers.presenters.words import addressed_name, caisse_name


TITLE = "Proposer un entretien"
LONGEST_SEARCH, USUAL_MINUTES = 80, 40
FIELD_OF = {"DATE_PASSEE": "debut", "DEJA_PRIS": "debut", "NIR": "objet", "ANIMATEUR": "type"}


@action(PLANS)
@require_http_methods(["GET", "POST"])
def propose_page(request: PortalRequest) -> HttpResponse:
    rpps = request.GET.get("prescripteur", "")
    if not rpps:
        return _search(request)
    asked = select.asked_doctor(request.perimeter, rpps)
    if asked is None:
        raise Http404
    return _proposal(request, asked)


def _search(request: PortalRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH]
    context = {
        **_head(),
        "text": text,
        "searched": bool(text.strip()),
        "doctors": doctor_lines(select.found_doctors(request.perimeter, text)),
    }
    return render(request, "interviews/proposer_medecin.html", context)


def _proposal(request: PortalRequest, asked: select.Asked) -> HttpResponse:
    caisse = _one_of(request.GET.get("caisse", ""), asked.caisses)
    leads = [one for one in staff_at(caisse, request.perimeter.on) if kinds_led(one.roles)]
    lead = _lead(request, leads)
    form = _form(request, asked, caisse, lead)
    if request.method == "POST" and lead is not None and form.is_valid():
        made = _proposed(request, asked, caisse, lead, form)
        if made is not None:
            messages.success(request, "Entretien proposé.")
            return redirect("entretien", made.pk)
    labels = caisse_labels(asked.caisses, request.perimeter.on)
    context = {
        **_head(),
        "doctor": addressed_name(asked.prescriber),
        "rpps": asked.prescriber.rpps,
        "caisses": [(code, caisse_name(code, labels), code == caisse) for code in asked.caisses],
        "leads": [(one.pk, one.full_name, one == lead) for one in leads],
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "interviews/proposer.html", context, status=status)


def _head() -> dict[str, Any]:
    return {"title": TITLE, "crumbs": [("Entretiens", reverse("entretiens")), (TITLE, "")]}


def _one_of(said: str, known: tuple[str, ...]) -> str:
    return said if said in known else known[0]


def _lead(request: PortalRequest, leads: list[Colleague]) -> Colleague | None:
    """Who was chosen, else this person when he leads, else the first."""
    said = request.GET.get("animateur", str(request.perimeter.user_id))
    chosen = [one for one in leads if str(one.pk) == said]
    return next(iter([*chosen, *leads]), None)


def _form(
    request: PortalRequest, asked: select.Asked, caisse: str, lead: Colleague | None
) -> ProposeForm:
    return ProposeForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds_led(lead.roles) if lead is not None else (),
        zone=calendar_of_caisse(caisse).timezone,
        initial={"lieu": asked.place, "canal": Channel.PRACTICE, "minutes": USUAL_MINUTES},
    )


def _proposed(
    request: PortalRequest, asked: select.Asked, caisse: str, lead: Colleague, form: ProposeForm
) -> Interview | None:
    """The proposal and its date are one act: refused together."""
    said, author = form.cleaned_data, Author(at=timezone.now(), by=request.perimeter.user_id)
    what = Proposed(
        kind=said["type"],
        motive=said["motif"],
        channel=said["canal"],
        subject=said["objet"],
        place=said["lieu"],
        minutes=said["minutes"],
    )
    try:
        with transaction.atomic():
            user = User.objects.get(pk=lead.pk)
            made = propose(asked.prescriber, caisse, what, user, author)
            if said["debut"] is not None:
                slot = Slot(said["debut"], what.minutes, what.channel, what.place)
                schedule(made, slot, author)
    except Refusal as refusal:
        form.add_error(FIELD_OF.get(refusal.code), refusal.message)
        return None
    return made
