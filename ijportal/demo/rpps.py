"""RPPS numbers of the demo: eleven digits beginning with 99, a range no real doctor has."""

import numpy as np
from stdnum import luhn

from ijportal.demo import reference


FIRST = 9_900_000_000  # before the key
SERIALS = 9_000_000
PLACES = 110


def draw_rpps(rng: np.random.Generator, count: int, departement: str) -> np.ndarray:
    """Each département has its own range, so that no two doctors of the nation are one."""
    codes = [row["code"] for row in reference.rows("geo/departements.csv")]
    size = SERIALS // PLACES
    serials = FIRST + codes.index(departement) * size + rng.choice(size, count, replace=False)
    return np.array([int(f"{s}{luhn.calc_check_digit(str(s))}") for s in serials.tolist()])


def break_key(rpps: str) -> str:
    return rpps[:-1] + str((int(rpps[-1]) + 1) % 10)
