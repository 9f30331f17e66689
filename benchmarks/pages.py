"""`./run bench pages`: the pages that are read all day, on the data of the nation."""

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.cost import run_modules
from benchmarks.imports import machine
from benchmarks.night import NightBench, say


def main() -> int:
    var = Path(os.environ.get("IJPORTAL_VAR", "var")).resolve() / "bench"
    bench = NightBench("nation", var)
    try:
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(collect, check=True)  # noqa: S603
        bench.prepare()
        bench.measured()
        say("Lecture des pages, un processus, un compte national")
        bench.database.settle()
        cost = run_modules([["benchmarks.pages_worker"]], bench.environment, bench.database.backend)
    except subprocess.CalledProcessError as failed:
        sys.stderr.write(f"\nUne étape a échoué : {' '.join(map(str, failed.cmd))}\n")
        return 1
    for page in cost.answers:
        sys.stdout.write(
            f"  {page['page']:<13} {page['lectures']:>4} lectures  p50 {page['p50_ms']:6.1f} ms"
            f"  p95 {page['p95_ms']:6.1f} ms  CPU {page['cpu_ms']:5.1f} ms"
            f"  requêtes {page['requetes']}\n"
        )
    found = {"machine": machine(), "charge": cost.load, "pages": cost.answers}
    (var / "pages.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0
