"""The rejected rows of one import: what to mend, line by line, on screen and in CSV."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from core.charts.numbers import fr
from core.journal import record
from ijportal.pages.presenters.jobs import batch_line, batch_title
from prescribers.models import ImportBatch
from prescribers.presenters.csv_text import CONTENT_TYPE, attached, csv_text
from prescribers.presenters.words import counted


PER_PAGE = 100
HEADER = ("Ligne", "Colonne", "Code", "Ce qui ne va pas, et que faire")


@action("traitements.lire")
@require_safe
def rejects_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The value that was read stays in the file: it may name a prescriber."""
    batch = get_object_or_404(ImportBatch.objects.select_related("source"), pk=batch_id)
    title = f"Rejets : {batch_title(batch)}"
    page = Paginator(batch.rejected_rows.all(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": title,
        "sub": batch.source.name,
        "crumbs": [("Traitements", reverse("traitements")), (title, "")],
        "line": batch_line(batch),
        "sentence": f"{counted(batch.rejected, 'ligne rejetée', 'lignes rejetées')} "
        f"sur {fr(batch.read)} lues.",
        "page": page,
        "header": HEADER,
        "rows": [(row.line, row.column, row.code, row.message) for row in page.object_list],
    }
    return render(request, "pages/import_rejets.html", context)


@action("traitements.lire")
@require_safe
def rejects_csv(request: PortalRequest, batch_id: int) -> HttpResponse:
    batch = get_object_or_404(ImportBatch, pk=batch_id)
    cells = batch.rejected_rows.values_list("line", "column", "code", "message")
    rows = ([str(line), *words] for line, *words in cells.iterator(chunk_size=5_000))
    record(
        action="import.exporter-rejets",
        by=request.perimeter.user_id,
        obj=("lot", str(batch.pk)),
        reason=counted(batch.rejected, "ligne rejetée", "lignes rejetées"),
    )
    header = list(HEADER)
    if settings.SYNTHETIC_DATA:
        header.append("Nature des données")
        rows = ([*row, "données synthétiques"] for row in rows)
    return HttpResponse(
        csv_text(header, rows),
        content_type=CONTENT_TYPE,
        headers=attached(f"rejets-import-{batch.pk}"),
    )
