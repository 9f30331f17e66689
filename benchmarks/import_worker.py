"""A fresh process of the product: imports the files it is given, and says what became of each."""

import json
import sys
import time
from pathlib import Path

import django


def run(kind: str, path: str) -> dict[str, object]:
    # Imported here: models ask for `django.setup()` first.
    from core.database_role import ALL_CAISSES, DatabaseRole, database_role  # noqa: PLC0415
    from prescribers.services.imports import import_source  # noqa: PLC0415

    began, cpu = time.perf_counter(), time.process_time()
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        batch = import_source(kind=kind, path=Path(path), by=None)
    return {
        "nature": kind,
        "fichier": Path(path).name,
        "etat": batch.status,
        "message": batch.message,
        "lues": batch.read,
        "acceptees": batch.accepted,
        "rejetees": batch.rejected,
        "doublons": batch.duplicates,
        "mur_s": time.perf_counter() - began,
        "cpu_client_s": time.process_time() - cpu,
    }


if __name__ == "__main__":
    django.setup()
    for argument in sys.argv[1:]:
        sys.stdout.write(json.dumps(run(*argument.split(":", 1))) + "\n")
        sys.stdout.flush()
