"""Where a person lands: the first place of the menu that the role opens."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from ijportal.pages.rail import rail


@action("compte.soi")
@require_safe
def first_place(request: PortalRequest) -> HttpResponse:
    """Nobody may open everything: to send all to the dashboard would refuse some at the door."""
    sections = rail(request.rights, "")
    return redirect(sections[0].entries[0].url if sections else reverse("aide-droits"))
