"""« Mes exports »: each export as a line of words, and what one may do with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from core.charts.numbers import date_fr, fr, hour, size_words
from core.models import Job, JobStatus
from prescribers.enums import ExportEnding, ExportFormat, ExportPurpose
from prescribers.models import Export
from prescribers.presenters.imports import Chip
from prescribers.presenters.words import counted


READY = Chip("done", "check", "prêt")
EXPIRED = Chip("", "clock", "expiré")
ENDED = {
    ExportEnding.EXPIRED: EXPIRED,
    ExportEnding.DELETED: Chip("", "trash", "supprimé"),
    ExportEnding.FAILED: Chip("fix", "close", "en échec"),
}
MAKING = {
    JobStatus.QUEUED: Chip("waiting", "hourglass", "en attente"),
    JobStatus.RUNNING: Chip("ongoing", "", "en cours"),
    JobStatus.FAILED: Chip("soon", "clock", "nouvel essai prévu"),
    JobStatus.DEAD: Chip("fix", "close", "en échec"),
    JobStatus.CANCELLED: Chip("", "", "annulé"),
    JobStatus.DONE: READY,
}
FORMAT_NAMES = {
    ExportFormat.CSV: "CSV",
    ExportFormat.XLSX: "Classeur XLSX",
    ExportFormat.PDF: "PDF",
}
GOING = frozenset({JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.FAILED})
NO_JOB = Chip("waiting", "hourglass", "en attente")


@dataclass(frozen=True)
class ExportLine:
    """`second` and `note` stand under the title and the state; `going` asks the page again."""

    ident: int
    title: str
    second: str
    purpose: str
    purpose_text: str
    rows: str
    size: str
    asked_at: datetime
    chip: Chip
    note: str
    going: bool
    may_take: bool
    may_delete: bool
    done: int = 0
    total: int = 0


def export_lines(
    exports: Iterable[Export], jobs: Mapping[int, Job], *, now: datetime
) -> list[ExportLine]:
    return [export_line(export, jobs.get(export.job_id or 0), now=now) for export in exports]


def export_line(export: Export, job: Job | None, *, now: datetime) -> ExportLine:
    ready = export.made_at is not None and export.closed_at is None and not _over(export, now)
    waits = export.closed_at is None and export.made_at is None
    going = waits and (job is None or job.status in GOING)
    running = going and job is not None and job.status == JobStatus.RUNNING
    return ExportLine(
        ident=export.pk,
        title=f"Prescripteurs, {FORMAT_NAMES[ExportFormat(export.file_format)]}",
        second=export.said,
        purpose=ExportPurpose(export.purpose).label,
        purpose_text=export.purpose_text,
        rows=fr(export.rows),
        size=size_words(export.size) if export.size else "",
        asked_at=export.asked_at,
        chip=_chip(export, job, now),
        note=_note(export, job, now),
        going=going,
        may_take=ready,
        may_delete=export.closed_at is None,
        done=job.progress_done if running and job else 0,
        total=job.progress_total if running and job else 0,
    )


def sentence(lines: Iterable[ExportLine], days: int) -> str:
    """« 2 fichiers prêts, 1 en préparation. Un fichier est gardé 7 jours, puis effacé. »."""
    shown = list(lines)
    ready = sum(line.may_take for line in shown)
    going = sum(line.going for line in shown)
    parts = [counted(ready, "fichier prêt", "fichiers prêts") if ready else "Aucun fichier prêt"]
    parts += [f"{fr(going)} en préparation"] if going else []
    kept = counted(days, "jour", "jours")
    return f"{', '.join(parts)}. Un fichier est gardé {kept}, puis effacé."


def _over(export: Export, now: datetime) -> bool:
    return export.expires_at is not None and export.expires_at <= now


def _chip(export: Export, job: Job | None, now: datetime) -> Chip:
    if export.closed_at is not None:
        return ENDED[ExportEnding(export.ending)]
    if export.made_at is not None:
        return EXPIRED if _over(export, now) else READY
    return MAKING[JobStatus(job.status)] if job else NO_JOB


def _note(export: Export, job: Job | None, now: datetime) -> str:
    if export.closed_at is None and export.made_at is None:
        return job.error_message if job else ""
    if export.expires_at is None:
        return ""
    day = timezone.localtime(export.expires_at)
    when = f"le {date_fr(day)} à {hour(day)}"
    if export.closed_at is None and not _over(export, now):
        return f"jusqu’au {when.removeprefix('le ')}"
    return when if _chip(export, job, now) == EXPIRED else ""
