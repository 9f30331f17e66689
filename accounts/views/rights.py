"""« Qui voit quoi »: droits.yaml printed, so that the page can't say anything else."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import presenters, roles
from accounts.permissions import PortalRequest, action


@action("aide.droits")
@require_GET
def rights_help(request: PortalRequest) -> HttpResponse:
    table = presenters.rights_table(roles.rights())
    return render(request, "accounts/rights_help.html", {"table": table})
