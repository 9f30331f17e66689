"""The comparables of a prescriber: the same rows as ranks, as a funnel, as a table; no name."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from prescribers.asked import asked_profile
from prescribers.asked.profile_figures import ProfileReading, figure
from prescribers.asked.profile_frame import profile_frame, record_reading
from prescribers.presenters import peers as among
from prescribers.presenters.peer_table import peer_lines
from prescribers.presenters.profile_tabs import PEERS


@action("prescripteurs.lire")
@require_safe
def peers_page(request: PortalRequest, rpps: str) -> HttpResponse:
    asked = asked_profile(request.perimeter, rpps, request.GET)
    profile = asked.profile
    read = ProfileReading(request.perimeter, asked, page=request.GET.get("page", ""))
    record_reading(request, asked, "comparables")
    context = profile_frame(request, asked, PEERS, read.group)
    if among.comparable(profile, read.counts):
        context |= {
            "figures": [figure(read, name) for name in ("rangs", "entonnoir", "position")],
            "pages": read.pages,
            "ranked": among.ranked_words(read.counts),
            "lines": peer_lines(profile, read.listed),
            "levels": among.marks_of(profile, read.listed),
            "cited": asked.number,
        }
    else:
        context["alone"] = among.alone_words(profile, read.counts)
    return render(request, "prescribers/profile_comparables.html", context)
