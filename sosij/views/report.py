"""The report of SOS IJ over twelve months, on the page and as a file."""

from datetime import datetime, time

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from core.journal import record
from prescribers.presenters.csv_text import CONTENT_TYPE, attached, csv_text
from sosij.presenters.report import csv_rows, report_sentence, report_tables
from sosij.rules.report import Report
from sosij.selectors.report import last_year, report


HEADER = ("Tableau", "Ligne", "Colonne", "Valeur")


@action("sosij.bilan")
@require_safe
def report_page(request: PortalRequest) -> HttpResponse:
    found = _report(request)
    title = "Bilan de SOS IJ"
    context = {
        "title": title,
        "sentence": report_sentence(found),
        "tables": report_tables(found),
        "crumbs": [("SOS IJ", reverse("sosij")), (title, "")]
        if request.rights.can("sosij.lire")
        else [],
    }
    return render(request, "sosij/bilan.html", context)


@action("sosij.bilan")
@require_safe
def report_file(request: PortalRequest) -> HttpResponse:
    text = csv_text(HEADER, csv_rows(report_tables(_report(request))))
    return HttpResponse(text, content_type=CONTENT_TYPE, headers=attached("bilan-sos-ij"))


def _report(request: PortalRequest) -> Report:
    since, until = last_year(request.perimeter.on)
    zone = timezone.get_current_timezone()
    moments = (datetime.combine(since, time.min, zone), datetime.combine(until, time.max, zone))
    record(action="sosij.bilan", by=request.perimeter.user_id, obj=("bilan SOS IJ", f"{until}"))
    return report(request.perimeter, since, until, moments)
