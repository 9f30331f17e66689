"""`./run bench caisse|region|nation`: the night through the real stack, beside two rivals."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks.cost import run_modules
from benchmarks.country import SCALES
from benchmarks.feed_parquet import parquet_of
from benchmarks.imports import figures, machine
from benchmarks.night import NightBench, say


TIMES = 2
LARGEST_NOTEBOOK = "region"
# The maps are by caisse, whatever their number; only the reduction holds every country at once.
COUNTRIES = (1, 2, 4)
Results = dict[str, Any]


def main(scale: str) -> int:
    var = Path(os.environ.get("IJPORTAL_VAR", "var")).resolve() / "bench"
    results: Results = {"echelle": scale, "machine": machine(), "nuits": {}}
    try:
        for smaller in list(SCALES)[: list(SCALES).index(scale) + 1]:
            results["nuits"][smaller] = _night(smaller, var, results)
    except subprocess.CalledProcessError as failed:
        sys.stderr.write(f"\nUne étape a échoué : {' '.join(map(str, failed.cmd))}\n")
        return 1
    sys.stdout.write(table(results))
    written = var / f"{scale}.json"
    written.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write(f"\nDétail : {written}\n")
    return 0


def _night(scale: str, var: Path, results: Results) -> list[Results]:
    """The night of a scale, and the rivals that run at this one."""
    bench = NightBench(scale, var)
    bench.prepare()
    nights = [bench.measured() for _ in range(TIMES)]
    ratios = bench.ratios()
    if scale == results["echelle"]:
        results["duckdb"] = _rival("duckdb_twin", bench, ratios)
    if scale in {LARGEST_NOTEBOOK, results["echelle"]} and scale != "nation":
        results["pandas"] = _rival("twin", bench, ratios)
    if scale == "nation":
        results["pays"] = [_countries(number, bench) for number in COUNTRIES]
    bench.database.close()
    return nights


def _countries(number: int, bench: NightBench) -> Results:
    say(f"Réduction de {number} pays")
    command = ["benchmarks.nations_worker", str(number)]
    cost = run_modules([command], bench.environment, bench.database.backend)
    return {**cost.answers[0], "pic_Mio": cost.peak_mib}


def _rival(module: str, bench: NightBench, ratios: dict[int, float]) -> Results:
    say(f"{module}, échelle {bench.scale}")
    folder = parquet_of(bench.root)
    out = bench.var / f"{module}-{bench.scale}.parquet"
    command = [f"benchmarks.{module}", str(folder), str(out)]
    cost = run_modules([command], bench.environment, bench.database.backend)
    answer = cost.answers[0]
    return {"echelle": bench.scale, **figures(cost), **answer, "ecart": _gap(out, ratios)}


def _gap(out: Path, ratios: dict[int, float]) -> float:
    """Half of the prescribers differ by less: the rivals take everybody for active all year."""
    rows = pq.read_table(out, columns=["rpps", "observed", "expected"]).to_pylist()
    gaps = sorted(
        abs(row["observed"] / row["expected"] / ratios[row["rpps"]] - 1)
        for row in rows
        if row["expected"] and ratios.get(row["rpps"])
    )
    return gaps[len(gaps) // 2]


def table(results: Results) -> str:
    said = results["machine"]
    lines = [f"\n{said['coeurs']} cœurs, {said['memoire_Gio']} Gio"]
    for scale, nights in results["nuits"].items():
        lines += [_of_night(scale, night) for night in nights]
    for name in ("duckdb", "pandas"):
        if rival := results.get(name):
            night = min(results["nuits"][rival["echelle"]], key=lambda one: one["cpu_s"])
            lines.append(_of_rival(name, rival, night))
    lines += [_of_countries(found, results["pays"][0]) for found in results.get("pays", ())]
    return "\n".join(lines) + "\n"


def _of_night(scale: str, night: Results) -> str:
    return (
        f"  nuit {scale:<7} {night['lignes']:>10} lignes  mur {night['mur_s']:6.1f} s"
        f"  CPU workers {night['cpu_workers_s']:6.1f}  PostgreSQL {night['cpu_postgresql_s']:5.1f}"
        f"  pic des workers {night['pic_workers_Mio']:5.0f} Mio"
        f"  (autres {night['cpu_des_autres_s']:.1f} s de CPU)"
    )


def _of_countries(found: Results, one: Results) -> str:
    return (
        f"  réduction de {found['pays']} pays  {found['profils']:>7} profils"
        f"  CPU {found['cpu_s']:5.1f} s, {found['cpu_s'] / one['cpu_s']:.2f} fois un pays"
        f"  pic {found['pic_Mio']:5.0f} Mio"
    )


def _of_rival(name: str, rival: Results, night: Results) -> str:
    return (
        f"  {name:<7} {rival['echelle']:<8} mur {rival['mur_s']:6.1f} s"
        f"  CPU {rival['cpu_client_s']:6.1f} s  pic {rival['pic_Mio']:5.0f} Mio"
        f"  nuit / lui en CPU : {night['cpu_s'] / rival['cpu_client_s']:.2f}"
        f"  lui / nuit : {rival['cpu_client_s'] / night['cpu_s']:.1f}"
        f"  écart médian des rapports {rival['ecart']:.1e}"
    )
