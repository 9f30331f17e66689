"""A fresh process of the product: asks for a night, waits until it is published, says when."""

import json
import sys
import time
from typing import Any

import django


GLANCE = 0.02


def run(day: str) -> dict[str, Any]:
    # Imported here: models ask for `django.setup()` first.
    from core.database_role import DatabaseRole, database_role  # noqa: PLC0415
    from core.jobs import database_now, enqueue  # noqa: PLC0415
    from core.models import Job, JobStatus  # noqa: PLC0415
    from prescribers.models import Publication  # noqa: PLC0415
    from prescribers.services.night.kinds import NIGHT  # noqa: PLC0415

    began = time.perf_counter()
    with database_role(DatabaseRole.GESTION):
        asked = database_now()
        night = enqueue(kind=NIGHT, dedup_key=f"nuit:mesure:{asked}", payload={"day": day}, by=None)
    while True:
        with database_role(DatabaseRole.GESTION):
            family = list(Job.objects.filter(parent=night).order_by("pk"))
            published = Publication.objects.select_related("run").first()
        if any(job.status in (JobStatus.DEAD, JobStatus.FAILED) for job in family):
            raise SystemExit(f"la nuit a échoué : {[job.error_message for job in family]}")
        if published is not None and all(job.status == JobStatus.DONE for job in family):
            break
        time.sleep(GLANCE)
    run = published.run
    return {
        "mur_s": time.perf_counter() - began,
        "profils": run.rows,
        "lignes": run.parameters["reconciliation"]["lignes"],
        "retenues": run.parameters["reconciliation"]["retenues"],
        "empreinte": run.result_digest,
        "etapes": [
            {
                "nature": job.kind,
                "debut_s": (job.started_at - asked).total_seconds(),
                "fin_s": (job.finished_at - asked).total_seconds(),
            }
            for job in family
        ],
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(run(sys.argv[1])) + "\n")
