"""The jobs that join the apps: each opens the door of one service."""

from core.database_role import DatabaseRole
from core.jobs import Lease, job_kind
from ijportal import weekly_mail


@job_kind(
    weekly_mail.JOB_KIND,
    title="Courriel de la semaine",
    role=DatabaseRole.GESTION,
    lease_seconds=30,
)
def post_week(lease: Lease) -> None:
    weekly_mail.post_week(lease)
