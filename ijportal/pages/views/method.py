"""Méthode: what the published figures are, in plain French, with the parameters of the run."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from ijportal.pages.presenters.method import parameters
from prescribers.selectors import published_run


@action("methode.lire")
@require_safe
def method_page(request: PortalRequest) -> HttpResponse:
    run = published_run(request.perimeter)
    context = {"run": run, "parameters": parameters(run) if run else []}
    return render(request, "pages/methode.html", context)
