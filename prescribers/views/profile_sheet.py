"""The A4 sheet of one prescriber, to print or to keep: the figures of his page, and no patient."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from core.documents import CONTENT_TYPE, pdf
from prescribers.asked import AskedProfile, asked_profile
from prescribers.asked.profile_figures import ProfileReading, figure
from prescribers.asked.profile_frame import record_reading
from prescribers.filters import place_labels
from prescribers.presenters.profile import run_note
from prescribers.presenters.sheet import Printing, sheet


CHARTS = ("evolution", "position")


@action("prescripteurs.exporter")
@require_safe
def profile_sheet(request: PortalRequest, rpps: str) -> HttpResponse:
    asked = asked_profile(request.perimeter, rpps, request.GET)
    profile = asked.profile
    number = profile.run.number
    read = ProfileReading(request.perimeter, asked)
    drawn = {name: figure(read, name) for name in CHARTS}
    data = sheet(
        profile,
        read.group,
        place_labels([profile.region, profile.caisse], request.perimeter.on),
        _printing(request, asked),
        {name: found.chart if found else None for name, found in drawn.items()},
        warnings=_warnings(asked),
    )
    record_reading(request, asked, "fiche A4", "prescripteurs.exporter")
    name = f"fiche-{rpps}-calcul-{number}.pdf"
    return HttpResponse(
        pdf("fiche", data),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _printing(request: PortalRequest, asked: AskedProfile) -> Printing:
    page = reverse("prescripteur", args=[asked.profile.rpps])
    return Printing(
        by=str(request.user),
        at=timezone.localtime(),
        page_url=request.build_absolute_uri(f"{page}?calcul={asked.profile.run.number}"),
        method_url=request.build_absolute_uri(reverse("methode")),
    )


def _warnings(asked: AskedProfile) -> list[str]:
    """A sheet of another run says so before anything else, as its page does."""
    note = run_note(asked.number, asked.profile.run, asked.current, address="")
    return [f"{note.title} {note.text}".strip()] if note else []
