"""The files of the figures of a prescriber: the numbers, the drawing, the picture to paste."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from prescribers.asked import asked_profile
from prescribers.asked.profile_figures import FIGURES, ProfileReading, figure as figure_of
from prescribers.asked.profile_frame import record_reading
from prescribers.presenters.figure_text import CONTENT_TYPES, FigureFile, figure_source, formats
from prescribers.views.medical import MEDICAL, medical_perimeter


MEDICAL_ONLY = " Espace médical : à ne donner à personne d’autre."


@action("prescripteurs.exporter")
@require_safe
def figure_file(request: PortalRequest, rpps: str, figure: str, file_format: str) -> HttpResponse:
    """The figure of the page, by the same object; one that the page does not draw has no file."""
    if figure not in FIGURES or file_format not in CONTENT_TYPES:
        raise Http404
    asked = asked_profile(request.perimeter, rpps, request.GET)
    whole = FIGURES[figure].counts_people and medical_perimeter(request, asked.profile) is not None
    found = figure_of(ProfileReading(request.perimeter, asked, whole=whole), figure)
    if found is None or file_format not in formats(found.chart):
        raise Http404
    act = MEDICAL if whole else "prescripteurs.exporter"
    record_reading(request, asked, f"figure {figure}, {file_format}", act)
    profile = asked.profile
    # Small counts are hidden from the others: the file says who may have it.
    space = "-espace-medical" if whole else ""
    file_name = f"{figure}-{rpps}-calcul-{profile.run.number}{space}.{file_format}"
    source = figure_source(profile, timezone.localdate()) + (MEDICAL_ONLY if whole else "")
    taken = FigureFile(found.name, found.title, found.chart, source)
    return HttpResponse(
        taken.content(file_format, synthetic=settings.SYNTHETIC_DATA),
        content_type=CONTENT_TYPES[file_format],
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )
