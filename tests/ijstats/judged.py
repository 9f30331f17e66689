"""Nations with known truth, each drawn once for all the tests that judge it.

IJPORTAL_LONG=1 takes all the seeds of `./run bench puissance` for the bars.
"""

import os
from functools import cache

from benchmarks.known_truth import CALIBRATION_SEEDS
from benchmarks.nations.experiments import CALIBRATIONS, planted
from benchmarks.nations.measures import together
from benchmarks.nations.plans import Tail


LONG = os.environ.get("IJPORTAL_LONG") == "1"
TWO_SEEDS = CALIBRATION_SEEDS if LONG else (1, 2)
ONE_SEED = CALIBRATION_SEEDS if LONG else (1,)
TAILS = tuple(Tail)


@cache
def tallied(nation, seed, tail):
    return CALIBRATIONS[nation](seed, tail)


@cache
def with_planted(seed, tail):
    return planted(seed, tail)


def pooled(nation, tail, seeds):
    return together(tallied(nation, seed, tail) for seed in seeds)


def pooled_planted(tail):
    return together(with_planted(seed, tail).tallies for seed in TWO_SEEDS)
