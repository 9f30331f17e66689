"""At the desk: medical notes, the offers made for patients, the conclusion apart from them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import PortalForm
from accounts.permissions import PortalRequest, action
from accounts.selectors import names
from core.errors import Refusal
from core.journal import Author, record
from interviews.forms import desk as forms
from interviews.models import Interview
from interviews.presenters import desk as present
from interviews.presenters.interview import sub_of, title_of
from interviews.presenters.report import letter_choices
from interviews.selectors import medical as walled
from interviews.services import notes, offers
from interviews.services.passages import OBJECT
from interviews.views.interview import asked_interview
from interviews.views.medical import medical_perimeter


# The whole of these views runs behind the wall: their action holds medical classes.
NOTES = "entretiens.notes"


@action(NOTES)
@require_http_methods(["GET", "HEAD", "POST"])
def notes_page(request: PortalRequest, number: int) -> HttpResponse:
    interview = _medical_interview(request, number)
    form = forms.NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["note"]
        if _done(request, form, lambda by: notes.add_note(interview, body, by), "note"):
            messages.success(request, "Note ajoutée.")
            return redirect("entretien-notes", number)
    if request.method != "POST":
        _read(request, interview)
    return _shown(request, interview, note=form)


@action(NOTES)
@require_POST
def offer(request: PortalRequest, number: int) -> HttpResponse:
    interview = _medical_interview(request, number)
    form = forms.OfferForm(request.POST, letters=_letters(request, interview))
    if form.is_valid():
        letter, proposal = form.cleaned_data["situation"], form.cleaned_data["proposition"]
        if _done(request, form, lambda by: offers.offer(interview, letter, proposal, by)):
            messages.success(request, "Proposition suivie.")
            return redirect("entretien-notes", number)
    return _shown(request, interview, offer=form)


@action(NOTES)
@require_POST
def move_offer(request: PortalRequest, number: int) -> HttpResponse:
    """`number` is that of the offer."""
    found = walled.one_offer(request.perimeter, number)
    if found is None:
        raise Http404
    form = forms.OfferMoveForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        if _done(
            request,
            form,
            lambda by: offers.move_offer(found, said["etat"], by, note=said["note"]),
        ):
            messages.success(request, "Suite de la proposition enregistrée.")
            return redirect("entretien-notes", found.interview_id)
    messages.error(request, _errors(form))
    return redirect("entretien-notes", found.interview_id)


@action("entretiens.tenir")
@require_POST
def conclude(request: PortalRequest, number: int) -> HttpResponse:
    """Administrative: written by who leads, a delegate too."""
    interview = asked_interview(request, number)
    form = forms.ConclusionForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        if _done(
            request,
            form,
            lambda by: notes.conclude(interview, said["conclusion"], by, edition=said["edition"]),
        ):
            messages.success(request, "Conclusion enregistrée.")
            return redirect("entretien", number)
    messages.error(request, _errors(form))
    return redirect("entretien", number)


def _medical_interview(request: PortalRequest, number: int) -> Interview:
    interview = asked_interview(request, number)
    if medical_perimeter(request, interview) is None:
        raise Http404
    return interview


def _letters(request: PortalRequest, interview: Interview) -> list[tuple[str, str]]:
    return letter_choices(walled.discussed_cases(request.perimeter, interview))


def _read(request: PortalRequest, interview: Interview) -> None:
    record(
        action="entretiens.notes-lire",
        by=request.perimeter.user_id,
        obj=(OBJECT, str(interview.pk)),
        caisse=interview.caisse,
    )


def _errors(form: PortalForm) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _done(
    request: PortalRequest,
    form: PortalForm,
    act: Callable[[Author], object],
    field: str | None = None,
) -> bool:
    """Whether it is written; a refusal goes to the form."""
    try:
        act(Author(at=timezone.now(), by=request.perimeter.user_id))
    except Refusal as refusal:
        form.add_error(field, refusal.message)
        return False
    return True


def _shown(
    request: PortalRequest,
    interview: Interview,
    note: forms.NoteForm | None = None,
    offer: forms.OfferForm | None = None,
) -> HttpResponse:
    written = walled.notes(request.perimeter, interview)
    made = walled.offers(request.perimeter, interview)
    moves = walled.offer_moves(request.perimeter, interview)
    known = names([one.by_id for one in written] + [one.by_id for one in moves])
    letters = _letters(request, interview)
    name = title_of(interview)
    context: dict[str, Any] = {
        "interview": interview,
        "title": f"Notes, {name}",
        "sub": sub_of(interview),
        "crumbs": [
            ("Entretiens", reverse("entretiens")),
            (name, reverse("entretien", args=[interview.pk])),
            ("Notes", ""),
        ],
        "notes": present.note_lines(written, interview, known),
        "offers": present.offer_lines(made, moves, interview, known),
        "form": note or forms.NoteForm(),
        "offer_form": (offer or forms.OfferForm(letters=letters)) if letters else None,
    }
    refused = any(form is not None and form.errors for form in (note, offer))
    return render(request, "interviews/notes.html", context, status=422 if refused else 200)
