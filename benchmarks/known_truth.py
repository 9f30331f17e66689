"""`./run bench puissance`: what the method finds and misses, written under `data/methode/`."""

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.nations.experiments import CALIBRATIONS, planted
from benchmarks.nations.measures import Tallies, together
from benchmarks.nations.plans import Tail
from benchmarks.nations.power import Found, Place, Seen, curve, enough_leaves
from ijstats import METHOD_VERSION


FOLDER = Path(__file__).parents[1] / "data" / "methode"
CURVE, SIZES, TALLIES = (
    FOLDER / f"{name}_{METHOD_VERSION}.csv" for name in ("puissance", "taille", "etalonnage")
)
CURVE_COLUMNS = (
    "queue", "graine", "ratio_min", "ratio_max", "arrets_attendus_min", "arrets_attendus_max",
    "prescripteurs", "signaux", "signaux_forts",
)  # fmt: skip
SIZE_COLUMNS = ("queue", "ratio_vrai", "part_trouvee", "arrets_attendus", "prescripteurs")
TALLY_COLUMNS = (
    "nation", "queue", "graine", "mesure", "indicateur", "specialite", "comptes", "parmi",
)  # fmt: skip

# Written in advance. 5 nations of 10 500 above the minima expect 52 beyond a 99.8 % limit, where
# the bar allows 16 to 105; 20 nations have 6 000 planted above the minima.
CALIBRATION_SEEDS = range(1, 6)
POWER_SEEDS = range(1, 21)
SHARES_TO_FIND = (0.5, 0.8, 0.9)
TRUE_19 = 1.9
PLANTED = "plantes"


Rows = list[tuple[str, ...]]


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    curves: Rows = []
    sizes: Rows = []
    tallies: Rows = []
    for tail in Tail:
        everyone, counted = [], []
        for seed in POWER_SEEDS:
            drawn = planted(seed, tail)
            everyone.append(drawn.found)
            counted.append(drawn.tallies)
            curves += curve_rows(tail, seed, curve(drawn.found))
        sizes += _size_rows(tail, everyone)
        tallies += _told(PLANTED, tail, POWER_SEEDS, counted)
        for name, experiment in CALIBRATIONS.items():
            counted = [experiment(seed, tail) for seed in CALIBRATION_SEEDS]
            tallies += _told(name, tail, CALIBRATION_SEEDS, counted)
    write(CURVE, CURVE_COLUMNS, curves)
    write(SIZES, SIZE_COLUMNS, sizes)
    write(TALLIES, TALLY_COLUMNS, tallies)
    return 0


def curve_rows(tail: Tail, seed: int, counted: dict[Place, Seen]) -> Rows:
    """Lines of a nation of the curve; an upper limit that is not there is empty."""
    return [
        (tail, str(seed), *(_limit(value) for value in (*place.ratio, *place.leaves)),
         *(str(count) for count in seen))
        for place, seen in counted.items()
    ]  # fmt: skip


def tally_rows(nation: str, tail: Tail, seed: int, counted: Tallies) -> Rows:
    """Lines of a nation of the bars."""
    return [
        (nation, tail, str(seed), *measure, str(tally.found), str(tally.among))
        for measure, tally in counted.items()
    ]


def write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _size_rows(tail: Tail, everyone: Sequence[Found]) -> Rows:
    pooled = Found(*(np.concatenate(column) for column in zip(*everyone, strict=True)))
    return [
        (tail, str(TRUE_19), str(share), *(str(one) for one in enough_leaves(pooled, share)))
        for share in SHARES_TO_FIND
    ]


def _limit(value: float) -> str:
    return f"{value:g}" if np.isfinite(value) else ""


def _told(nation: str, tail: Tail, seeds: Sequence[int], counted: Sequence[Tallies]) -> Rows:
    """The lines of some nations, and on the screen their sum."""
    sys.stdout.write(f"\n{nation}, queue {tail}, {len(seeds)} nations\n")
    for measure, tally in together(counted).items():
        line = f"  {' '.join(measure):<32}{tally.found:>7} / {tally.among:<7}"
        sys.stdout.write(f"{line}{tally.share:9.4%}\n")
    sys.stdout.flush()
    by_seed = zip(seeds, counted, strict=True)
    return [row for seed, part in by_seed for row in tally_rows(nation, tail, seed, part)]
