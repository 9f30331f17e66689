"""The demo's story, told through the services: people, files, imports, one night."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.jobs import enqueue
from core.models import Job, JobStatus
from ijportal.demo.accounts import grant_roles, open_accounts
from ijportal.demo.country import Plan, build_country
from ijportal.demo.doubtful import FOLDER as DOUBTFUL, write_doubtful
from ijstats import STABLE_OUT_OF
from prescribers.enums import BatchStatus, RunState
from prescribers.frames.window import shifted
from prescribers.models import ImportBatch, ProfileRun, Publication
from prescribers.services.imports import import_source, request_import
from prescribers.services.night.kinds import NIGHT


Say = Callable[[str], None]
ENDED = (JobStatus.DONE, JobStatus.DEAD, JobStatus.CANCELLED)
# Territory, then places and people: each is read against those before it.
REFERENCES = (
    "caisses",
    "communes",
    "iris",
    "rpps",
    "finess",
    "structures",
    "prescripteurs",
    "appartenances",
)
# What they did, one file a month: the workers import these side by side.
MONTHLY = ("activite", "patientele", "arrets")
REGISTER = "PS_LibreAcces_*.txt"
POLL_SECONDS = 0.3


class StoryError(Exception):
    """A step of the demo did not end as it should; the message is French."""


@dataclass(frozen=True)
class Source:
    """A file of the demo country and the month it describes, if any."""

    kind: str
    path: Path
    month: date | None


def write_sources(folder: Path, *, plan: Plan, say: Say) -> list[Source]:
    """The source files of the country, written once."""
    folder.mkdir(parents=True, exist_ok=True)
    finished = folder / "complet"
    if not finished.exists():
        summary = build_country(folder, plan)
        write_doubtful(folder)
        say(f"{summary.doctors} médecins et {summary.leaves} arrêts synthétiques écrits")
        finished.touch()
    return list(sources(folder))


def sources(folder: Path) -> Iterator[Source]:
    for kind in REFERENCES:
        paths = sorted(folder.glob(REGISTER)) if kind == "rpps" else [folder / f"{kind}.csv"]
        for path in paths:
            yield Source(kind, path, None)
    for kind in MONTHLY:
        for path in sorted((folder / kind).glob("????-??.*")):
            yield Source(kind, path, _month_of(path))


def _month_of(path: Path) -> date:
    return date.fromisoformat(f"{path.stem}-01")


def populate(found: list[Source], *, on: date, say: Say) -> None:
    """Open the accounts, import every file, give the roles."""
    with database_role(DatabaseRole.GESTION):
        users = open_accounts()
    operator = users["technique"].pk
    known = _paths(BatchStatus.DONE, BatchStatus.ALREADY)
    for source in found:
        if source.kind in REFERENCES and str(source.path) not in known:
            _import_now(source, by=operator, say=say)
    with database_role(DatabaseRole.GESTION):
        grant_roles(users, on=on)
    monthly = [s for s in found if s.kind in MONTHLY and str(s.path) not in known]
    _import_by_workers(monthly, by=operator, say=say)


def _paths(*statuses: BatchStatus) -> set[str]:
    """The demo opened again: a second batch of these files would say nothing new."""
    with database_role(DatabaseRole.GESTION):
        batches = ImportBatch.objects.filter(status__in=statuses)
        return set(batches.values_list("source__path", flat=True))


def _import_now(source: Source, *, by: int, say: Say) -> None:
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        batch = import_source(kind=source.kind, path=source.path, month=source.month, by=by)
    if batch.status not in (BatchStatus.DONE, BatchStatus.ALREADY):
        raise StoryError(f"{source.path.name} : {batch.get_status_display()}. {batch.message}")
    say(_identity(f"{source.kind:<13} {source.path.name:<38}", Counter(_counts(batch))))


def _import_by_workers(found: list[Source], *, by: int, say: Say) -> None:
    """One job a file; the files of a kind are told together when the last one is in."""
    with database_role(DatabaseRole.GESTION):
        asked = [
            (s, request_import(kind=s.kind, path=s.path, month=s.month, by=by).pk) for s in found
        ]
    for kind in MONTHLY:
        jobs = [job for source, job in asked if source.kind == kind]
        if not jobs:
            continue
        _wait_for(jobs)
        with database_role(DatabaseRole.GESTION):
            batches = list(ImportBatch.objects.filter(job_id__in=jobs))
        _refuse_unexpected(batches)
        total = sum((Counter(_counts(batch)) for batch in batches), Counter())
        say(_identity(f"{kind:<13} {len(batches)} fichiers mensuels".ljust(52), total))


def _wait_for(jobs: list[int], patience: float = 600.0) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with database_role(DatabaseRole.GESTION):
            states = list(Job.objects.filter(pk__in=jobs))
        _refuse_failure(states)
        if all(job.status == JobStatus.DONE for job in states):
            return
        time.sleep(POLL_SECONDS)
    raise StoryError("Les imports n’ont pas fini à temps : lisez le journal du worker.")


def _refuse_unexpected(batches: list[ImportBatch]) -> None:
    for batch in batches:
        if batch.status not in (BatchStatus.DONE, BatchStatus.ALREADY):
            raise StoryError(
                f"{batch.kind} {batch.month:%Y-%m} : {batch.get_status_display()}. {batch.message}"
            )


def _counts(batch: ImportBatch) -> dict[str, int]:
    return {
        "read": batch.read,
        "accepted": batch.accepted,
        "rejected": batch.rejected,
        "duplicates": batch.duplicates,
    }


def _identity(title: str, counts: Counter) -> str:
    return (
        f"{title} {counts['read']:>8} lues = {counts['accepted']} acceptées"
        f" + {counts['rejected']} rejetées + {counts['duplicates']} doublons"
    )


def send_doubtful(folder: Path, *, say: Say) -> None:
    """The file that a gate holds waits for somebody's decision: the demo takes none."""
    path = next((folder / DOUBTFUL).glob("*.csv"))
    if str(path) in _paths(*BatchStatus):
        return
    with database_role(DatabaseRole.GESTION):
        by = open_accounts()["technique"].pk
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        batch = import_source(kind="arrets", path=path, month=_month_of(path), by=by)
    if batch.status != BatchStatus.HELD:
        raise StoryError(f"{path.name} devait être retenu, il est {batch.get_status_display()}.")
    say(f"{'arrets':<13} {path.name} envoyé de nouveau, montants × 10 : retenu, à décider")


