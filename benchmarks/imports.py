"""`./run bench import`: the product's import of a feed, its counts held against the truth."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.cached import (
    REFERENCES,
    folder_of,
    month_file,
    months_of,
    patients_file,
    truth_file,
)
from benchmarks.choices import Imports
from benchmarks.cost import Cost, run_modules
from benchmarks.database import Database
from benchmarks.imports_table import table
from benchmarks.truth import Truth


TWIN_ROWS = 50_000
ALONE = 3  # months imported one at a time, each by a fresh process
WORKERS = 2
Results = dict[str, Any]


class WrongCountsError(Exception):
    """The import did not find exactly the wrong rows of the feed."""


def main(measure: Imports) -> int:
    var = Path(os.environ.get("IJPORTAL_VAR", "var")).resolve() / "bench"
    bench = ImportBench(measure, var)
    try:
        results = bench.run()
    except WrongCountsError as wrong:
        sys.stderr.write(f"\nLes comptes ne sont pas ceux de la vérité : {wrong}\n")
        return 1
    except subprocess.CalledProcessError as failed:
        sys.stderr.write(f"\nUne étape a échoué : {' '.join(map(str, failed.cmd))}\n")
        return 1
    sys.stdout.write(table(results))
    written = var / "import.json"
    written.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write(f"\nDétail : {written}\n")
    return 0


class ImportBench:
    """The steps, each in processes of its own, on a database put back to its start."""

    def __init__(self, measure: Imports, var: Path) -> None:
        self.measure, self.var = measure, var
        self.months = months_of(measure.months)
        self.root = folder_of(var, measure.scale)
        self.database = Database()
        self.environment = {**os.environ, "IJPORTAL_SYNTHETIC_DATA": "1", "OMP_NUM_THREADS": "1"}

    def run(self) -> Results:
        self._draw()
        _say("Base neuve et référentiels")
        self.database.renew()
        results: Results = {"echelle": self.measure.scale, "machine": machine()}
        results["referentiels"] = self._imported([list(self._references())])
        self.database.keep_as_start()
        alone = self.months[:ALONE]
        results["seul"] = [self._month_alone(month) for month in alone]
        results["jumeau"] = {way: self._twin(way) for way in ("par_lots", "ligne_a_ligne")}
        _say("Patientèle d’une fenêtre, un processus")
        results["patientele"] = self._imported([[f"patientele:{patients_file(self.root)}"]])
        if len(self.months) > 1:
            results["ensemble"] = self._months_together()
        return results

    def _draw(self) -> None:
        """In a process apart: a child's peak memory begins with that of its parent."""
        _say(f"Tirage du pays ({self.measure.scale}), s’il n’est pas déjà tiré")
        wanted = [str(self.var), self.measure.scale, str(len(self.months))]
        command = [sys.executable, "-m", "benchmarks.country_files", *wanted]
        subprocess.run(command, check=True)  # noqa: S603

    def _references(self) -> list[str]:
        return [f"{kind}:{self.root / name}" for kind, name in REFERENCES.items()]

    def _month_alone(self, month: date) -> Results:
        _say(f"Arrêts de {month:%Y-%m}, un processus neuf")
        result = self._imported([self._leaves([month])])
        self._compare(result["fichiers"], [month])
        return result

    def _months_together(self) -> Results:
        _say(f"{len(self.months)} mois, {WORKERS} processus à la fois")
        self.database.back_to_start()
        shares = [self.months[turn::WORKERS] for turn in range(WORKERS)]
        result = self._imported([self._leaves(share) for share in shares])
        self._compare(result["fichiers"], [month for share in shares for month in share])
        return result

    def _leaves(self, months: list[date]) -> list[str]:
        return [f"arrets:{month_file(self.root, month)}" for month in months]

    def _imported(self, shares: list[list[str]]) -> Results:
        """One process of the product for each share of the files."""
        cost = self._measured([["benchmarks.import_worker", *share] for share in shares])
        for answer in cost.answers:
            if answer["etat"] != "DONE":
                raise WrongCountsError(
                    f"{answer['fichier']} : {answer['etat']} {answer['message']}"
                )
        return {**figures(cost), "fichiers": cost.answers}

    def _twin(self, way: str) -> Results:
        _say(f"Jumeau ORM, {way.replace('_', ' ')}, {TWIN_ROWS} premières lignes au plus")
        month = self.months[0]
        owner = {**self.environment, "DATABASE_URL": self.database.owner_url}
        arguments = [way, str(month_file(self.root, month)), str(TWIN_ROWS)]
        cost = self._measured([["benchmarks.orm_twin", *arguments]], owner)
        self._compare(cost.answers, [month], lambda truth: truth.of_first(TWIN_ROWS))
        return {**figures(cost), **cost.answers[0]}

    def _measured(self, commands: list[list[str]], environment: Any = None) -> Cost:
        self.database.settle()
        return run_modules(commands, environment or self.environment, self.database.backend)

    def _compare(
        self,
        answers: list[Results],
        months: list[date],
        part: Callable[[Truth], Truth] = lambda truth: truth,
    ) -> None:
        for answer, month in zip(answers, months, strict=True):
            written = truth_file(self.root, month).read_text(encoding="utf-8")
            truth = part(Truth.read_back(json.loads(written)))
            found = [answer[name] for name in ("lues", "acceptees", "rejetees", "doublons")]
            expected = [truth.read, truth.accepted, truth.rejected, truth.duplicates]
            if found != expected:
                raise WrongCountsError(f"{month:%Y-%m}, comptés {found}, attendus {expected}")


def figures(cost: Cost) -> Results:
    return {
        "mur_processus_s": cost.wall,
        "cpu_client_s": cost.client_cpu,
        "cpu_postgresql_s": cost.server_cpu,
        "cpu_des_autres_s": cost.others_cpu,
        "pic_Mio": cost.peak_mib,
        "charge": cost.load,
    }


def machine() -> Results:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {"coeurs": os.cpu_count(), "memoire_Gio": round(pages / 2**30)}


def _say(step: str) -> None:
    sys.stdout.write(f"· {step}\n")
    sys.stdout.flush()
