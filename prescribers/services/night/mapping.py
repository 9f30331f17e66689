"""Second step: each caisse of a group becomes sufficient statistics; the last group reduces."""

from datetime import date

from core.jobs import Lease, enqueue
from core.models import Job
from prescribers.enums import RunState
from prescribers.frames.payload import encode
from prescribers.frames.sources import read_known_prescribers
from prescribers.frames.statistics import summarise
from prescribers.models import ProfileRun, SufficientStatistics
from prescribers.services.blocks import read_leaves, read_patient_lists
from prescribers.services.night.handing_over import hand_over
from prescribers.services.night.kinds import REDUCTION, reduction_key
from prescribers.services.night.state import open_run, window_of


def map_caisses(lease: Lease) -> None:
    """One caisse at a time, each handed over as soon as it is counted."""
    run_id, caisses = int(lease.payload["run"]), list(lease.payload["caisses"])
    received = kept = 0
    for done, caisse in enumerate(caisses, start=1):
        counts = _map_caisse(lease, run_id, caisse)
        received, kept = received + counts[0], kept + counts[1]
        lease.progress(done, len(caisses), lignes=received, retenues=kept)
    with lease.finish():
        _call_reduction(lease, run_id)


def _map_caisse(lease: Lease, run_id: int, caisse: str) -> tuple[int, int]:
    """Read in one transaction, count outside any, hand over in another; rows read and kept."""
    with lease.step():
        run = open_run(run_id)
        window = window_of(run)
        leaves = read_leaves(caisse, window)
        lists = read_patient_lists(caisse, date.fromisoformat(run.parameters["patient_list"]))
        known = read_known_prescribers(caisse)
    statistics = summarise(leaves, lists, known, window)
    payload = encode(statistics)
    with lease.step():
        hand_over(run_id, caisse, payload)
    return int(statistics.counts[0]), int(statistics.counts[1])


def _call_reduction(lease: Lease, run_id: int) -> None:
    """Enqueue the reduction when every caisse has handed over.

    The lock on the run makes the maps take turns here: the last to come sees all the others.
    """
    run = open_run(run_id, lock=True)
    handed_over = SufficientStatistics.objects.filter(run_id=run_id).count()
    if run.state != RunState.COMPUTING or handed_over < len(run.parameters["caisses"]):
        return
    _enqueue_reduction(lease, run)


def _enqueue_reduction(lease: Lease, run: ProfileRun) -> None:
    enqueue(
        kind=REDUCTION,
        dedup_key=reduction_key(run.pk),
        payload={"run": run.pk, "publish": bool(lease.payload["publish"])},
        by=lease.actor_id,
        parent=Job.objects.get(pk=lease.job_id).parent,
    )
