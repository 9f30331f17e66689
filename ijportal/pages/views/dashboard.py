"""Tableau de bord: a territory beside what is expected of it, its growth and its signals."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from core.journal import record
from ijportal.pages.board import FIGURES, WHOLE, AskedBoard, asked_board, shown
from ijportal.pages.presenters import dashboard as present
from ijportal.pages.presenters.growth import UNKNOWN
from ijportal.pages.presenters.territories import (
    crumbs,
    part_lines,
    parts_sentence,
    territory_name,
)
from prescribers.enums import BatchStatus
from prescribers.models import ImportBatch
from prescribers.presenters.figure_text import CONTENT_TYPES, FigureFile, drawn_from, formats
from prescribers.presenters.imports import batch_line
from prescribers.presenters.period import window_words
from prescribers.presenters.profile import run_note
from prescribers.selectors import Dashboard, has_caisses


IMPORTS_SHOWN = 5
# Who holds it reads patient by patient: nothing of a total is hidden from him.
MEDICAL = "prescripteurs.motifs"


@action("tableau.lire")
@require_safe
def dashboard_page(request: PortalRequest) -> HttpResponse:
    asked = _asked(request)
    if asked is None:
        return render(request, "pages/tableau_vide.html", {"imports": _last_imports()})
    if asked.board is None:
        if asked.territory != WHOLE and has_caisses(asked.run):
            raise Http404
        page = "sans_prescripteur" if has_caisses(asked.run) else "sans_totaux"
        return render(request, f"pages/tableau_{page}.html")
    _journal(request, asked, f"tableau, {territory_name(asked.board, asked.names)}")
    return render(request, "pages/tableau.html", _context(asked, asked.board))


@action("tableau.lire")
@require_safe
def figure_file(request: PortalRequest, figure: str, file_format: str) -> HttpResponse:
    """The figure of the page, by the same object; one that the page does not draw has no file."""
    asked = _asked(request)
    if asked is None or figure not in FIGURES or file_format not in CONTENT_TYPES:
        raise Http404
    found = shown(asked, figure)
    if found is None or asked.board is None or file_format not in formats(found.chart):
        raise Http404
    who = territory_name(asked.board, asked.names)
    source = drawn_from(who, asked.run, timezone.localdate())
    _journal(request, asked, f"figure {figure}, {file_format}, {who}")
    file_name = f"{figure}-calcul-{asked.run.number}.{file_format}"
    return HttpResponse(
        FigureFile(figure, found.title, found.chart, source).content(
            file_format, synthetic=settings.SYNTHETIC_DATA
        ),
        content_type=CONTENT_TYPES[file_format],
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def _asked(request: PortalRequest) -> AskedBoard | None:
    return asked_board(request.perimeter, request.GET, request.rights.perimeter(MEDICAL))


def _journal(request: PortalRequest, asked: AskedBoard, reason: str) -> None:
    """Which run and which territory were read; never the figures."""
    record(
        action="tableau.lire",
        by=request.perimeter.user_id,
        obj=("ProfileRun", str(asked.run.pk)),
        caisse=asked.caisse,
        reason=reason,
    )


def _context(asked: AskedBoard, board: Dashboard) -> dict[str, object]:
    address, names = reverse("tableau-de-bord"), asked.names
    today = f"{address}?{board.territory.query}" if board.territory.query else address
    said = [window_words(asked.run), "tous prescripteurs", asked.rounding.note]
    return {
        "sub": ", ".join(filter(None, said)),
        "run_note": run_note(asked.number, asked.run, asked.current, address=today),
        "is_current": asked.run == asked.current,
        "crumbs": crumbs(board, names, address, asked.cited),
        "parts": present.sentence(board, asked.rounding),
        "figures": present.figures(board, asked.rounding),
        "shown": {name: shown(asked, name) for name in FIGURES},
        "steps_absent": UNKNOWN,
        # Counted in the files of today: it says nothing of another run.
        "completeness": present.completeness(board) if asked.run == asked.current else [],
        "signals": present.signal_counts(board),
        "signals_sentence": present.signals_sentence(board),
        "lines": part_lines(board, names, asked.rounding, asked.cited),
        "lines_sentence": parts_sentence(board, names),
        "part_word": "Région" if board.by_region else "Caisse",
        "imports": _last_imports(),
    }


def _last_imports() -> list[object]:
    done = ImportBatch.objects.filter(status=BatchStatus.DONE).select_related("source")
    return [batch_line(batch) for batch in done[:IMPORTS_SHOWN]]
