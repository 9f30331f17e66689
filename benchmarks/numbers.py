"""Numbers of invented people and places: nobody's, but with the key that theirs would have."""

import numpy as np


RPPS_FIRST = 9_900_000_000  # before the key: no real prescriber begins with 99
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
TOP_BIT = np.uint64(1 << 62)


def with_luhn_key(numbers: np.ndarray) -> np.ndarray:
    total, rest, doubled = np.zeros_like(numbers), numbers.copy(), True
    while rest.any():
        rest, digit = np.divmod(rest, 10)
        value = digit * (2 if doubled else 1)
        total += value - 9 * (value > 9)
        doubled = not doubled
    return numbers * 10 + -total % 10


def draw_rpps(rng: np.random.Generator, count: int) -> np.ndarray:
    return with_luhn_key(RPPS_FIRST + rng.choice(9_000_000, count, replace=False))


def with_wrong_key(rpps: str) -> str:
    return rpps[:-1] + str((int(rpps[-1]) + 1) % 10)


def pseudonyms(seed: int, patient: np.ndarray) -> np.ndarray:
    """63 bits and always nineteen digits: a NIR has thirteen or fifteen."""
    with np.errstate(over="ignore"):
        value = (patient.astype(np.uint64) + np.uint64(seed)) * GOLDEN
        value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((value >> np.uint64(2)) | TOP_BIT).astype(np.int64)
