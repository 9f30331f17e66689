"""Last step: readers pass from one run to the next by one UPDATE; yesterday's rows stay."""

from datetime import datetime

from django.db import transaction

from core.errors import Refusal
from core.journal import record
from prescribers.enums import RunState
from prescribers.models import ProfileRun, Publication
from prescribers.services.night.movers import movers
from prescribers.services.reasons import checked_reason


@transaction.atomic
def publish_or_hold(run: ProfileRun, *, by: int | None, at: datetime) -> dict[str, int]:
    """Publish, unless the figures moved too far for nobody to look; counts of the job."""
    if run.state == RunState.HELD:
        return {"retenu": 1}
    shown = ProfileRun.objects.filter(pk__in=Publication.objects.values("run_id")).first()
    if shown is not None and shown.number < run.number:
        found = movers(run, shown)
        run.parameters |= {"movers": found.stored()}
        run.state = RunState.HELD if found.beyond else run.state
        run.save(update_fields=["parameters", "state"])
        if found.beyond:
            _recorded("prescripteurs.retenir", run, by)
            return {"retenu": 1}
    return {"publie": int(publish(run, by=by, at=at))}


@transaction.atomic
def publish(run: ProfileRun, *, by: int | None, at: datetime) -> bool:
    """Point the readers to this run; False when they already read it or a later one."""
    if not _point_to(run, at):
        return False
    _recorded("prescripteurs.publier", run, by)
    return True


@transaction.atomic
def release(*, number: int, reason: str, by: int | None, at: datetime) -> ProfileRun:
    """Publish a held run after somebody looked at what moved.

    Raises:
        Refusal: no such run, not held, overtaken by a later one, or a reason that says nothing.
    """
    reason = checked_reason(reason)
    run = ProfileRun.objects.select_for_update().filter(number=number).first()
    if run is None or run.state != RunState.HELD:
        raise Refusal("CALCUL_NON_RETENU", f"Aucun calcul retenu ne porte le numéro {number}.")
    if not _point_to(run, at):
        raise Refusal(
            "CALCUL_DEPASSE",
            f"Un calcul plus récent que le n° {number} est déjà publié : "
            "il n’y a plus rien à libérer.",
        )
    _recorded("prescripteurs.liberer", run, by, reason=reason, system="commande")
    return ProfileRun.objects.get(pk=run.pk)


def _point_to(run: ProfileRun, at: datetime) -> bool:
    if Publication.objects.filter(id=1, run__number__gte=run.number).exists():
        return False
    ProfileRun.objects.filter(pk=run.pk, published_at__isnull=True).update(
        state=RunState.PUBLISHED, published_at=at
    )
    if not Publication.objects.filter(id=1).update(run=run):
        Publication.objects.create(id=1, run=run)
    return True


def _recorded(
    action: str, run: ProfileRun, by: int | None, *, reason: str = "", system: str = "nuit"
) -> None:
    record(action=action, by=by, obj=("calcul", str(run.number)), reason=reason, system=system)