def run_past_nights(*, key: str, on: date, say: Say) -> None:
    """The runs of the months before, oldest first.

    Without those of eleven months no signal is said to last; without that of a year ago, no
    growth is known.
    """
    first = on.replace(day=1)
    days = [shifted(first, -back) for back in range(STABLE_OUT_OF, 0, -1)]
    for day in days:
        with database_role(DatabaseRole.GESTION):
            night = enqueue(
                kind=NIGHT,
                dedup_key=f"{key}:{day}",
                payload={"day": day.isoformat(), "publish": False},
                by=None,
            )
        _wait_for_night(night)
    say(f"{len(days)} calculs des mois passés, de {days[0]:%m/%Y} à {days[-1]:%m/%Y}")


def _wait_for_night(night: Job, patience: float = 240.0) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with database_role(DatabaseRole.GESTION):
            jobs = _family(night)
            computing = ProfileRun.objects.filter(state=RunState.COMPUTING).exists()
        _refuse_failure(jobs)
        if not computing and all(job.status in ENDED for job in jobs):
            return
        time.sleep(POLL_SECONDS)
    raise StoryError("Un calcul d’un mois passé n’a pas fini : lisez le journal du worker.")


def _family(night: Job) -> list[Job]:
    return [Job.objects.get(pk=night.pk), *Job.objects.filter(parent_id=night.pk)]


def run_night(*, key: str, on: date, say: Say, patience: float = 240.0) -> Publication:
    """Put one night in the ledger and wait for the worker that runs it."""
    with database_role(DatabaseRole.GESTION):
        night = enqueue(kind=NIGHT, dedup_key=key, payload={"day": on.isoformat()}, by=None)
    deadline = time.monotonic() + patience
    last = ""
    while time.monotonic() < deadline:
        with database_role(DatabaseRole.GESTION):
            jobs = _family(night)
            computing = ProfileRun.objects.filter(state=RunState.COMPUTING).exists()
            published = Publication.objects.select_related("run").first()
        _refuse_failure(jobs)
        done = sum(job.status in ENDED for job in jobs)
        if (line := f"Nuit : {done} traitement(s) terminé(s) sur {len(jobs)}") != last:
            say(last := line)
        # The timetable may have begun the same night: its run, not this job, is what we wait for.
        if done == len(jobs) and published is not None and not computing:
            return published
        time.sleep(0.2)
    raise StoryError("La nuit n’a pas fini à temps : lisez le journal du worker, puis relancez.")


def _refuse_failure(jobs: list[Job]) -> None:
    for job in jobs:
        if job.status in (JobStatus.DEAD, JobStatus.CANCELLED):
            raise StoryError(f"Le traitement {job.kind} a échoué : {job.error_message}")
