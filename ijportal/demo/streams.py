"""One stream of random numbers per stage and place: a change in one leaves the others alone."""

import zlib

import numpy as np


def stream(seed: int, stage: str, place: str = "") -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(stage.encode()), zlib.crc32(place.encode())])


def spread_evenly(rng: np.random.Generator, count: int) -> np.ndarray:
    """Uniform numbers, one in each of `count` equal slices, in disorder.

    A small country then has the same median as a large one, whatever the seed.
    """
    return (rng.permutation(count) + rng.random(count)) / max(count, 1)
