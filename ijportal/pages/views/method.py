"""Méthode: what the published figures are, in plain French, with the parameters of the run."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from ijportal.pages.presenters.method import exclusions, parameters, reconciliation
from prescribers.frames.kept import EXCLUSIONS, UNKNOWN_PRESCRIBER
from prescribers.selectors import published_run


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
    }
    return render(request, "pages/methode.html", context)
