"""Pseudonyms of patients: 63 bits, nineteen digits, so that none can look like a NIR."""

import zlib

import numpy as np


GOLDEN = np.uint64(0x9E3779B97F4A7C15)
TOP_BIT = np.uint64(1 << 62)


def pseudonyms(seed: int, departement: str, index: np.ndarray) -> np.ndarray:
    """A keyed one-to-one mix (splitmix64) of the patient's place and position; the seed is the key.

    Positions of a département fit 32 bits: its name takes the others.
    """
    place = np.uint64(zlib.crc32(departement.encode()) << 32)
    with np.errstate(over="ignore"):
        key = _mix(np.array([seed], dtype=np.uint64) + GOLDEN)
        value = _mix((index.astype(np.uint64) | place) * GOLDEN ^ key)
    return ((value >> np.uint64(2)) | TOP_BIT).astype(np.int64)


def _mix(value: np.ndarray) -> np.ndarray:
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))
