"""Roots of many decreasing functions at once."""

from collections.abc import Callable

import numpy as np

from ijstats.columns import BoolArray, FloatArray


HALVINGS = 50
"""Halvings of every bracket: 1e-15 of its width, always the same number for the same bytes."""


def bisect(
    low: FloatArray, high: FloatArray, is_below_root: Callable[[FloatArray], BoolArray]
) -> FloatArray:
    """Halve the brackets [low, high] towards their roots.

    Args:
        low: points at or below the roots.
        high: points at or above the roots, of the same shape.
        is_below_root: tells for a point in each bracket whether the root lies above it.
    """
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = is_below_root(middle)
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
