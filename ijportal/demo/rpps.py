"""RPPS numbers of the demo: eleven digits beginning with 99, a range no real doctor has."""

import numpy as np
from stdnum import luhn


FIRST = 9_900_000_000  # before the key


def draw_rpps(rng: np.random.Generator, count: int) -> np.ndarray:
    serials = FIRST + rng.choice(9_000_000, count, replace=False)
    return np.array([int(f"{s}{luhn.calc_check_digit(str(s))}") for s in serials.tolist()])


def break_key(rpps: str) -> str:
    return rpps[:-1] + str((int(rpps[-1]) + 1) % 10)
