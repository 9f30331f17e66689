"""The report of SOS IJ over some months, on the page, as a file, figure by figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from core.charts.numbers import date_fr
from core.journal import record
from prescribers.presenters.csv_text import CONTENT_TYPE, attached, csv_text
from prescribers.presenters.figure_text import CONTENT_TYPES, FigureFile, formats
from sosij.forms.report import asked_period, month_choices, period_query, place_choices
from sosij.presenters import report as present
from sosij.presenters.report_counts import Counts, shown_counts
from sosij.presenters.report_figures import ReportFigure, report_figures
from sosij.presenters.satisfaction import satisfaction_tables
from sosij.rules.clock import level_on
from sosij.rules.report import Report
from sosij.selectors.report import places, report
from sosij.selectors.satisfaction import satisfaction


HEADER = ("Tableau", "Ligne", "Colonne", "Valeur")


@dataclass(frozen=True)
class Asked:
    """The report of an address, and which of its counts may be shown."""

    report: Report
    shown: Counts
    places: list[str]

    @property
    def query(self) -> str:
        return period_query(self.report.period)


@dataclass(frozen=True)
class Shown:
    """A figure with what stands above it."""

    name: str
    figure: ReportFigure
    tools: list[dict[str, str]]


# What a chart shows has its table under it.
DRAWN = frozenset({"issues", "mois", "motifs", "delais"})


@action("sosij.bilan")
@require_safe
def report_page(request: PortalRequest) -> HttpResponse:
    asked = _asked(request)
    found, period = asked.report, asked.report.period
    title = "Bilan de SOS IJ"
    figures = _figures(request, asked)
    tables = present.report_tables(found, asked.shown)
    context = {
        "title": title,
        "outcome_sentence": present.outcome_sentence(asked.shown),
        "sentence": present.report_sentence(found, asked.shown),
        "figures": [Shown(name, figure, _tools(name, asked)) for name, figure in figures.items()],
        "tables": [table for table in tables if table.ident not in DRAWN],
        "satisfaction": satisfaction_tables(satisfaction(request.perimeter)),
        "may_survey": request.rights.can("sosij.questionnaire"),
        "query": asked.query,
        "starts": month_choices(request.perimeter.on, period.first),
        "ends": month_choices(request.perimeter.on, period.last),
        "departements": place_choices(asked.places, period.departement),
        "crumbs": [("SOS IJ", reverse("sosij")), (title, "")]
        if request.rights.can("sosij.lire")
        else [],
    }
    return render(request, "sosij/bilan.html", context)


@action("sosij.bilan")
@require_safe
def report_file(request: PortalRequest) -> HttpResponse:
    asked = _asked(request)
    tables = present.report_tables(asked.report, asked.shown)
    tables += satisfaction_tables(satisfaction(request.perimeter))
    text = csv_text(HEADER, present.csv_rows(tables))
    return HttpResponse(text, content_type=CONTENT_TYPE, headers=attached("bilan-sos-ij"))


@action("sosij.bilan")
@require_safe
def report_figure(request: PortalRequest, figure: str, file_format: str) -> HttpResponse:
    """The figure of the page, by the same object."""
    asked = _asked(request)
    found = _figures(request, asked).get(figure)
    if found is None or file_format not in formats(found.chart):
        raise Http404
    today = date_fr(request.perimeter.on)
    source = f"SOS IJ. {present.period_words(asked.report.period)}. Dessiné le {today}."
    return HttpResponse(
        FigureFile(figure, found.title, found.chart, source).content(
            file_format, synthetic=settings.SYNTHETIC_DATA
        ),
        content_type=CONTENT_TYPES[file_format],
        headers={"Content-Disposition": f'attachment; filename="sos-ij-{figure}.{file_format}"'},
    )


def _figures(request: PortalRequest, asked: Asked) -> Mapping[str, ReportFigure]:
    return report_figures(asked.report, asked.shown, level_on(request.perimeter.on))


def _tools(name: str, asked: Asked) -> list[dict[str, str]]:
    address = partial(reverse, "sosij-bilan-figure")
    return [
        {"url": f"{address(args=[name, 'csv'])}?{asked.query}", "icon": "csv", "label": "CSV"},
        {"url": f"{address(args=[name, 'png'])}?{asked.query}", "icon": "download", "label": "PNG"},
        {"url": f"{reverse('sosij-bilan')}?{asked.query}#{name}", "icon": "link", "label": "Lien"},
    ]


def _asked(request: PortalRequest) -> Asked:
    perimeter = request.perimeter
    known = places(perimeter)
    period = asked_period(request.GET, perimeter.on, known)
    record(
        action="sosij.bilan",
        by=perimeter.user_id,
        obj=("bilan SOS IJ", f"{period.first:%Y-%m}/{period.last:%Y-%m}"),
        reason=present.period_words(period),
    )
    found = report(perimeter, period)
    return Asked(found, shown_counts(found), known)
