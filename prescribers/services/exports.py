"""A whole list asked for: its row and its job, the file once made, its end."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.perimeter import Perimeter
from core.database_role import AllCaisses
from core.errors import JobRefused, Refusal
from core.jobs import cancel, enqueue
from core.journal import record
from core.models import Job, JobStatus
from prescribers.enums import ExportEnding, ExportPurpose
from prescribers.models import Export, ExportFile
from prescribers.services.exports_wanted import Made, Wanted
from prescribers.services.reasons import checked_reason


JOB_KIND = "prescripteurs.export"
STOPPED = (JobStatus.DEAD, JobStatus.CANCELLED)
CLOSED = "Cet export a été supprimé ou a expiré avant d’être fait."


@transaction.atomic
def request_export(wanted: Wanted, *, perimeter: Perimeter) -> Export:
    """The same request, still waiting or ready, is the same export; one that failed is made again.

    So is one whose file holds a caisse that the person has lost. The last purpose given is the
    one that stands, and each is journalled.

    Raises:
        Refusal: no known purpose, one that says nothing, an address too long to be kept, or too
            many exports already open.
    """
    by = perimeter.user_id
    asked = {
        "by_id": by,
        "run_number": wanted.run_number,
        "file_format": wanted.file_format,
        "query": _checked_query(wanted.query),
    }
    why = {
        "purpose": ExportPurpose(wanted.purpose),
        "purpose_text": checked_reason(wanted.purpose_text),
    }
    _close_useless(asked, perimeter)
    # Two clicks at once: the database keeps one, and both get it.
    export, created = Export.objects.update_or_create(
        **asked,
        closed_at=None,
        defaults=why,
        create_defaults={**asked, **why, "said": wanted.said, "rows": wanted.rows},
    )
    if created:
        _refuse_too_many(by)
        job = enqueue(
            kind=JOB_KIND, dedup_key=f"export:{export.pk}", payload={"export": export.pk}, by=by
        )
        Export.objects.filter(pk=export.pk).update(job_id=job.pk)
        export.refresh_from_db()
    for caisse in _journalled(perimeter):
        record(
            action="export.demander",
            by=by,
            obj=_named(export),
            caisse=caisse,
            reason=purpose_words(export),
        )
    return export


def _journalled(perimeter: Perimeter) -> list[str]:
    """One act a caisse, so that its own auditor reads it; one for a national perimeter."""
    return [""] if isinstance(perimeter.caisses, AllCaisses) else sorted(perimeter.caisses) or [""]


def _refuse_too_many(by: int) -> None:
    """A file takes up to some 13 MB of the database for a week: a loop must not fill it."""
    if Export.objects.filter(by_id=by, closed_at=None).count() > settings.EXPORTS_OPEN:
        raise Refusal(
            "EXPORT_NOMBRE",
            f"Vous avez déjà {settings.EXPORTS_OPEN} exports ouverts : supprimez-en dans "
            "« Mes exports », ou attendez qu’ils expirent.",
        )


def purpose_words(export: Export) -> str:
    """« Préparer une campagne : relance des signaux confirmés »."""
    return f"{ExportPurpose(export.purpose).label}\u202f: {export.purpose_text}"


def open_export(export_id: int) -> Export:
    """The export that a job is to make.

    Raises:
        JobRefused: it was closed in the meantime.
    """
    export = Export.objects.filter(pk=export_id, closed_at__isnull=True).first()
    if export is None:
        raise JobRefused("export_ferme", CLOSED)
    return export


def keep(export: Export, made: Made, *, now: datetime) -> None:
    """Called in the last step of the job: the file and the end of the job are one transaction.

    Raises:
        JobRefused: the export was closed while the file was being made.
    """
    unmade = Export.objects.filter(pk=export.pk, closed_at__isnull=True, made_at__isnull=True)
    kept = unmade.update(
        made_at=now,
        expires_at=now + timedelta(days=settings.EXPORT_DAYS),
        file_name=made.name,
        rows=made.rows,
        size=len(made.content),
        caisses=list(made.caisses),
    )
    if not kept:
        raise JobRefused("export_ferme", CLOSED)
    ExportFile.objects.create(export_id=export.pk, content=made.content)


def take(perimeter: Perimeter, export: Export, *, now: datetime) -> bytes:
    """The bytes, for who asked for them and still sees every caisse in them; each is journalled.

    Raises:
        Refusal: not made yet, no longer there, or the rights have changed since.
    """
    file = ExportFile.objects.filter(export_id=export.pk).first()
    over = export.closed_at is not None or export.expires_at is None or export.expires_at <= now
    if file is None or over:
        raise Refusal(
            "EXPORT_ABSENT",
            "Ce fichier n’est pas ou n’est plus disponible. Refaites l’export depuis la liste.",
        )
    lost = [caisse for caisse in export.caisses if not perimeter.covers(caisse)]
    if lost:
        record(action="acces.refuse", by=perimeter.user_id, obj=_named(export), reason="perimetre")
        raise Refusal("EXPORT_PERIMETRE", _lost_words(len(lost)))
    Export.objects.filter(pk=export.pk).update(taken=F("taken") + 1)
    for caisse in export.caisses or [""]:
        record(
            action="prescripteurs.exporter",
            by=perimeter.user_id,
            obj=_named(export),
            caisse=caisse,
            reason=purpose_words(export),
        )
    return bytes(file.content)


@transaction.atomic
def delete(export: Export, *, by: int) -> None:
    """The file goes at once; a job that was still to make it is stopped."""
    if not _close(export, ExportEnding.DELETED):
        return
    job = Job.objects.filter(pk=export.job_id or 0).first()
    if job is not None and job.may_be_cancelled:
        cancel(job, by)
    record(action="export.supprimer", by=by, obj=_named(export))


def _close_useless(asked: dict[str, object], perimeter: Perimeter) -> None:
    """One that is over, cannot be taken, or whose job will not be tried again, is no answer."""
    for export in Export.objects.filter(**asked, closed_at=None):
        if export.expires_at is not None and export.expires_at <= timezone.now():
            _close(export, ExportEnding.EXPIRED)
        elif not all(map(perimeter.covers, export.caisses)):
            _close(export, ExportEnding.DELETED)
        elif Job.objects.filter(pk=export.job_id or 0, status__in=STOPPED).exists():
            _close(export, ExportEnding.FAILED)


def _close(export: Export, ending: ExportEnding) -> bool:
    """The row first: a job that is keeping its file at this moment waits, or is waited for."""
    open_one = Export.objects.filter(pk=export.pk, closed_at__isnull=True)
    closed = bool(open_one.update(closed_at=timezone.now(), ending=ending))
    ExportFile.objects.filter(export_id=export.pk).delete()
    return closed


def _checked_query(query: str) -> str:
    longest = Export._meta.get_field("query").max_length  # noqa: SLF001 (Django's public name)
    if longest is not None and len(query) > longest:
        raise Refusal("EXPORT_FILTRES", "Trop de filtres pour un export : retirez-en.")
    return query


def _lost_words(lost: int) -> str:
    whose = "d’une caisse qui n’est" if lost == 1 else f"de {lost} caisses qui ne sont"
    return (
        f"Ce fichier contient des prescripteurs {whose} plus dans votre périmètre : il ne peut "
        "plus être téléchargé. Refaites l’export depuis la liste."
    )


def _named(export: Export) -> tuple[str, str]:
    return "export", str(export.pk)
