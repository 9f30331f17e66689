"""A report written twice: both versions side by side, and the choice of one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import PortalRequest, action
from core.database_role import DatabaseRole, database_role
from core.errors import Refusal
from core.journal import Author
from interviews.enums import KeptSide
from interviews.models import Interview
from interviews.presenters.field_conflict import BothLine, both_lines
from interviews.selectors import field_reports as select
from interviews.selectors.interviews import one_interview, writes_medical
from interviews.services.field_conflicts import Versions, keep_device, keep_portal
from interviews.services.report import Written
from interviews.views.field_forms import read_form, said_in


DONE = {
    KeptSide.DEVICE: "La version de l’appareil est enregistrée\u202f; l’autre reste lisible ici.",
    KeptSide.PORTAL: "La version du portail est gardée\u202f; l’autre reste lisible ici.",
}


@action("entretiens.tenir")
@require_http_methods(["GET", "HEAD", "POST"])
def conflict_page(request: PortalRequest, number: int) -> HttpResponse:
    interview = _own(request, number)
    medical = writes_medical(request.perimeter, interview)
    if not medical:
        return _answered(request, interview, medical=False)
    with database_role(DatabaseRole.MEDICAL, {interview.caisse}):
        return _answered(request, interview, medical=True)


def _own(request: PortalRequest, number: int) -> Interview:
    found = one_interview(request.perimeter, number)
    if found is None or found.lead_id != request.perimeter.user_id:
        raise Http404
    return found


def _answered(request: PortalRequest, interview: Interview, *, medical: bool) -> HttpResponse:
    versions = select.waiting(interview, request.perimeter.user_id, medical=medical)
    if request.method == "POST" and versions is not None:
        try:
            side = _choose(request, interview, versions, medical=medical)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, DONE[side])
        return redirect("entretien-conflit", interview.pk)
    return _shown(request, interview, versions, medical=medical)


def _choose(
    request: PortalRequest, interview: Interview, versions: Versions, *, medical: bool
) -> KeptSide:
    read = select.told(interview, medical=medical)
    if request.POST.get("vues") != _seen(versions, read):
        raise Refusal("CHANGE", "L’une des deux versions a changé\u202f: relisez-les.")
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    if request.POST.get("garder") != KeptSide.DEVICE:
        keep_portal(versions, read, author)
        return KeptSide.PORTAL
    keep_device(versions, _written(interview, versions, medical=medical), read, author,
                medical=medical)  # fmt: skip
    return KeptSide.DEVICE


def _written(interview: Interview, versions: Versions, *, medical: bool) -> Written:
    form = read_form(interview, versions.sent, medical=medical)
    said = said_in(form, edition=0) if form.is_valid() else None
    if not isinstance(said, Written):
        raise Refusal("ILLISIBLE", "La version de l’appareil n’est plus complète.")
    return said


def _seen(versions: Versions, read: dict[str, Any]) -> str:
    """Which two versions the page showed."""
    return f"{versions.revision}-{read['edition']}"


def _shown(
    request: PortalRequest, interview: Interview, versions: Versions | None, *, medical: bool
) -> HttpResponse:
    context: dict[str, Any] = {
        "interview": interview,
        "medical": medical,
        "past": [
            {
                "kept": KeptSide(one.kept).label,
                "at": one.kept_at,
                "lines": _lines(interview, one.sent, one.replaced or {}, medical=medical),
            }
            for one in select.chosen(interview, medical=medical)
        ],
    }
    if versions is not None:
        read = select.told(interview, medical=medical)
        context |= {
            "versions": versions,
            "lines": _lines(interview, versions.sent, read, medical=medical),
            "seen": _seen(versions, read),
        }
    return render(request, "interviews/conflit.html", context)


def _lines(
    interview: Interview, device: dict[str, Any], portal: dict[str, Any], *, medical: bool
) -> list[BothLine]:
    return both_lines(read_form(interview, {}, medical=medical), device, portal)
