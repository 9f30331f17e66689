"""Imports: the list of batches, one batch with all that is known of it, its rejects in CSV."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from accounts.selectors import names
from core.journal import record
from core.models import Job
from prescribers.enums import SourceKind
from prescribers.forms import ImportFilter
from prescribers.forms.imports import month_or_none
from prescribers.models import ImportBatch
from prescribers.presenters import import_batch as present
from prescribers.presenters.csv_text import CONTENT_TYPE, attached, csv_text
from prescribers.presenters.imports import (
    batch_lines,
    batch_title,
    empty_words,
    held_title,
    list_sentence,
)
from prescribers.presenters.words import counted
from prescribers.selectors import imports
from prescribers.selectors.absent_columns import SWITCHED_OFF


PER_PAGE = 25
LINES_PER_PAGE = 50
RUNNING_SHOWN = 12
CSV_HEADER = ("Ligne", "Colonne", "Code", "Ce qui ne va pas, et que faire")


@action("imports.lire")
@require_safe
def list_page(request: PortalRequest) -> HttpResponse:
    perimeter = request.perimeter
    form = ImportFilter(request.GET, months=imports.imported_months(perimeter))
    chosen = form.chosen()
    page = Paginator(_found(request, chosen), PER_PAGE).get_page(request.GET.get("page"))
    running = list(imports.unfinished_batches(perimeter)[:RUNNING_SHOWN])
    jobs = imports.jobs_of([*page.object_list, *running])
    people = _people([*page.object_list, *running])
    held = imports.held_batches(perimeter)
    may_deposit = request.rights.can("imports.deposer")
    context = {
        "sentence": list_sentence(imports.batches_by_status(perimeter)),
        "form": form,
        "back": reverse("imports"),
        "page": page,
        "query": "&".join(f"{name}={value}" for name, value in chosen.items()),
        "lines": batch_lines(page.object_list, jobs, people),
        "running": present.running_lines(running, jobs, people),
        "held": present.held_lines(held),
        "held_title": held_title(len(held)),
        "may_deposit": may_deposit,
        "may_decide": request.rights.can("imports.decider"),
        "empty": empty_words(filtered=bool(chosen), may_deposit=may_deposit),
        "filtered": bool(chosen),
    }
    return render(request, "prescribers/imports.html", context)


@action("imports.lire")
@require_safe
def running_part(request: PortalRequest) -> HttpResponse:
    """What the list asks again every 3 seconds, as long as something runs."""
    running = list(imports.unfinished_batches(request.perimeter)[:RUNNING_SHOWN])
    lines = present.running_lines(running, imports.jobs_of(running), _people(running))
    context = {"running": lines, "refreshed": True}
    return render(request, "prescribers/imports_running.html", context)


@action("imports.lire")
@require_safe
def batch_page(request: PortalRequest, batch_id: int) -> HttpResponse:
    """The value that was read stays in the file: it may name a prescriber."""
    perimeter = request.perimeter
    batch = _batch(batch_id)
    job = _job(batch)
    people = names([batch.source.by_id, batch.decided_by_id])
    lines = imports.rejected_line_numbers(perimeter, batch)
    page = Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("page"))
    title = batch_title(batch)
    context = {
        "title": title,
        "sub": f"Lot {batch.pk}, {batch.source.name}",
        "crumbs": [("Imports", reverse("imports")), (title, "")],
        "batch": batch,
        "line": batch_lines([batch], {job.pk: job} if job else {}, people)[0],
        "progress": present.progress(batch, job),
        "sentence": present.identity_sentence(batch),
        "figures": present.identity_figures(batch),
        "findings": batch.gate_findings.all(),
        "decision": present.decision(batch, people),
        "absent": [(name, _switched_off(batch, name)) for name in batch.absent],
        "facts": present.provenance(batch, people),
        "groups": present.reject_groups(imports.reject_groups(perimeter, batch)),
        "page": page,
        "rejected": present.rejected_lines(
            imports.rejected_lines(perimeter, batch, list(page.object_list))
        ),
        "cut": present.detail_is_cut(batch, page.paginator.count),
        "may_decide": request.rights.can("imports.decider"),
        "may_deposit": request.rights.can("imports.deposer"),
    }
    return render(request, "prescribers/imports_batch.html", context)


@action("imports.lire")
@require_safe
def batch_part(request: PortalRequest, batch_id: int) -> HttpResponse:
    """The progress of one import, asked again every 3 seconds until it is over."""
    batch = _batch(batch_id)
    context = {
        "batch": batch,
        "progress": present.progress(batch, _job(batch)),
        "refreshed": True,
    }
    return render(request, "prescribers/imports_progress.html", context)


@action("imports.lire")
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
    header = list(CSV_HEADER)
    if settings.SYNTHETIC_DATA:
        header.append("Nature des données")
        rows = ([*row, "données synthétiques"] for row in rows)
    return HttpResponse(
        csv_text(header, rows),
        content_type=CONTENT_TYPE,
        headers=attached(f"rejets-import-{batch.pk}"),
    )


def _found(request: PortalRequest, chosen: Mapping[str, str]) -> QuerySet[ImportBatch]:
    return imports.import_batches(
        request.perimeter,
        kind=chosen.get("nature", ""),
        state=chosen.get("etat", ""),
        month=month_or_none(chosen.get("mois", "")),
    )


def _batch(number: int) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.select_related("source"), pk=number)


def _job(batch: ImportBatch) -> Job | None:
    return imports.jobs_of([batch]).get(batch.job_id or 0)


def _people(batches: Iterable[ImportBatch]) -> dict[int, str]:
    return names(batch.source.by_id for batch in batches)


def _switched_off(batch: ImportBatch, column: str) -> str:
    return SWITCHED_OFF.get((SourceKind(batch.kind), column), "")
