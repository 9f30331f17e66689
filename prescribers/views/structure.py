"""What the leaves and the list of one prescriber are made of.

Everyone reads what the run counted. Who has the medical right on the caisse also reads motives,
behind the wall, and nothing is masked for them.
"""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from core.database_role import DatabaseRole, database_role
from prescribers.asked import AskedProfile, asked_profile
from prescribers.asked.profile_figures import ProfileReading, figure
from prescribers.asked.profile_frame import profile_frame, record_reading
from prescribers.models import Profile
from prescribers.presenters import motives as present
from prescribers.presenters.csv_text import CONTENT_TYPE, attached, csv_text
from prescribers.presenters.figure_text import figure_csv
from prescribers.presenters.profile_tabs import STRUCTURE, tab_url
from prescribers.rules.motive_counts import Motives, motive_counts
from prescribers.selectors.leaves import leaves_read
from prescribers.views.medical import MEDICAL, medical_perimeter


READ = "structure des arrêts"


@action("prescripteurs.lire")
@require_safe
def structure_page(request: PortalRequest, rpps: str) -> HttpResponse:
    """Who reads motives is journalled as such: it is another act than reading a profile."""
    asked = asked_profile(request.perimeter, rpps, request.GET)
    motives = _motives(request, asked.profile)
    whole = motives is not None
    record_reading(request, asked, READ, MEDICAL if whole else "prescripteurs.lire")
    read = ProfileReading(request.perimeter, asked, whole=whole)
    context = profile_frame(request, asked, STRUCTURE, read.group) | {
        "bars": figure(read, "structure"),
        "people": figure(read, "patientele"),
        "medical": whole,
        "motives": present.motive_bars(motives) if motives else None,
        "motives_notes": [("Lecture", present.READING)],
        "motives_tools": _tools(asked),
        "references": present.reference_lines(motives) if motives else (),
    }
    return render(request, "prescribers/structure.html", context)


@action(MEDICAL)
@require_safe
def motives_csv(request: PortalRequest, rpps: str) -> HttpResponse:
    """The families of the page, for the medical service alone."""
    asked = asked_profile(request.perimeter, rpps, request.GET)
    run = asked.profile.run
    counts = motive_counts(leaves_read(request.perimeter, asked.profile), run.window_start)
    chart = present.motive_bars(counts)
    if chart is None:
        raise Http404
    record_reading(request, asked, f"{READ}, csv", MEDICAL)
    text = csv_text(*figure_csv(chart.table(), synthetic=settings.SYNTHETIC_DATA))
    name = f"motifs-{rpps}-calcul-{run.number}"
    return HttpResponse(text, content_type=CONTENT_TYPE, headers=attached(name))


def _motives(request: PortalRequest, profile: Profile) -> Motives | None:
    """Behind the wall for this one read: the rest of the page stays under management."""
    perimeter = medical_perimeter(request, profile)
    if perimeter is None:
        return None
    with database_role(DatabaseRole.MEDICAL, perimeter.caisses):
        read = leaves_read(perimeter, profile)
    return motive_counts(read, profile.run.window_start)


def _tools(asked: AskedProfile) -> list[dict[str, str]]:
    """No picture of motives: it would travel without the medical space around it."""
    rpps, number = asked.profile.rpps, asked.profile.run.number
    link = f"{tab_url(STRUCTURE, rpps, number)}#motifs"
    return [
        {"url": f"{reverse('methode')}#compte-title", "icon": "help", "label": "Définition"},
        {"url": tab_url(f"{STRUCTURE}-motifs", rpps, number), "icon": "csv", "label": "CSV"},
        {"url": link, "icon": "link", "label": f"Lien, calcul {number}"},
    ]
