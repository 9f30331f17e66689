"""Where a person lands: « Ma journée », which every role opens."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action


@action("compte.soi")
@require_safe
def first_place(request: PortalRequest) -> HttpResponse:
    return redirect("ma-journee")
