"""What the statistics refuse, and the sentence they refuse it with.

Messages count the wrong entries and never quote them: a value may be a medical one.
"""

from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from ijstats.columns import BoolArray, FloatArray, IntArray, NumberArray


class StatisticsInputError(ValueError):
    """Base of every refusal of this package."""


class WrongShapeError(StatisticsInputError):
    """Arrays whose dimensions do not go together."""


class NotANumberError(StatisticsInputError):
    """A value that is neither integer nor finite."""


class NegativeValueError(StatisticsInputError):
    """A count, a duration or an exposure below zero."""


class UnknownCategoryError(StatisticsInputError):
    """A code outside its closed list."""


class EventsWithoutExposureError(StatisticsInputError):
    """A prescriber with leaves and no patient list: no expected figure can exist."""


class InconsistentClustersError(StatisticsInputError):
    """Sums of squares that cannot come from the same leaves as the totals."""


class MissingNationError(StatisticsInputError):
    """Prescribers compared with the nation, without the national figures of their colleagues."""


class NoConvergenceError(StatisticsInputError):
    """A fit that does not settle."""


class LevelError(StatisticsInputError):
    """A confidence level that is not strictly between 0 and 1."""


def numbers(name: str, values: ArrayLike, shape: tuple[int | None, ...]) -> NumberArray:
    """Return `values` as an array of non-negative finite numbers, never copied, never cast.

    Args:
        name: how the argument is called in the message of a refusal.
        values: integers or floats.
        shape: wanted dimensions, None for a free one.

    Raises:
        WrongShapeError: other dimensions than `shape`.
        NotANumberError: neither integers nor floats, NaN or infinite.
        NegativeValueError: a value below zero.
    """
    array = np.asarray(values)
    has_shape(name, array.shape, shape)
    if array.dtype.kind not in "iuf":
        raise NotANumberError(f"{name} must hold numbers, not {array.dtype}")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise NotANumberError(f"{name}: {int((~np.isfinite(array)).sum())} values are not finite")
    if (array < 0).any():
        raise NegativeValueError(f"{name}: {int((array < 0).sum())} values are negative")
    return cast("NumberArray", array)


def floats(name: str, values: ArrayLike, shape: tuple[int | None, ...]) -> FloatArray:
    """Return `values` checked by `numbers`, as float64."""
    return np.asarray(numbers(name, values, shape), dtype=np.float64)


def positive(name: str, values: ArrayLike, size: int) -> FloatArray:
    """Return a vector checked by `floats`, refusing zeros too (`NegativeValueError`)."""
    array = floats(name, values, (size,))
    if (array <= 0).any():
        raise NegativeValueError(f"{name}: {int((array <= 0).sum())} values are not positive")
    return array


def finite(name: str, values: ArrayLike, size: int | None) -> FloatArray:
    """Return a vector of finite numbers as float64, negatives allowed (`NotANumberError`)."""
    array = np.asarray(values)
    has_shape(name, array.shape, (size,))
    if array.dtype.kind not in "iuf" or not np.isfinite(array).all():
        raise NotANumberError(f"{name} must hold finite numbers")
    return np.asarray(array, dtype=np.float64)


def flags(name: str, values: ArrayLike, size: int) -> BoolArray:
    """Return a vector of booleans of the given length."""
    array: BoolArray = np.asarray(values, dtype=np.bool_)
    has_shape(name, array.shape, (size,))
    return array


def integers(name: str, values: ArrayLike, shape: tuple[int | None, ...]) -> IntArray:
    """Return `values` as int64, refusing floats (`NotANumberError`); negatives are allowed."""
    array = np.asarray(values)
    has_shape(name, array.shape, shape)
    if array.dtype.kind not in "biu":
        raise NotANumberError(f"{name} must hold integers, not {array.dtype}")
    return np.ascontiguousarray(array, dtype=np.int64)


def labels(name: str, values: ArrayLike, size: int | None) -> tuple[list[object], IntArray]:
    """Return the sorted distinct labels of a vector and, for each row, the index of its label.

    Raises:
        WrongShapeError: not a vector of `size` entries.
    """
    array = np.asarray(values)
    has_shape(name, array.shape, (size,))
    distinct, index = np.unique(array, return_inverse=True)
    return cast("list[object]", distinct.tolist()), index.astype(np.int64, copy=False)


def has_shape(name: str, found: tuple[int, ...], wanted: tuple[int | None, ...]) -> None:
    """Raise `WrongShapeError` unless `found` matches `wanted`, None matching any length."""
    fits = len(found) == len(wanted) and all(
        want in (None, size) for size, want in zip(found, wanted, strict=True)
    )
    if not fits:
        asked = ", ".join("any" if size is None else str(size) for size in wanted)
        raise WrongShapeError(f"{name} has shape {found}, expected ({asked})")


def one_level(level: float) -> float:
    """Return a confidence level, refusing what is not strictly between 0 and 1."""
    if not 0.0 < level < 1.0:
        raise LevelError(f"level must be strictly between 0 and 1, not {level}")
    return level
