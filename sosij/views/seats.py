"""Who answers at which desk of which caisse, and how many requests each holds."""

from functools import partial

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import PortalRequest, action
from sosij.forms.organising import CapacityForm, SeatForm
from sosij.models import Seat
from sosij.presenters.seats import seat_lines, seat_title
from sosij.selectors.organising import chief_caisses, is_chief_of
from sosij.selectors.seats import held_now, seats
from sosij.services.seats import (
    OBJECT,
    Place,
    cancel_seat,
    change_seat,
    close_seat,
    seat,
)
from sosij.views.organising import (
    Ending,
    Sheet,
    author_of,
    caisse_labels,
    carried_out,
    ended,
    history,
    refused,
    section,
)


BACK = "sosij-places"
NOT_CHIEF = "Les places se donnent par le médecin-conseil chef de service de la caisse."
FIELDS = {
    "SANS_ROLE": "personne",
    "CHEVAUCHEMENT": "personne",
    "CAPACITE": "capacite",
    "SANS_CHANGEMENT": "capacite",
    "DEBUT_PASSE": "depuis",
    "FIN_PASSEE": "jusqua",
}


@action("sosij.organiser")
@require_safe
def seat_list(request: PortalRequest) -> HttpResponse:
    perimeter = request.perimeter
    past = "passees" in request.GET
    listed = list(seats(perimeter, perimeter.on, past=past))
    chief = chief_caisses(perimeter)
    return section(
        request,
        BACK,
        "sosij/places.html",
        lines=seat_lines(listed, held_now(listed), caisse_labels(request), chief, perimeter.on),
        may_seat=bool(chief),
        past=past,
        history=history(request, OBJECT),
    )


@action("sosij.organiser")
@require_http_methods(["GET", "POST"])
def seat_add(request: PortalRequest) -> HttpResponse:
    caisses = [
        pair for pair in caisse_labels(request).items() if is_chief_of(request.perimeter, pair[0])
    ]
    if not caisses:
        return refused(request, BACK, NOT_CHIEF)
    form = SeatForm(request.POST or None, caisses=caisses, initial={"depuis": request.perimeter.on})
    sheet = Sheet(
        "Donner une place",
        "La personne pourra prendre les demandes de ce guichet, ou en recevoir.",
        "Donner la place",
        "Place donnée.",
        BACK,
        fields=FIELDS,
    )
    return carried_out(
        request,
        form,
        sheet,
        lambda said: seat(
            said["personne"],
            Place(said["caisse"], said["guichet"], said["depuis"], said["jusqua"]),
            author_of(request),
            capacity=said["capacite"],
            head=said["responsable"],
        ),
    )


@action("sosij.organiser")
@require_http_methods(["GET", "POST"])
def seat_change(request: PortalRequest, number: int) -> HttpResponse:
    given = _own_seat(request, number)
    form = CapacityForm(
        request.POST or None,
        initial={"capacite": given.capacity, "responsable": "oui" if given.head else "non"},
    )
    sheet = Sheet(
        "Changer une place",
        f"{seat_title(given, caisse_labels(request))}. Ce qu’elle tient déjà reste à son nom, même "
        "au-delà.",
        "Enregistrer",
        "Place changée.",
        BACK,
        fields=FIELDS,
    )
    return carried_out(
        request,
        form,
        sheet,
        lambda said: change_seat(
            given, author_of(request), capacity=said["capacite"], head=said["responsable"]
        ),
    )


@action("sosij.organiser")
@require_http_methods(["GET", "POST"])
def seat_close(request: PortalRequest, number: int) -> HttpResponse:
    """End what has begun; take back what was only announced."""
    given = _own_seat(request, number)
    today = request.perimeter.on
    who = seat_title(given, caisse_labels(request))
    held = held_now([given]).get((given.user_id, given.caisse, given.desk), 0)
    ending = Ending(
        taken_back=Sheet(
            "Retirer cette place à venir\u202f?",
            f"{who}. Elle n’a pas commencé : elle sera effacée.",
            "Retirer",
            "Place retirée.",
            BACK,
            halt=True,
        ),
        closed=Sheet(
            "Fermer cette place\u202f?",
            f"{who}. Demandes tenues aujourd’hui\u202f: {held}\u202f; elles restent à son nom "
            "jusqu’à ce qu’une autre personne les prenne.",
            "Fermer la place",
            "Fin de place enregistrée.",
            BACK,
            halt=True,
            fields=FIELDS,
        ),
        label="Premier jour sans place",
        first=today,
    )
    return ended(
        request,
        ending,
        begun=given.since <= today,
        cancel=partial(cancel_seat, given),
        close=partial(close_seat, given),
    )


def _own_seat(request: PortalRequest, number: int) -> Seat:
    """A seat of a caisse that this person heads; elsewhere it does not exist."""
    given = seats(request.perimeter, request.perimeter.on, past=True).filter(pk=number).first()
    if given is None or not is_chief_of(request.perimeter, given.caisse):
        raise Http404
    return given
