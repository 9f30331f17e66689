"""The night of a scale through the real stack: worker, ledger, encoded blocks, publication."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.cached import (
    REFERENCES,
    folder_of,
    month_file,
    months_of,
    patients_file,
)
from benchmarks.cost import run_modules
from benchmarks.database import Database
from benchmarks.fleet import Fleet


MONTHS = 12
# The feed's year is over: its last two months are the provisional ones of the run.
NIGHT_OF = date(2026, 1, 15)
WORKERS = 2
PRODUCT = Path(__file__).resolve().parent.parent / "prescribers"
Results = dict[str, Any]


class NightBench:
    """A database with a year of leaves, kept between two measures; a night on it."""

    def __init__(self, scale: str, var: Path) -> None:
        self.scale, self.var = scale, var
        self.root = folder_of(var, scale)
        self.database = Database(f"ijportal_nuit_{scale}")
        self.environment = {**os.environ, "IJPORTAL_SYNTHETIC_DATA": "1", "OMP_NUM_THREADS": "1"}

    def prepare(self) -> None:
        """The import is another measure's business: it is done once for a given code."""
        if self.database.start_mark() == imported_by():
            return
        say(f"Import d’un an d’arrêts ({self.scale}), une fois pour toutes")
        wanted = [str(self.var), self.scale, str(MONTHS)]
        command = [sys.executable, "-m", "benchmarks.country_files", *wanted]
        subprocess.run(command, check=True)  # noqa: S603
        self.database.renew()
        for share in self._shares():
            modules = [["benchmarks.import_worker", *files] for files in share]
            run_modules(modules, self.environment, self.database.backend)
        self.database.keep_as_start(imported_by())

    def _shares(self) -> Iterator[list[list[str]]]:
        """What is imported at once, by processes side by side."""
        yield [[f"{kind}:{self.root / name}" for kind, name in REFERENCES.items()]]
        yield [[f"patientele:{patients_file(self.root)}"]]
        leaves = [f"arrets:{month_file(self.root, month)}" for month in months_of(MONTHS)]
        yield [leaves[turn::WORKERS] for turn in range(WORKERS)]

    def measured(self) -> Results:
        """Wall from the demand to the publication; PostgreSQL's memory is apart."""
        say(f"Nuit ({self.scale}), un worker de {WORKERS} processus")
        self.database.back_to_start()
        with Fleet(self.environment) as fleet:
            self.database.settle()
            before = fleet.cpu
            cost = run_modules(
                [["benchmarks.night_worker", NIGHT_OF.isoformat()]],
                self.environment,
                self.database.backend,
            )
            workers = fleet.cpu - before
        return {
            **cost.answers[0],
            "cpu_workers_s": workers,
            "cpu_postgresql_s": cost.server_cpu,
            "cpu_s": workers + cost.server_cpu,
            "cpu_des_autres_s": max(0.0, cost.others_cpu - workers),
            "pic_workers_Mio": fleet.peak_mib,
            "charge": cost.load,
        }

    def ratios(self) -> dict[int, float]:
        """What the last night published, for a rival to be compared with."""
        with psycopg.connect(self.database.owner_url) as connection:
            found = connection.execute(
                "SELECT p.rpps::bigint, p.ratio_days FROM prescribers_profile p"
                "  JOIN prescribers_publication USING (run_id) WHERE p.ratio_days IS NOT NULL"
            ).fetchall()
        return dict(found)


def imported_by() -> str:
    """Names the code that filled a database: another import might store other rows."""
    files = sorted([*PRODUCT.glob("migrations/*.py"), *PRODUCT.glob("ingestion/*.py")])
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def say(step: str) -> None:
    sys.stdout.write(f"· {step}\n")
    sys.stdout.flush()
