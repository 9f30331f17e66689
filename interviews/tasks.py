"""What Celery rings for the interviews: it reads the clock and calls one service."""

from celery import shared_task

from core.database_role import DatabaseRole
from core.jobs import Lease, database_now, job_kind
from interviews.services import standings
from interviews.services.exchange import forget_unconfirmed
from interviews.services.reminders import watch


@shared_task(name="interviews.tasks.watch_agenda")
def watch_agenda() -> None:
    """No row of the ledger: a reminder is written once, and the next ring makes up for a lost one.

    A ring every five minutes is a delay of five minutes at most after the opening.
    """
    now = database_now()
    watch(now)
    forget_unconfirmed(now)


@job_kind(
    standings.JOB_KIND,
    title="Contrôle du dernier entretien de chaque médecin",
    role=DatabaseRole.GESTION,
)
def check_standings(lease: Lease) -> None:
    with lease.step():
        mended = standings.mend_standings()
    with lease.finish(derniers_recales=mended):
        pass
