"""Third step: the caisses together become profiles, checked, loaded, then published."""

from datetime import date

from django.db import connection

from core.errors import JobRefused
from core.jobs import Lease, database_now, enqueue
from prescribers.enums import RunState
from prescribers.frames.caisses import Caisses, caisses_of
from prescribers.frames.directory import read_directory
from prescribers.frames.group_months import Series, deciles_by_group
from prescribers.frames.history import past_runs
from prescribers.frames.nation import gather
from prescribers.frames.parameters import Choices
from prescribers.frames.profiles import Columns, days_by_caisse, profile_columns
from prescribers.frames.reconciliation import reconcile
from prescribers.frames.statistics import Account, CaisseStatistics
from prescribers.ingestion.profile_rows import copy_profiles
from prescribers.models import ProfileRun
from prescribers.services.night.caisses import settle_growth, store_caisses
from prescribers.services.night.checks import TotalsDifferError, check_profiles, check_sources
from prescribers.services.night.extent import Extent
from prescribers.services.night.group_months import store_group_months
from prescribers.services.night.handing_over import handed_over
from prescribers.services.night.inputs import read_inputs
from prescribers.services.night.kinds import NIGHT
from prescribers.services.night.publication import publish_or_hold
from prescribers.services.night.state import open_run, window_of


STEPS = 3
TOTALS_DIFFER = (
    "Les totaux du calcul ne sont pas ceux des lignes importées : rien n’est publié, "
    "les profils de la veille restent affichés."
)


class InputsChangedError(Exception):
    """An import came after the run was planned: its figures would mix two states."""


def reduce_run(lease: Lease) -> None:
    """Compute unless it is done already, then publish; a restart resumes at the last commit."""
    run_id = int(lease.payload["run"])
    with lease.step():
        run = open_run(run_id)
    if run.state == RunState.COMPUTING and not _compute(lease, run):
        return
    with lease.finish():
        done = open_run(run_id, lock=True)
        counts = {"publie": 0}
        if lease.payload["publish"]:
            counts = publish_or_hold(done, by=lease.actor_id, at=database_now())
        lease.progress(STEPS, STEPS, profils=done.rows, **counts)


def _compute(lease: Lease, run: ProfileRun) -> bool:
    """Leave the run COMPUTED; False when its inputs changed meanwhile and the job is over."""
    try:
        _check_and_load(lease, run)
    except InputsChangedError:
        _give_way(lease, run)
        return False
    return True


def _check_and_load(lease: Lease, run: ProfileRun) -> None:
    """The rows stand only if the inputs, checked first, are still the same when they go in."""
    with lease.step():
        _same_inputs(run)
        parts = load_statistics(run)
    lease.progress(1, STEPS)
    accounts = {caisse: part.account for caisse, part in parts.items()}
    nation = gather(list(parts.values()))
    # Half of the memory of the step, and nothing below reads them.
    parts.clear()
    with lease.step():
        directory = read_directory(nation.rpps, window_of(run))
        past = past_runs(run.window_end, Extent.stored(run.parameters).parameters)
        past_signals = past.signals(nation.rpps)
    choices = Choices.stored(run.parameters)
    columns = profile_columns(nation, directory, window_of(run), choices, past_signals=past_signals)
    caisses, groups = caisses_of(nation, columns), deciles_by_group(columns)
    lease.progress(2, STEPS)
    try:
        with lease.step():
            _load(run, columns, (caisses, groups), accounts)
    except TotalsDifferError:
        _refuse(lease, run)


def _same_inputs(run: ProfileRun) -> None:
    as_of, extent = date.fromisoformat(run.parameters["as_of"]), Extent.stored(run.parameters)
    inputs = read_inputs(as_of=as_of, extent=extent)
    if inputs.digest != run.inputs_digest:
        raise InputsChangedError


def load_statistics(run: ProfileRun) -> dict[str, CaisseStatistics]:
    """What the maps handed over, in the order of the caisses' codes."""
    found = {caisse: handed_over(run.pk, caisse) for caisse in sorted(run.parameters["caisses"])}
    return {caisse: part for caisse, part in found.items() if part is not None}


def _load(
    run: ProfileRun,
    columns: Columns,
    kept: tuple[Caisses, dict[str, Series]],
    accounts: dict[str, Account],
) -> None:
    """Fill the run's own partition and attach it: nobody reads it before the publication."""
    run = open_run(run.pk, lock=True)
    if run.state != RunState.COMPUTING:
        return
    _same_inputs(run)
    check_sources(run, accounts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.profile_run_stage(%s)", [run.pk])
        (stage,) = cursor.fetchone()
        run.result_digest = copy_profiles(stage, run.pk, columns)
        cursor.execute("SELECT public.profile_run_attach(%s)", [run.pk])
    run.rows = int(columns["rpps"].size)
    run.state, run.computed_at = RunState.COMPUTED, database_now()
    run.parameters |= {
        "reconciliation": reconcile(accounts.values()),
        "month_days": days_by_caisse(columns),
    }
    run.save(update_fields=["result_digest", "rows", "state", "computed_at", "parameters"])
    check_profiles(run, accounts)
    caisses, groups = kept
    store_caisses(run, caisses)
    store_group_months(run, groups)
    settle_growth(run)


def _give_way(lease: Lease, run: ProfileRun) -> None:
    """What was imported meanwhile would be half in: close this run and plan another."""
    with lease.finish(entrees_modifiees=1):
        ProfileRun.objects.filter(pk=run.pk).update(state=RunState.REFUSED)
        enqueue(
            kind=NIGHT,
            dedup_key=f"nuit:reprise:{run.pk}",
            payload={
                "day": run.parameters["as_of"],
                "publish": lease.payload["publish"],
                **Extent.stored(run.parameters).payload(),
            },
            by=lease.actor_id,
        )


def _refuse(lease: Lease, run: ProfileRun) -> None:
    """Say that the totals differ, unless an import committed just before they were summed."""
    with lease.step():
        _same_inputs(run)
        ProfileRun.objects.filter(pk=run.pk).update(state=RunState.REFUSED)
    raise JobRefused("totaux_differents", TOTALS_DIFFER)
