"""The demo's story, told through the services: people, files, imports, one night."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.jobs import enqueue
from core.models import Job, JobStatus
from ijportal.demo.accounts import grant_roles, open_accounts
from ijportal.demo.country import build_country
from prescribers.enums import BatchStatus, RunState
from prescribers.models import ImportBatch, ProfileRun, Publication
from prescribers.services.imports import import_source
from prescribers.services.night.kinds import NIGHT


Say = Callable[[str], None]
ENDED = (JobStatus.DONE, JobStatus.DEAD, JobStatus.CANCELLED)
# Territory, then people, then what they did; `patientele` and `arrets` are one file a month.
ORDER = ("caisses", "communes", "iris", "rpps", "prescripteurs", "patientele", "arrets")


class StoryError(Exception):
    """A step of the demo did not end as it should; the message is French."""


@dataclass(frozen=True)
class Source:
    """A file of the demo country and the month it describes, if any."""

    kind: str
    path: Path
    month: date | None


def write_sources(folder: Path, *, until: date, say: Say) -> list[Source]:
    """The source files of the country whose data end on `until`, written once."""
    folder.mkdir(parents=True, exist_ok=True)
    finished = folder / "complet"
    if not finished.exists():
        summary = build_country(folder, seed=1, data_until=until)
        say(f"{summary.doctors} médecins et {summary.leaves} arrêts synthétiques écrits")
        finished.touch()
    return list(sources(folder))


def sources(folder: Path) -> Iterator[Source]:
    for kind in ORDER:
        if kind == "rpps":
            paths = sorted(folder.glob("PS_LibreAcces_Personne_activite_*.txt"))
        elif (folder / kind).is_dir():
            paths = sorted((folder / kind).glob("*.csv"))
        else:
            paths = [folder / f"{kind}.csv"]
        for path in paths:
            yield Source(kind, path, _month_of(path))


def _month_of(path: Path) -> date | None:
    return date.fromisoformat(f"{path.stem}-01") if path.stem[:4].isdigit() else None


def populate(found: list[Source], *, on: date, say: Say) -> None:
    """Open the accounts, import every file, give the roles."""
    with database_role(DatabaseRole.GESTION):
        users = open_accounts()
    operator = users["technique"].pk
    for source in found:
        if _imported(source):
            continue
        with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
            batch = import_source(
                kind=source.kind, path=source.path, month=source.month, by=operator
            )
        _report(source, batch, say)
    with database_role(DatabaseRole.GESTION):
        grant_roles(users, on=on)


def _imported(source: Source) -> bool:
    """The demo opened again: its files are in force, a second batch would say nothing new."""
    with database_role(DatabaseRole.GESTION):
        done = ImportBatch.objects.filter(source__path=str(source.path), status=BatchStatus.DONE)
        return done.exists()


def _report(source: Source, batch: ImportBatch, say: Say) -> None:
    if batch.status == BatchStatus.REFUSED:
        raise StoryError(f"{source.path.name} refusé : {batch.message}")
    say(
        f"{source.kind:<13} {source.path.name:<40} {batch.read:>7} lues = "
        f"{batch.accepted} acceptées + {batch.rejected} rejetées + {batch.duplicates} doublons"
    )


def run_night(*, key: str, on: date, say: Say, patience: float = 120.0) -> Publication:
    """Put one night in the ledger and wait for the worker that runs it."""
    with database_role(DatabaseRole.GESTION):
        night = enqueue(kind=NIGHT, dedup_key=key, payload={"day": on.isoformat()}, by=None)
    deadline = time.monotonic() + patience
    last = ""
    while time.monotonic() < deadline:
        with database_role(DatabaseRole.GESTION):
            jobs = [Job.objects.get(pk=night.pk), *Job.objects.filter(parent_id=night.pk)]
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
