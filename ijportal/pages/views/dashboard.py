"""Tableau de bord: the volumes of the perimeter beside the expected value, and its signals."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.perimeter import Perimeter
from accounts.permissions import PortalRequest, action
from ijportal.pages.presenters import dashboard as present
from prescribers.enums import BatchStatus
from prescribers.filters import caisse_labels
from prescribers.models import ImportBatch, ProfileRun
from prescribers.presenters.imports import batch_line
from prescribers.presenters.period import window_words
from prescribers.selectors import dashboard, published_run


IMPORTS_SHOWN = 5


@action("tableau.lire")
@require_safe
def dashboard_page(request: PortalRequest) -> HttpResponse:
    perimeter: Perimeter = request.perimeter
    run = published_run(perimeter)
    if run is None:
        return render(request, "pages/tableau_vide.html", {"imports": _last_imports()})
    board = dashboard(perimeter, run)
    if not board.caisses:
        return render(request, "pages/tableau_sans_prescripteur.html", {"run": run})
    labels = caisse_labels([totals.caisse for totals in board.caisses], perimeter.on)
    context = {
        "sub": f"{window_words(run)}, tous prescripteurs",
        "parts": present.sentence(board),
        "figures": present.figures(board),
        "bars": present.monthly_bars(board),
        "caisses": present.ranked_caisses(board, labels),
        "signals": present.signal_counts(board),
        "signals_sentence": present.signals_sentence(board),
        "caisse_signals": present.signals_by_caisse(board, labels),
        "caisses_sentence": present.caisses_sentence(board, labels),
        "imports": _last_imports(),
        "figure_tools": _tools(run),
    }
    return render(request, "pages/tableau.html", context)


def _last_imports() -> list[object]:
    done = ImportBatch.objects.filter(status=BatchStatus.DONE).select_related("source")
    return [batch_line(batch) for batch in done[:IMPORTS_SHOWN]]


def _tools(run: ProfileRun) -> list[dict[str, str]]:
    link = f"{reverse('tableau-de-bord')}?calcul={run.number}"
    return [
        {"url": reverse("methode"), "icon": "help", "label": "Définition"},
        {"url": link, "icon": "link", "label": f"Lien, calcul {run.number}"},
    ]
