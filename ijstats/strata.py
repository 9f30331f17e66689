"""The 336 strata of patients: age band × sex × ALD × C2S × deprivation quintile.

The code of a stratum is `(((age_band × 2 + sex - 1) × 2 + ald) × 2 + c2s) × 6 + quintile`.
Ages outside 16–70 and cancer ALD lie outside the strata: code -1.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ijstats.columns import IntArray
from ijstats.validation import UnknownCategoryError, WrongShapeError, integers


AGE_FLOORS = (16, 25, 35, 45, 55, 60, 65)
AGE_MAX = 70
N_QUINTILES = 6
N_STRATA = len(AGE_FLOORS) * 2 * 2 * 2 * N_QUINTILES
OUTSIDE = -1
CANCER_ALD = 2


class Stratum(NamedTuple):
    """One stratum in words: ages in completed years, sex 1 or 2, quintile 0 when unknown."""

    age_from: int
    age_to: int
    sex: int
    ald: bool
    c2s: bool
    quintile: int

    @property
    def key(self) -> str:
        """A short language-free name, such as `35-44.2.ald0.c2s1.q3`."""
        return (
            f"{self.age_from}-{self.age_to}.{self.sex}"
            f".ald{self.ald:d}.c2s{self.c2s:d}.q{self.quintile}"
        )


class StratumFactors(NamedTuple):
    """The five factors of many strata, each an int64 array of the shape of the codes."""

    age_band: IntArray
    sex: IntArray
    ald: IntArray
    c2s: IntArray
    quintile: IntArray


def stratum_code(
    age: ArrayLike, sex: ArrayLike, ald: ArrayLike, c2s: ArrayLike, quintile: ArrayLike
) -> NDArray[np.int16]:
    """Code patients into strata.

    Args:
        age: (N,) completed years.
        sex: (N,) 1 or 2.
        ald: (N,) 0 none, 1 long-term illness other than cancer, 2 cancer.
        c2s: (N,) 0 or 1.
        quintile: (N,) 0 unknown, 1 least to 5 most deprived.

    Returns:
        (N,) int16 codes 0–335, or -1 for an age outside 16–70 or a cancer ALD.

    Raises:
        NotANumberError: a column that does not hold integers.
        UnknownCategoryError: sex, ald, c2s or quintile outside its list.
        WrongShapeError: columns of different lengths.
    """
    years = integers("age", age, (None,))
    closed = {
        "sex": (sex, 1, 2),
        "ald": (ald, 0, CANCER_ALD),
        "c2s": (c2s, 0, 1),
        "quintile": (quintile, 0, N_QUINTILES - 1),
    }
    columns = {name: _category(name, *given, size=years.size) for name, given in closed.items()}
    band = np.searchsorted(AGE_FLOORS, years, side="right") - 1
    code = (band * 2 + columns["sex"] - 1) * 2 + columns["ald"]
    code = (code * 2 + columns["c2s"]) * N_QUINTILES + columns["quintile"]
    outside = (years < AGE_FLOORS[0]) | (years > AGE_MAX) | (columns["ald"] == CANCER_ALD)
    return np.where(outside, OUTSIDE, code).astype(np.int16)


def _category(name: str, values: ArrayLike, low: int, high: int, *, size: int) -> IntArray:
    column = integers(name, values, (size,))
    wrong = int(((column < low) | (column > high)).sum())
    if wrong:
        raise UnknownCategoryError(f"{name}: {wrong} values outside {low}–{high}")
    return column


def stratum_factors(codes: ArrayLike) -> StratumFactors:
    """Decode strata into their factors: the inverse of `stratum_code`, band instead of age.

    Args:
        codes: integers 0–335, any shape.

    Raises:
        UnknownCategoryError: a code outside 0–335, -1 included.
    """
    array = np.asarray(codes)
    rest = _category("stratum", array.ravel(), 0, N_STRATA - 1, size=array.size)
    rest, quintile = np.divmod(rest.reshape(array.shape), N_QUINTILES)
    rest, c2s = np.divmod(rest, 2)
    rest, ald = np.divmod(rest, 2)
    band, sex = np.divmod(rest, 2)
    return StratumFactors(band, sex + 1, ald, c2s, quintile)


def stratum_label(code: int) -> Stratum:
    """Describe one stratum.

    Raises:
        UnknownCategoryError: a code outside 0–335.
        WrongShapeError: several codes at once.
    """
    if np.ndim(code):
        raise WrongShapeError("stratum_label describes one code; stratum_factors decodes many")
    band, sex, ald, c2s, quintile = (int(factor) for factor in stratum_factors(code))
    ceilings = (*(floor - 1 for floor in AGE_FLOORS[1:]), AGE_MAX)
    return Stratum(AGE_FLOORS[band], ceilings[band], sex, bool(ald), bool(c2s), quintile)
