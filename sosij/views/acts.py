"""What a person does with a request: each address is one act, sent by its form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.permissions import PortalRequest, action
from core.database_role import DatabaseRole, database_role
from core.errors import Refusal
from core.journal import Author
from sosij.enums import Event, TextKind
from sosij.forms import acts as forms
from sosij.models import HelpRequest
from sosij.presenters.drafts import Unsent
from sosij.selectors.requests import one_request, seated_at
from sosij.services import answer, conduct, outcomes, qualify
from sosij.views.request import allowed_acts, asked_request, posted, reads_texts, shown


Act = Callable[[HelpRequest, dict[str, Any], Author], object]


def _qualify(found: HelpRequest, said: dict[str, Any], author: Author) -> object:
    reading = qualify.Reading(
        motives=said["motifs"],
        level=said["niveau"],
        desk=said["guichet"],
        administrative_part=said["administratif"],
    )
    return qualify.qualify(found, reading, author)


# Address → the events that it may be, its form, the act, what is said once done.
ACTS: dict[str, tuple[tuple[Event, ...], type[Form] | None, Act, str]] = {
    "qualifier": (
        (Event.QUALIFY, Event.REQUALIFY),
        forms.QualifyForm,
        _qualify,
        "Demande qualifiée.",
    ),
    "reorienter": (
        (Event.REDIRECT,),
        forms.RedirectForm,
        lambda r, said, by: qualify.redirect(r, said["guichet"], by, reason=said["precision"]),
        "Demande réorientée.",
    ),
    "prendre": (
        (Event.TAKE,),
        None,
        lambda r, said, by: conduct.take(r, by),
        "Vous tenez la demande.",
    ),
    "confier": (
        (Event.TAKE,),
        forms.AssignForm,
        lambda r, said, by: conduct.take(r, by, holder=said["detenteur"]),
        "Demande confiée.",
    ),
    "rendre": (
        (Event.GIVE_BACK,),
        None,
        lambda r, said, by: conduct.give_back(r, by),
        "Demande rendue au guichet.",
    ),
    "suspendre": (
        (Event.SUSPEND,),
        forms.SuspendForm,
        lambda r, said, by: conduct.suspend(r, said["motif"], by, detail=said["precision"]),
        "Délai suspendu.",
    ),
    "reprendre": (
        (Event.RESUME,),
        None,
        lambda r, said, by: conduct.resume(r, by),
        "Le délai court de nouveau.",
    ),
    "classer": (
        (Event.DROP,),
        forms.DropForm,
        lambda r, said, by: conduct.drop(r, said["motif"], by, detail=said["precision"]),
        "Demande classée sans réponse.",
    ),
    "repondre": (
        (Event.ANSWER,),
        forms.TextForm,
        lambda r, said, by: answer.answer(r, said["texte"], by),
        "Réponse envoyée, demande close.",
    ),
    "telephone": (
        (Event.ANSWER_BY_PHONE,),
        forms.TextForm,
        lambda r, said, by: answer.answer_by_phone(r, said["texte"], by),
        "Réponse par téléphone consignée, demande close.",
    ),
    "proposer": (
        (Event.SUBMIT,),
        forms.TextForm,
        lambda r, said, by: answer.submit(r, said["texte"], by),
        "Projet soumis à seconde lecture.",
    ),
    "valider": (
        (Event.APPROVE,),
        forms.TextForm,
        lambda r, said, by: answer.approve(r, said["texte"], by),
        "Réponse relue et envoyée, demande close.",
    ),
    "renvoyer": (
        (Event.SEND_BACK,),
        forms.NoteForm,
        lambda r, said, by: answer.send_back(r, by, note=said["texte"]),
        "Projet rendu à son auteur.",
    ),
}
# The fields in which a person writes a sentence or more.
TYPED = ("texte", "precision", "administratif")
# The form of the page that holds what was typed for an act.
HELD_BY = {"telephone": "repondre", "proposer": "repondre", "valider": "repondre",
           "renvoyer": "note", "confier": "prendre"}  # fmt: skip


@action("sosij.lire")
@posted
def act_on(request: PortalRequest, reference: str, act: str) -> HttpResponse:
    """A refusal shows the page again with what was typed and the reason."""
    found = asked_request(request, reference)
    if act not in ACTS:
        raise Http404
    events, form_class, carry_out, done = ACTS[act]
    open_acts = allowed_acts(request, found)
    if not any(event in open_acts for event in events):
        return _closed(request, found, open_acts.why)
    form = _form(request, found, form_class)
    if form is not None and not form.is_valid():
        return shown(request, found, {HELD_BY.get(act, act): form}, status=422)
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    said = form.cleaned_data if form is not None else {}
    try:
        refuse_another_desk(request, found)
        carried_out(request, found, lambda: carry_out(found, said, author))
    except Refusal as refusal:
        if form is None:
            messages.error(request, refusal.message)
            return redirect("sosij-demande", reference)
        form.add_error(None, refusal.message)
        return shown(request, found, {HELD_BY.get(act, act): form}, status=422)
    messages.success(request, done)
    if one_request(request.perimeter, reference) is None:  # gone to a desk that is not theirs
        return redirect("sosij")
    return redirect("sosij-demande", reference)


@action("sosij.lire")
@posted
def add_note(request: PortalRequest, reference: str) -> HttpResponse:
    """A note changes no state; whoever sees the request at his desk may write one."""
    found = asked_request(request, reference)
    if not found.is_open:
        return _closed(request, found, "La demande est close : elle ne reçoit plus de note.")
    form = forms.NoteForm(request.POST)
    if not form.is_valid():
        return shown(request, found, {"note": form}, status=422)
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    text, kind = form.cleaned_data["texte"], _nature(request, found)
    try:
        refuse_another_desk(request, found)
        carried_out(request, found, lambda: answer.add_text(found, kind, text, author))
    except Refusal as refusal:
        form.add_error("texte", refusal.message)
        return shown(request, found, {"note": form}, status=422)
    messages.success(
        request, "Avis d’expert ajouté." if kind is TextKind.EXPERT else "Note ajoutée."
    )
    return redirect("sosij-demande", reference)


def _nature(request: PortalRequest, found: HelpRequest) -> TextKind:
    """An opinion is medical: elsewhere than in the medical space, what is written is a note."""
    expert = request.POST.get("nature") == TextKind.EXPERT and found.written_behind_the_wall
    return TextKind.EXPERT if expert else TextKind.NOTE


@action("sosij.lire")
@posted
def tell_outcome(request: PortalRequest, reference: str) -> HttpResponse:
    """What the doctor said of it by phone, or what the desk knows."""
    found = asked_request(request, reference)
    form = forms.OutcomeForm(request.POST)
    if not form.is_valid():
        return shown(request, found, {"issue": form}, status=422)
    said, author = form.cleaned_data, Author(at=timezone.now(), by=request.perimeter.user_id)
    try:
        outcomes.tell_outcome(found, said["horizon"], said["issue"], author)
    except Refusal as refusal:
        form.add_error("horizon", refusal.message)
        return shown(request, found, {"issue": form}, status=422)
    messages.success(request, "Devenir enregistré.")
    return redirect("sosij-demande", reference)


def _form(request: PortalRequest, found: HelpRequest, form_class: type[Form] | None) -> Form | None:
    if form_class is None:
        return None
    if form_class is forms.AssignForm:
        return forms.AssignForm(request.POST, people=seated_at(found, request.perimeter.on))
    return form_class(request.POST)


def refuse_another_desk(request: PortalRequest, found: HelpRequest) -> None:
    """What was typed for one desk is not read at another: `vu` is the one the page showed."""
    if request.POST.get("vu", found.desk) != found.desk:
        raise Refusal(
            "AUTRE_GUICHET",
            "La demande a changé de guichet pendant que vous écriviez : relisez avant d’envoyer.",
        )


def carried_out(request: PortalRequest, found: HelpRequest, act: Callable[[], object]) -> None:
    """Texts of the service médical go behind the wall: only with the right to read there."""
    if found.written_behind_the_wall and reads_texts(request, found):
        with database_role(DatabaseRole.MEDICAL, {found.caisse}):
            act()
    else:
        act()


def _closed(request: PortalRequest, found: HelpRequest, why: str) -> HttpResponse:
    """What was typed while somebody else acted is shown again, to be copied."""
    words = why or "Cette action n’est plus possible. Rechargez la page."
    typed = next(filter(None, (request.POST.get(name, "").strip() for name in TYPED)), "")
    if typed:
        return shown(request, found, status=409, unsent=Unsent(typed, words))
    messages.error(request, words)
    return redirect("sosij-demande", found.reference)
