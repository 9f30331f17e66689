"""Where, for whom and since when the service is open; how much of it is used."""

from datetime import timedelta
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import PortalRequest, action
from core.charts.numbers import date_fr
from prescribers.presenters.words import specialty_name
from sosij.forms.organising import OpeningForm
from sosij.models import Opening
from sosij.presenters.openings import opening_groups, span_of
from sosij.selectors.openings import asked_and_targeted, asked_since, every_opening
from sosij.selectors.organising import is_national
from sosij.services.openings import OBJECT, cancel_opening, close_opening, open_service
from sosij.views.organising import (
    Ending,
    Sheet,
    author_of,
    carried_out,
    ended,
    history,
    refused,
    section,
)


BACK = "sosij-ouvertures"
YEAR = timedelta(days=365)
NOT_NATIONAL = (
    "Les ouvertures se décident au niveau national : l’administration nationale les pose."
)
FIELDS = {
    "DEPARTEMENT": "departement",
    "CHEVAUCHEMENT": "specialite",
    "DEBUT_PASSE": "depuis",
    "FIN_PASSEE": "jusqua",
    "MOTIF_COURT": "source",
    "MOTIF_NIR": "source",
    "SOURCE_LONGUE": "source",
}


@action("sosij.organiser")
@require_safe
def opening_list(request: PortalRequest) -> HttpResponse:
    perimeter = request.perimeter
    asked = asked_since(perimeter, perimeter.on - YEAR)
    counts = asked_and_targeted(perimeter, asked, perimeter.on)
    return section(
        request,
        BACK,
        "sosij/ouvertures.html",
        groups=opening_groups(every_opening(), *counts, perimeter.on),
        may_open=is_national(perimeter),
        history=history(request, OBJECT, public=True),
    )


@action("sosij.organiser")
@require_http_methods(["GET", "POST"])
def opening_add(request: PortalRequest) -> HttpResponse:
    if not is_national(request.perimeter):
        return refused(request, BACK, NOT_NATIONAL)
    form = OpeningForm(request.POST or None, initial={"depuis": request.perimeter.on})
    sheet = Sheet(
        "Ouvrir le service",
        "Les médecins de cette spécialité pourront poser une question dès ce jour.",
        "Ouvrir",
        "Ouverture enregistrée.",
        BACK,
        fields=FIELDS,
    )
    return carried_out(
        request,
        form,
        sheet,
        lambda said: open_service(
            said["departement"],
            said["specialite"],
            said["depuis"],
            author_of(request),
            source=said["source"],
        ),
    )


@action("sosij.organiser")
@require_http_methods(["GET", "POST"])
def opening_close(request: PortalRequest, number: int) -> HttpResponse:
    """Close what has begun; take back what was only announced."""
    opening = get_object_or_404(Opening, pk=number)
    if not is_national(request.perimeter):
        return refused(request, BACK, NOT_NATIONAL)
    today = request.perimeter.on
    days = span_of(opening, today)
    what = f"{specialty_name(opening.specialty)}, département {opening.departement}, {days.words}."
    tomorrow = today + timedelta(days=1)
    ending = Ending(
        taken_back=Sheet(
            "Retirer cette ouverture annoncée\u202f?",
            f"{what} Elle n’a pas commencé : elle sera effacée.",
            "Retirer",
            "Ouverture retirée.",
            BACK,
            halt=True,
        ),
        closed=Sheet(
            "Fermer cette ouverture\u202f?",
            f"{what} Dès ce jour les nouvelles demandes seront refusées ; celles qui sont reçues "
            f"suivent leur cours. Le plus tôt possible : {date_fr(tomorrow)}.",
            "Fermer",
            "Fermeture enregistrée.",
            BACK,
            halt=True,
            fields=FIELDS,
        ),
        label="Premier jour fermé",
        first=tomorrow,
    )
    return ended(
        request,
        ending,
        begun=days.begun,
        cancel=partial(cancel_opening, opening),
        close=partial(close_opening, opening),
    )
