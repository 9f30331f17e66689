"""What a person does with an interview: each address is one act, sent by its form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.journal import Author
from interviews.enums import Event
from interviews.models import Interview
from interviews.presenters.acts import Acts
from interviews.services import conduct, report
from interviews.services.conduct import Slot
from interviews.views.interview import ActForms, allowed_acts, asked_interview, shown


Act = Callable[[Interview, dict[str, Any], Author], object]


@dataclass(frozen=True)
class Sheet:
    """The page of an act that nothing undoes, or whose form reads who may be chosen."""

    title: str
    text: str
    button: str
    halt: bool = True


def _slot(said: dict[str, Any]) -> Slot:
    return Slot(said["debut"], said["minutes"], said["canal"], said["lieu"])


def _hand_over(interview: Interview, said: dict[str, Any], author: Author) -> object:
    lead = User.objects.get(pk=said["animateur"])
    return conduct.hand_over(interview, lead, author, reason=said["motif"])


def _participants(interview: Interview, said: dict[str, Any], author: Author) -> object:
    colleagues = User.objects.filter(pk__in=said["collegues"])
    return conduct.set_participants(interview, colleagues, said["accompagnants"], author)


# Address → the act and what is said once done. The address is the word of its event.
ACTS: dict[str, tuple[Act, str]] = {
    "planifier": (
        lambda i, said, by: conduct.schedule(i, _slot(said), by),
        "Entretien planifié.",
    ),
    "deplacer": (
        lambda i, said, by: conduct.schedule(i, _slot(said), by, reason=said["motif"]),
        "Entretien déplacé.",
    ),
    "reporter": (
        lambda i, said, by: conduct.postpone(i, by, reason=said["motif"]),
        "Entretien reporté, sans nouvelle date.",
    ),
    "confier": (_hand_over, "Entretien confié."),
    "manquer": (lambda i, said, by: conduct.miss(i, by), "Entretien manqué, c’est noté."),
    "decliner": (
        lambda i, said, by: conduct.decline(i, by, reason=said["motif"]),
        "Refus du médecin noté.",
    ),
    "annuler": (
        lambda i, said, by: conduct.cancel(i, by, reason=said["motif"]),
        "Entretien annulé.",
    ),
    "clore": (lambda i, said, by: conduct.close(i, by), "Entretien clos."),
    "soumettre": (
        lambda i, said, by: report.submit(i, by),
        "Compte rendu soumis à seconde lecture.",
    ),
    "renvoyer": (
        lambda i, said, by: report.send_back(i, by, reason=said["motif"]),
        "Compte rendu rendu à son auteur.",
    ),
    "signer": (lambda i, said, by: report.sign(i, by), "Compte rendu signé."),
    "participants": (_participants, "Participants enregistrés."),
}
SHEETS = {
    "annuler": Sheet(
        "Annuler cet entretien\u202f?",
        "L’entretien est clos et ne se rouvre pas. Son historique reste.",
        "Annuler l’entretien",
    ),
    "clore": Sheet(
        "Clore cet entretien\u202f?",
        "Un entretien clos ne se rouvre pas. Ses engagements restent suivis.",
        "Clore l’entretien",
    ),
    "signer": Sheet(
        "Signer ce compte rendu\u202f?",
        "Un compte rendu signé ne se modifie plus.",
        "Signer le compte rendu",
    ),
    "confier": Sheet(
        "Confier cet entretien",
        "La date reste. Seules les personnes habilitées à tenir ce type d’entretien sont listées.",
        "Confier",
        halt=False,
    ),
    "participants": Sheet(
        "Qui participe\u202f?",
        "Avec le médecin et la personne qui tient l’entretien.",
        "Enregistrer",
        halt=False,
    ),
}


@action("entretiens.lire")
@require_http_methods(["GET", "HEAD", "POST"])
def act_on(request: PortalRequest, number: int, act: str) -> HttpResponse:
    """A refusal shows the page again with what was typed and the reason.

    An address kept in the bar shows the interview; for an act with a sheet, its sheet.
    """
    interview = asked_interview(request, number)
    if act not in ACTS:
        raise Http404
    if not _is_open(allowed_acts(request, interview), act):
        if request.method == "POST":
            messages.error(request, "Cette action n’est plus possible\u202f: voyez l’historique.")
        return redirect("entretien", number)
    if request.method != "POST":
        return _asked_first(request, interview, act)
    return _carried_out(request, interview, act)


def _is_open(acts: Acts, act: str) -> bool:
    return acts.participants if act == "participants" else Event(act) in acts


def _asked_first(request: PortalRequest, interview: Interview, act: str) -> HttpResponse:
    if act not in SHEETS:
        return redirect("entretien", interview.pk)
    return _on_its_sheet(request, interview, act, ActForms(request, interview).of(act))


def _carried_out(request: PortalRequest, interview: Interview, act: str) -> HttpResponse:
    form = ActForms(request, interview).of(act, request.POST)
    carry_out, done = ACTS[act]
    if form is not None and not form.is_valid():
        return _refused(request, interview, act, form)
    said = form.cleaned_data if form is not None else {}
    try:
        carry_out(interview, said, Author(at=timezone.now(), by=request.perimeter.user_id))
    except Refusal as refusal:
        if form is None:
            messages.error(request, refusal.message)
            return redirect("entretien", interview.pk)
        form.add_error(_field(form, refusal.code), refusal.message)
        return _refused(request, interview, act, form)
    messages.success(request, done)
    return redirect("entretien", interview.pk)


FIELD_OF = {
    "DATE_PASSEE": "debut",
    "DEJA_PRIS": "debut",
    "NIR": "lieu",
    "MOTIF_COURT": "motif",
    "MOTIF_LONG": "motif",
    "MOTIF_NIR": "motif",
    "ANIMATEUR": "animateur",
    "DEJA_ANIMATEUR": "animateur",
}


def _field(form: Form, code: str) -> str | None:
    """The field that a refusal is about, when the form has it."""
    name = FIELD_OF.get(code)
    return name if name in form.fields else None


def _refused(request: PortalRequest, interview: Interview, act: str, form: Form) -> HttpResponse:
    if act in SHEETS:
        return _on_its_sheet(request, interview, act, form, status=422)
    return shown(request, interview, {act: form}, status=422)


def _on_its_sheet(
    request: PortalRequest, interview: Interview, act: str, form: Form | None, status: int = 200
) -> HttpResponse:
    here = reverse("entretien", args=[interview.pk])
    context = {
        "sheet": SHEETS[act],
        "form": form,
        "back": here,
    }
    return render(request, "interviews/acte.html", context, status=status)
