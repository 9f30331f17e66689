"""`./run bench journee`: « Ma journée » of a person whom 2 000 acts await, beside a naive twin."""

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.cost import run_modules
from benchmarks.database import Database
from benchmarks.imports import machine


def main() -> int:
    var = Path(os.environ.get("IJPORTAL_VAR", "var")).resolve() / "bench"
    var.mkdir(parents=True, exist_ok=True)
    database = Database()
    try:
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(collect, check=True)  # noqa: S603
        database.renew()
        cost = run_modules([["benchmarks.my_day_worker"]], dict(os.environ), database.backend)
    except subprocess.CalledProcessError as failed:
        sys.stderr.write(f"\nUne étape a échoué : {' '.join(map(str, failed.cmd))}\n")
        return 1
    finally:
        database.close()
    for way in cost.answers:
        sys.stdout.write(
            f"  {way['voie']:<13} {way['actes']:>5} actes {way['lectures']:>4} lectures"
            f"  p50 {way['p50_ms']:6.1f} ms  p95 {way['p95_ms']:6.1f} ms"
            f"  CPU {way['cpu_ms']:5.1f} ms  requêtes {way['requetes']}\n"
        )
    found = {"machine": machine(), "charge": cost.load, "voies": cost.answers}
    (var / "journee.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0
