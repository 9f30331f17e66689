"""First step of the night: nothing to do, or a new run and its map jobs."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Max

from core.jobs import database_now, enqueue
from core.models import Job
from prescribers.enums import RunState
from prescribers.models import ProfileRun, Publication
from prescribers.services.night.extent import WHOLE, Extent
from prescribers.services.night.groups import groups_of
from prescribers.services.night.inputs import Inputs, read_inputs
from prescribers.services.night.kinds import MAP, map_key
from prescribers.services.night.publication import publish_or_hold
from prescribers.services.night.state import given_up


# Two nights planned at once would take the same number: they take turns.
PLANNING_LOCK = 7_200_001


@dataclass(frozen=True)
class Plan:
    """The run that has these inputs, and what was done about it, as counts of the job."""

    run: ProfileRun
    counts: dict[str, int]


def plan_run(
    *,
    as_of: date,
    by: int | None,
    job: Job | None = None,
    publish_after: bool = True,
    extent: Extent = WHOLE,
) -> Plan:
    """Start a run from the present inputs unless one has them already.

    Call it inside a transaction: the run and its map jobs stand or fall together.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PLANNING_LOCK])
    inputs = read_inputs(as_of=as_of, extent=extent)
    publish_after = publish_after and extent.is_whole
    known = _known_run(inputs.digest)
    if known is None:
        return _start(inputs, as_of=as_of, by=by, job=job, publish_after=publish_after)
    if known.state == RunState.COMPUTING:
        return Plan(known, {"en_cours": 1})
    if known.state == RunState.COMPUTED and publish_after:
        return Plan(known, publish_or_hold(known, by=by, at=database_now()))
    if known.state == RunState.HELD:
        return Plan(known, {"retenu": 1})
    return Plan(known, {"inchange": 1})


def _known_run(digest: str) -> ProfileRun | None:
    """The run of these inputs that is published, ready, or still being computed."""
    published = ProfileRun.objects.filter(
        inputs_digest=digest, pk__in=Publication.objects.values("run_id")
    ).first()
    if published is not None:
        return published
    waiting = ProfileRun.objects.filter(
        inputs_digest=digest, state__in=[RunState.COMPUTING, RunState.COMPUTED, RunState.HELD]
    ).first()
    if waiting is not None and given_up(waiting):
        ProfileRun.objects.filter(pk=waiting.pk).update(state=RunState.FAILED)
        return None
    return waiting


def _start(
    inputs: Inputs, *, as_of: date, by: int | None, job: Job | None, publish_after: bool
) -> Plan:
    last = ProfileRun.objects.aggregate(last=Max("number"))["last"] or 0
    window, groups = inputs.window, groups_of(inputs.caisses, inputs.leaves)
    run = ProfileRun.objects.create(
        number=last + 1,
        state=RunState.COMPUTING,
        window_start=window.start,
        window_end=window.end,
        data_until=window.until,
        method=str(inputs.parameters["method"]),
        parameters={
            **inputs.parameters,
            "as_of": as_of.isoformat(),
            "patient_list": inputs.list_month.isoformat(),
            "missing_months": [month.isoformat() for month in window.missing],
            "caisses": list(inputs.caisses),
            "groups": groups,
        },
        inputs_digest=inputs.digest,
        created_at=database_now(),
        job_id=job.pk if job else None,
    )
    for group in groups:
        enqueue(
            kind=MAP,
            dedup_key=map_key(run.pk, group[0]),
            payload={"run": run.pk, "caisses": [*group], "publish": publish_after},
            by=by,
            parent=job,
        )
    return Plan(run, {"calcul": run.number, "caisses": len(inputs.caisses)} | _shortfall(inputs))


def _shortfall(inputs: Inputs) -> dict[str, int]:
    """Say when the window is shorter than the method wants."""
    present = len(inputs.window.months) - len(inputs.window.missing)
    lacking = int(str(inputs.parameters["window_months"])) - present
    return {"mois_manquants": lacking} if lacking else {}
