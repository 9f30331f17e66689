"""Méthode: what the published figures are, in plain French, with the parameters of the run."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from ijportal.pages.known_truth import known_truth
from ijportal.pages.presenters.method import absences, exclusions, parameters, reconciliation
from ijportal.pages.presenters.power import power
from prescribers.frames.kept import EXCLUSIONS, UNKNOWN_PRESCRIBER
from prescribers.frames.window import span
from prescribers.models import ProfileRun
from prescribers.selectors import Absence, absent_columns, published_run


@action("methode.lire")
@require_safe
def method_page(request: PortalRequest) -> HttpResponse:
    run = published_run(request.perimeter)
    codes = (*(rule.code for rule in EXCLUSIONS), UNKNOWN_PRESCRIBER)
    context = {
        "run": run,
        "parameters": parameters(run) if run else [],
        "exclusions": exclusions(codes),
        "reconciliation": reconciliation(run, codes) if run else [],
        "absences": absences(_absent(run)) if run else [],
        "power": power(known_truth()),
    }
    return render(request, "pages/methode.html", context)


def _absent(run: ProfileRun) -> list[Absence]:
    """What the files of the published window lack today, its provisional months included."""
    listed = run.parameters.get("patient_list")
    return absent_columns(
        span(run.window_start, run.data_until),
        list_month=date.fromisoformat(listed) if listed else None,
    )
