"""Who gives how much time to interviews, and when a doctor sees his patients."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.journal import Author
from interviews.forms.availability import CapacityForm, HoursForm
from interviews.models import Interview
from interviews.presenters import availability as present
from interviews.presenters.interview import title_of
from interviews.selectors.capacity import capacities_in, capacity_of, places_led
from interviews.selectors.slots import consultations_of
from interviews.services.capacity import declare_capacity
from interviews.services.consultations import Declared, declare_hours, withdraw_hours
from interviews.views.interview import asked_interview
from prescribers.filters import caisse_labels


TITLE = "Disponibilités"
HOURS_TITLE = "Consultations du médecin"
FIELD_OF = {
    "JOUR_PASSE": "depuis",
    "DEJA_DECLAREE": "depuis",
    "MINUTES": "heures",
    "SANS_DROIT": "personne",
    "HEURES_INVERSES": "fin",
    "DEJA_DITES": "debut",
}


@action("entretiens.planifier")
@require_http_methods(["GET", "POST"])
def availability_page(request: PortalRequest) -> HttpResponse:
    """One's own capacity; that of the service for its head."""
    on = request.perimeter.on
    places = _places(request)
    labels = caisse_labels({code for _, code in places}, on)
    form = _capacity_form(request, places, labels)
    sent = request.method == "POST"
    if sent and form is not None and form.is_valid() and _declared(request, places, form):
        return redirect("entretiens-disponibilites")
    people = {user.pk: user for user, _ in places}
    shown = {(user.pk, code) for user, code in places}
    rows = [
        row for row in capacities_in(request.perimeter, on) if (row.user_id, row.caisse) in shown
    ]
    planned = {pk: load.planned for pk, load in capacity_of(people.values(), on).items()}
    context = {
        "title": TITLE,
        "crumbs": [(TITLE, "")],
        "lines": present.capacity_lines(rows, planned, labels),
        "form": form,
    }
    # Sent by who leads nothing, or refused: the page again.
    status = 422 if sent else 200
    return render(request, "interviews/disponibilites.html", context, status=status)


@action("entretiens.planifier")
@require_http_methods(["GET", "POST"])
def consultations_page(request: PortalRequest, number: int) -> HttpResponse:
    """The hours of the doctor of one interview: who plans it heard them from him."""
    found = asked_interview(request, number)
    rows = consultations_of(found.prescriber_id, request.perimeter.on)
    form = HoursForm(initial={"depuis": request.perimeter.on})
    if request.method == "POST":
        if "retirer" in request.POST:
            return _withdrawn(request, found)
        form = HoursForm(request.POST)
        if form.is_valid() and _hours_written(request, found, form):
            return redirect("entretien-consultations", found.pk)
    back = reverse("entretien", args=[found.pk])
    context = {
        "title": HOURS_TITLE,
        "crumbs": [(title_of(found), back), (HOURS_TITLE, "")],
        "lines": present.hours_lines(rows),
        "form": form,
        "slots": reverse("entretien-creneaux", args=[found.pk]),
        "back": back,
    }
    status = 422 if form.errors else 200
    return render(request, "interviews/consultations.html", context, status=status)


def _places(request: PortalRequest) -> list[tuple[User, str]]:
    """The whole service where one is its head, oneself elsewhere."""
    asks = request.perimeter
    return [
        (user, code)
        for user, code in places_led(asks)
        if user.pk == asks.user_id or Role.MEDECIN_CHEF in asks.roles_at(code)
    ]


def _capacity_form(
    request: PortalRequest, places: list[tuple[User, str]], labels: dict[str, str]
) -> CapacityForm | None:
    """Nothing to declare for who leads no interview."""
    if not places:
        return None
    return CapacityForm(
        request.POST or None,
        people={user.pk: user for user, _ in places}.values(),
        caisses=[(code, labels.get(code, code)) for code in sorted({code for _, code in places})],
        initial={"personne": request.perimeter.user_id, "depuis": request.perimeter.on},
    )


def _declared(request: PortalRequest, places: list[tuple[User, str]], form: CapacityForm) -> bool:
    said, on = form.cleaned_data, request.perimeter.on
    user = next(user for user, _ in places if user.pk == said["personne"])
    if (user, said["caisse"]) not in places:
        form.add_error("personne", "Cette personne ne tient pas d’entretien à cette caisse.")
        return False
    try:
        declare_capacity(user, said["caisse"], form.minutes, said["depuis"], on, _author(request))
    except Refusal as refusal:
        form.add_error(FIELD_OF[refusal.code], refusal.message)
        return False
    messages.success(request, "Capacité déclarée.")
    return True


def _hours_written(request: PortalRequest, found: Interview, form: HoursForm) -> bool:
    said = form.cleaned_data
    declared = Declared(said["jour"], said["debut"], said["fin"], said["depuis"], said["source"])
    try:
        declare_hours(found.prescriber, declared, found.caisse, _author(request))
    except Refusal as refusal:
        form.add_error(FIELD_OF[refusal.code], refusal.message)
        return False
    messages.success(request, "Heures ajoutées.")
    return True


def _withdrawn(request: PortalRequest, found: Interview) -> HttpResponse:
    on = request.perimeter.on
    rows = consultations_of(found.prescriber_id, on)
    row = next((row for row in rows if str(row.pk) == request.POST["retirer"]), None)
    if row is None:
        raise Http404
    try:
        withdraw_hours(row, on, found.caisse, _author(request))
        messages.success(request, "Heures retirées.")
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("entretien-consultations", found.pk)


def _author(request: PortalRequest) -> Author:
    return Author(at=timezone.now(), by=request.perimeter.user_id)
