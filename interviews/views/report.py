"""The report of an interview: one form, on a phone, by who leads it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import PortalRequest, action
from core.database_role import DatabaseRole, database_role
from core.errors import Refusal
from core.journal import Author
from core.workdays import calendar_of_caisse
from interviews.enums import Kind, ReportState, State
from interviews.forms.report import MISSED, MOVED, ReportForm
from interviews.models import DocumentVersion, Interview, InterviewReport
from interviews.presenters import report as present
from interviews.selectors import documents as catalogue, medical as walled
from interviews.selectors.interviews import writes_medical
from interviews.services.report import Written
from interviews.services.telling import Moved, tell
from interviews.views.field_forms import said_in
from interviews.views.interview import asked_interview, report_of
from prescribers.presenters.words import addressed_name


DONE = {
    MISSED: "L’entretien est noté manqué. Donnez une autre date, ou fermez-le.",
    MOVED: "L’entretien est reporté.",
}
TOLD = "Compte rendu enregistré. Vous pourrez le compléter et le signer au bureau."


@action("entretiens.tenir")
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: PortalRequest, number: int) -> HttpResponse:
    interview = asked_interview(request, number)
    why = _shut(request, interview)
    if why:
        messages.error(request, why)
        return redirect("entretien", number)
    form = _form(request, interview)
    if request.method == "POST" and form.is_valid() and _told(request, interview, form):
        messages.success(request, DONE.get(form.outcome, TOLD))
        return redirect("entretien", number)
    return _shown(request, interview, form)


def _shut(request: PortalRequest, interview: Interview) -> str:
    """Why there is no report to write; empty when there is."""
    if interview.lead_id != request.perimeter.user_id:
        return "Seule la personne qui tient l’entretien en rend compte."
    written = report_of(interview)
    if written is not None and written.state != ReportState.DRAFT:
        return "Ce compte rendu ne se modifie plus."
    if interview.state not in {State.PROPOSED, State.SCHEDULED, State.HELD}:
        return "Cet entretien n’attend pas de compte rendu\u202f: donnez-lui d’abord une date."
    return ""


def _form(request: PortalRequest, interview: Interview) -> ReportForm:
    medical = writes_medical(request.perimeter, interview)
    written = report_of(interview)
    given = catalogue.handed(interview) if written else []
    return ReportForm(
        request.POST if request.method == "POST" else None,
        letters=_letters(request, interview) if medical else [],
        documents=present.document_choices(_offered(request, interview), given),
        dated=interview.starts_at is not None,
        held=interview.state == State.HELD,
        medical=medical,
        zone=calendar_of_caisse(interview.caisse).timezone,
        initial=_initial(request, interview, written, given, medical=medical),
    )


def _offered(request: PortalRequest, interview: Interview) -> list[DocumentVersion]:
    """The catalogue of the day of the interview."""
    zone = calendar_of_caisse(interview.caisse).timezone
    moment = interview.starts_at or timezone.now()
    day = moment.astimezone(zone).date()
    return catalogue.versions_on(request.perimeter, day, Kind(interview.kind))


def _letters(request: PortalRequest, interview: Interview) -> list[tuple[str, str]]:
    with database_role(DatabaseRole.MEDICAL, {interview.caisse}):
        return present.letter_choices(walled.discussed_cases(request.perimeter, interview))


def _initial(
    request: PortalRequest,
    interview: Interview,
    written: InterviewReport | None,
    given: Sequence[DocumentVersion],
    *,
    medical: bool,
) -> dict[str, Any]:
    """What was told already; a practitioner's remarks are notes, that a new writing adds to."""
    if written is None:
        return {"edition": 0, "duree": present.nearest_length(interview.minutes)}
    told: dict[str, Any] = present.told_already(interview, written, given)
    if medical:
        with database_role(DatabaseRole.MEDICAL, {interview.caisse}):
            cases = walled.discussed_cases(request.perimeter, interview)
        told["situations"] = [case.letter for case in cases if case.discussed]
    return told


def _told(request: PortalRequest, interview: Interview, form: ReportForm) -> bool:
    """Whether it is written; a refusal goes beside the field that it is about."""
    medical = writes_medical(request.perimeter, interview)
    said = said_in(form, edition=form.cleaned_data["edition"])
    written = report_of(interview)
    if isinstance(said, Written) and written is not None:
        # The conclusion is written at the desk: the form of the field does not carry it.
        said = replace(said, conclusion=written.conclusion)
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    try:
        _carried_out(interview, said, author, medical=medical)
    except Refusal as refusal:
        form.add_error(present.field_of(form, refusal.code), refusal.message)
        return False
    return True


def _carried_out(
    interview: Interview, said: Written | Moved | None, author: Author, *, medical: bool
) -> None:
    """A practitioner's words are written behind the wall of this caisse, and of it alone."""
    if not medical:
        tell(interview, said, author, medical=False)
        return
    with database_role(DatabaseRole.MEDICAL, {interview.caisse}):
        tell(interview, said, author, medical=True)


def _shown(request: PortalRequest, interview: Interview, form: ReportForm) -> HttpResponse:
    name = addressed_name(interview.prescriber)
    here = reverse("entretien", args=[interview.pk])
    context = {
        "interview": interview,
        "form": form,
        "title": f"Compte rendu, {name}",
        "sub": present.sub_of(interview),
        "crumbs": [("Entretiens", reverse("entretiens")), (name, here), ("Compte rendu", "")],
        "questions": present.questions_of(form),
        "lengths": present.length_choices(form),
        "here": here,
    }
    status = 422 if form.errors else 200
    return render(request, "interviews/compte_rendu.html", context, status=status)
