"""The questionnaire as a doctor opens it from his portal: no account, no trace of who he is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from sosij.enums import SurveyKind
from sosij.forms.questionnaire import FORMS, SurveyForm
from sosij.presenters.questionnaire import last_day
from sosij.selectors.questionnaire import link
from sosij.services.questionnaire import answer_survey


GONE = 410


@action("public")
@never_cache
@require_http_methods(["GET", "POST"])
def answer_page(request: PortalRequest, token: str) -> HttpResponse:
    """One form for those who were answered, one for the others; a link that is over says so."""
    found = link(token)
    if found is None or found.survey.closes_on <= timezone.localdate():
        return _over(request, expired=found is not None)
    form = FORMS[found.kind](request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _answered(token, form):
        return redirect("sosij-questionnaire-merci")
    context = {
        "form": form,
        "user": found.kind == SurveyKind.USER,
        "last_day": last_day(found.survey),
    }
    status = 422 if form.errors else 200
    return render(request, "sosij/questionnaire_medecin.html", context, status=status)


@action("public")
@require_safe
def thanks_page(request: PortalRequest) -> HttpResponse:
    return render(request, "sosij/questionnaire_merci.html")


def _answered(token: str, form: SurveyForm) -> bool:
    try:
        answer_survey(token, form.said(), timezone.now())
    except Refusal as refusal:
        form.add_error("remarque" if refusal.code == "REMARQUE" else None, refusal.message)
        return False
    return True


def _over(request: PortalRequest, *, expired: bool) -> HttpResponse:
    context = {"expired": expired}
    return render(request, "sosij/questionnaire_clos.html", context, status=GONE)
