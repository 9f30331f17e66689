"""The jobs of this app: each opens the door of one service."""

from datetime import date

from django.utils import timezone

from core.database_role import DatabaseRole
from core.errors import JobRefused
from core.jobs import Lease, job_kind
from core.models import Job
from prescribers.enums import BatchStatus
from prescribers.exports.making import make
from prescribers.services import (
    deposits_unfinished,
    exports,
    exports_expired,
    imports,
    night,
)
from prescribers.services.night.kinds import MAP, NIGHT, REDUCTION


@job_kind(NIGHT, title="Calcul des profils : préparation")
def plan_night(lease: Lease) -> None:
    """The day of the timetable, or of the command, decides which months are over."""
    day = lease.payload.get("day")
    as_of = date.fromisoformat(day) if day else timezone.localdate()
    with lease.finish():
        plan = night.plan_run(
            as_of=as_of,
            by=lease.actor_id,
            job=Job.objects.get(pk=lease.job_id),
            publish_after=bool(lease.payload.get("publish", True)),
            extent=night.Extent.asked(lease.payload),
        )
        lease.progress(1, 1, **plan.counts)


@job_kind(MAP, title="Calcul des profils : lecture des caisses", lease_seconds=30)
def map_caisses(lease: Lease) -> None:
    night.map_caisses(lease)


@job_kind(REDUCTION, title="Calcul des profils : mise en commun et publication", lease_seconds=30)
def reduce_run(lease: Lease) -> None:
    night.reduce_run(lease)


@job_kind(imports.JOB_KIND, title="Import d’un fichier", lease_seconds=30)
def import_file(lease: Lease) -> None:
    """A refused or held file keeps its batch and its reasons; no other try would save it."""
    with lease.step():
        batch = imports.run_batch(
            batch_id=int(lease.payload["batch"]), by=lease.actor_id, on_progress=lease.progress
        )
    if batch.status == BatchStatus.REFUSED:
        raise JobRefused("fichier_refuse", batch.message)
    if batch.status == BatchStatus.HELD:
        raise JobRefused(
            "lot_retenu",
            f"Le lot {batch.pk} est retenu par un contrôle. Ouvrez la page Imports : vous y "
            "lirez pourquoi, et pourrez le libérer ou l’écarter.",
        )
    with lease.finish(
        lues=batch.read,
        acceptees=batch.accepted,
        rejetees=batch.rejected,
        doublons=batch.duplicates,
    ):
        pass


@job_kind(
    deposits_unfinished.JOB_KIND,
    title="Effacement des dépôts inachevés",
    role=DatabaseRole.GESTION,
)
def remove_unfinished_deposits(lease: Lease) -> None:
    """Removing twice is removing once: what the disk loses waits for no transaction."""
    with lease.step():
        left = deposits_unfinished.unfinished(timezone.now())
    removed = deposits_unfinished.remove(left)
    with lease.finish(inacheves=removed):
        pass


@job_kind(
    exports.JOB_KIND,
    title="Export de la liste des prescripteurs",
    role=DatabaseRole.GESTION,
    lease_seconds=30,
)
def make_export(lease: Lease) -> None:
    make(lease)


@job_kind(
    exports_expired.JOB_KIND, title="Effacement des exports périmés", role=DatabaseRole.GESTION
)
def remove_expired_exports(lease: Lease) -> None:
    with lease.step():
        removed = exports_expired.purge(timezone.now())
    with lease.finish(exports_effaces=removed):
        pass
