"""Preparing an interview: its page, its A4 sheet, the cases that a practitioner keeps for it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.perimeter import Perimeter
from accounts.permissions import PortalRequest, action
from core.documents import CONTENT_TYPE
from core.errors import Refusal
from core.journal import Author
from interviews.asked import Prepared, prepared
from interviews.exports.preparation import sheet_of
from interviews.models import Interview
from interviews.presenters import preparation as present
from interviews.presenters.arguments import facts_of
from interviews.presenters.preparation_sheet import NO_PROFILE, file_name
from interviews.rules.arguments import arguments_for, arguments_on
from interviews.rules.cases import MOST_CASES
from interviews.services.preparation import keep_cases, open_cases, record_preparation
from interviews.views.interview import asked_interview
from interviews.views.medical import medical_perimeter
from prescribers.presenters.cases import rules_words
from prescribers.presenters.indicators import indicators
from prescribers.presenters.period import run_words, window_words
from prescribers.presenters.profile import reading_parts
from prescribers.presenters.sheet import Printing
from prescribers.presenters.words import addressed_name


@action("entretiens.lire")
@require_safe
def preparation_page(request: PortalRequest, number: int) -> HttpResponse:
    interview = asked_interview(request, number)
    medical = medical_perimeter(request, interview)
    found = prepared(request.perimeter, interview, medical, request.perimeter.on)
    _journalled(request, found, "page")
    return render(request, "interviews/preparer.html", _context(request, found, medical))


@action("entretiens.lire")
@require_safe
def preparation_sheet(request: PortalRequest, number: int) -> HttpResponse:
    interview = asked_interview(request, number)
    medical = medical_perimeter(request, interview)
    found = prepared(request.perimeter, interview, medical, request.perimeter.on)
    _journalled(request, found, "fiche A4")
    content = sheet_of(
        request.perimeter, found, _printing(request, interview), practitioner=medical is not None
    )
    run = found.profile.run.number if found.profile else None
    name = file_name(interview, run)
    return HttpResponse(
        content,
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@action("entretiens.notes")
@require_POST
def keep(request: PortalRequest, number: int) -> HttpResponse:
    """The cases ticked, lettered from the longest; nothing but a number is posted."""
    interview = asked_interview(request, number)
    medical = medical_perimeter(request, interview)
    if medical is None:
        raise Http404
    found = prepared(request.perimeter, interview, medical, request.perimeter.on)
    if found.profile is None or found.found is None:
        raise Http404
    wanted = set(request.POST.getlist("situation"))
    chosen = [case for case in found.found.cases if case.number in wanted]
    chosen.sort(key=lambda case: (-case.chain.length, case.number))
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    try:
        keep_cases(interview, found.profile, chosen, found.rules, author)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Situations gardées pour cet entretien.")
    return redirect("entretien-preparer", number)


def _journalled(request: PortalRequest, found: Prepared, what: str) -> None:
    """The reading, and the opening of each case that is on the page."""
    by = request.perimeter.user_id
    run = f", calcul n° {found.profile.run.number}" if found.profile else ""
    rules = f", règles {found.rules.version}" if found.found is not None else ""
    record_preparation(found.interview, by, f"{what}{run}{rules}")
    if found.profile is not None:
        shown = [one.case for one in found.kept if one.case is not None]
        open_cases(found.interview, found.profile, shown, found.rules, by)


def _printing(request: PortalRequest, interview: Interview) -> Printing:
    page = reverse("entretien-preparer", args=[interview.pk])
    return Printing(
        by=str(request.user),
        at=timezone.localtime(),
        page_url=request.build_absolute_uri(page),
        method_url=request.build_absolute_uri(reverse("methode")),
    )


def _context(
    request: PortalRequest, found: Prepared, medical: Perimeter | None
) -> dict[str, object]:
    interview, profile, on = found.interview, found.profile, request.perimeter.on
    name = addressed_name(interview.prescriber)
    context: dict[str, object] = {
        "interview": interview,
        "title": present.title_of(interview, name),
        "sub": present.when_words(interview),
        "crumbs": [
            ("Entretiens", reverse("entretiens")),
            (name, reverse("entretien", args=[interview.pk])),
            ("Préparer", ""),
        ],
        "profile": profile,
        "no_profile": NO_PROFILE,
        "parts": reading_parts(profile) if profile else (),
        "period": window_words(profile.run) if profile else "",
        "run": run_words(profile.run) if profile else "",
        "indicators": indicators(profile) if profile else [],
        "exchanges": [present.exchange_words(one, on) for one in found.exchanges],
        "documents": found.documents,
        "arguments": arguments_for(facts_of(profile), arguments_on(on)),
        "version": arguments_on(on).version,
        "medical": medical is not None,
    }
    return context | (_cases(found) if medical is not None else {})


def _cases(found: Prepared) -> dict[str, object]:
    """Only where there is a medical perimeter: elsewhere the page has no such word."""
    profile = found.profile
    cases = found.found.cases if found.found else ()
    return {
        "cases": present.sheet_cases(found.kept, profile),
        "choices": present.case_choices(cases, found.kept, found.proposed, profile)
        if profile
        else [],
        "retained": present.count_words(len(cases)),
        "most": MOST_CASES,
        "rules": rules_words(found.rules),
        "fixed": any(one.discussed for one in found.kept),
    }
