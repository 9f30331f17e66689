"""`./run bench caisse|region|nation`: table of ratios and peak memory, JSON beside it."""

import json
import os
import sys
from pathlib import Path

from benchmarks.measure import WAYS, run
from benchmarks.sample import SCALES


def main(scale: str) -> int:
    results = {way: run(way, scale) for way in WAYS}
    gap = abs(results["produit"]["somme"] / results["pandas"]["somme"] - 1)
    doctors, leaves = SCALES[scale]
    sys.stdout.write(f"Échelle {scale} : {doctors} prescripteurs, {leaves} arrêts\n")
    for way, figures in results.items():
        line = f"  {way:<8} {figures['mur_s']:8.2f} s  {figures['cpu_s']:8.2f} s CPU"
        sys.stdout.write(f"{line}  pic {figures['pic_Mio']:6.0f} Mio\n")
    ratio = results["pandas"]["cpu_s"] / results["produit"]["cpu_s"]
    sys.stdout.write(f"  rapport CPU {ratio:.1f} ; écart des rapports {gap:.1e}\n")
    folder = Path(os.environ.get("IJPORTAL_VAR", "var")) / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"echelle": scale, "rapport_cpu": ratio, **results}, indent=1)
    (folder / f"{scale}.json").write_text(text, encoding="utf-8")
    return 0
