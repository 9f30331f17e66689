"""The exchanges of a prescriber, a tab of his page: what the floor of interviews knows of him."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from interviews.presenters.exchanges import exchange_lines
from interviews.selectors.exchanges import Exchange, past_contacts, past_exchanges
from prescribers.asked import asked_profile
from prescribers.asked.profile_frame import profile_frame, record_reading


TAB = "prescripteur-echanges"


@action("contacts.lire")
@require_safe
def exchanges_page(request: PortalRequest, rpps: str) -> HttpResponse:
    asked = asked_profile(request.perimeter, rpps, request.GET)
    record_reading(request, asked, "échanges")
    lines = exchange_lines(_exchanges(request, asked.profile.prescriber_id), asked.profile.caisse)
    context = profile_frame(request, asked, TAB) | {"exchanges": lines}
    return render(request, "pages/prescripteur_echanges.html", context)


def _exchanges(request: PortalRequest, prescriber: int) -> list[Exchange]:
    """Who may read no interview sees the contacts alone."""
    reads = request.rights.perimeter("entretiens.lire")
    if reads is None:
        return past_contacts(request.perimeter, prescriber)
    return past_exchanges(reads, prescriber)
