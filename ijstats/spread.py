"""The ordinary spread between comparable prescribers: how true ratios differ within a group."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ijstats.columns import BoolArray, FloatArray, IntArray
from ijstats.heterogeneity import between_variance, weighted_mean
from ijstats.parameters import SPREAD_MIN_EXPECTED, SPREAD_SPECIALTY_WEIGHT
from ijstats.reference import comparators, need_nation
from ijstats.validation import floats, positive


class Comparison(NamedTuple):
    """What one comparator expects of D prescribers: (D,) E_d and (D,) κ0_d."""

    expected: ArrayLike
    kappa0: ArrayLike


class Spread(NamedTuple):
    """The law of log ratios in the comparable group of each of D prescribers.

    Attributes:
        mu: (D,) μ_g, mean of the log ratios.
        tau2: (D,) τ_g², variance of the true log ratios.
        group_kappa0: (D,) Σ κ0 E / Σ E of the group, the dispersion of its funnel; at least 1.
        prescribers: (D,) n_g, prescribers of the group with E ≥ 5 κ0.
        national_mu: (D,) μ of the specialty in the nation, equal to `mu` for a fallback group;
            NaN where figures against the nation are not known.
        national_tau2: (D,) τ² of the same.
    """

    mu: FloatArray
    tau2: FloatArray
    group_kappa0: FloatArray
    prescribers: IntArray
    national_mu: FloatArray
    national_tau2: FloatArray


class _Law(NamedTuple):
    mu: float
    tau2: float
    kappa0: float
    prescribers: int


_UNKNOWN = _Law(np.nan, np.nan, np.nan, 0)


class _Effects(NamedTuple):
    """Figures of D prescribers against one comparator, those that tell a spread marked."""

    effect: FloatArray
    variance: FloatArray
    informative: BoolArray
    expected: FloatArray
    kappa0: FloatArray

    def telling(self, members: IntArray) -> IntArray:
        """Members with E ≥ 5 κ0."""
        return members[self.informative[members]]

    def between(self, members: IntArray) -> float:
        """τ̂² of some prescribers."""
        rows = self.telling(members)
        return between_variance(self.effect[rows], self.variance[rows])

    def law(self, members: IntArray, specialty_tau2: float) -> _Law:
        """μ_g and τ_g² of a group, the latter mixed with that of the specialty."""
        rows = self.telling(members)
        # One prescriber tells no spread: the specialty's is then taken whole.
        weight = rows.size if rows.size > 1 else 0
        own = weight * self.between(members)
        tau2 = (own + SPREAD_SPECIALTY_WEIGHT * specialty_tau2) / (weight + SPREAD_SPECIALTY_WEIGHT)
        expected = self.expected[members]
        total = float(expected.sum())
        kappa0 = float((self.kappa0[members] * expected).sum()) / total if total > 0 else 1.0
        mu = weighted_mean(self.effect[rows], self.variance[rows], tau2)
        return _Law(mu, tau2, kappa0, rows.size)


def spread(
    observed: ArrayLike,
    expected: ArrayLike,
    kappa0: ArrayLike,
    group: ArrayLike,
    specialty: ArrayLike,
    *,
    fallback: ArrayLike | None = None,
    national: Comparison | None = None,
) -> Spread:
    """Estimate μ_g and τ_g² of each comparable group.

    y = log((O + κ0/2) / E) and s² = κ0 / E over the prescribers of g with E ≥ 5 κ0, τ̂² by
    `between_variance`; τ_g² = (n_g τ̂_g² + 100 τ̂_k²) / (n_g + 100), τ̂_k² over the whole specialty,
    each prescriber against his own comparator; μ_g = Σ a y / Σ a, a = 1 / (s² + τ_g²). A group
    where nobody has E ≥ 5 κ0 has μ = 0 and the specialty's τ².

    A fallback group has its own law, over all the prescribers of the specialty against the
    nation: where some of them are compared with their region, `national` says what the nation
    expects of each (`standardise` and `dispersion` with the specialty as the group).

    Args:
        observed: (D,) O_d.
        expected: (D,) E_d against his comparator.
        kappa0: (D,) κ0_d against his comparator.
        group: (D,) comparable group.
        specialty: (D,) specialty.
        fallback: (D,) true where the comparator is the whole specialty in the nation.
        national: E and κ0 of every prescriber against his specialty in the nation.

    Raises:
        WrongShapeError: dimensions that differ, a group over two specialties or half fallback.
        NegativeValueError: negative counts, or a dispersion that is not positive.
        MissingNationError: a specialty partly fallback, and `national` not given.
    """
    counts = floats("observed", observed, (None,))
    who = comparators(group, specialty, fallback, counts.size)
    need_nation(who, given=national is not None)
    own = _effects(counts, Comparison(expected, kappa0))
    nation = own if national is None else _effects(counts, national)
    everyone = [np.flatnonzero(who.specialty == kind) for kind in range(who.specialties)]
    pooled = [own.between(rows) for rows in everyone]
    told = np.ones(who.specialties, dtype=np.bool_) if national is not None else who.wholly_national
    nations = [
        nation.law(rows, tau2) if known else _UNKNOWN
        for rows, tau2, known in zip(everyone, pooled, told, strict=True)
    ]
    laws = []
    for index, by_nation in enumerate(who.national):
        targets = who.targets(index)
        kind = int(who.specialty[targets[0]])
        laws.append(nations[kind] if by_nation else own.law(targets, pooled[kind]))
    mu, tau2, group_kappa0, prescribers = _columns(laws, who.group)
    national_mu, national_tau2 = _columns(nations, who.specialty)[:2]
    return Spread(mu, tau2, group_kappa0, prescribers.astype(np.int64), national_mu, national_tau2)


def _effects(observed: FloatArray, against: Comparison) -> _Effects:
    mean = floats("expected", against.expected, observed.shape)
    null = positive("kappa0", against.kappa0, observed.size)
    informative = mean >= SPREAD_MIN_EXPECTED * null
    safe = np.where(informative, mean, 1.0)
    return _Effects(np.log((observed + null / 2) / safe), null / safe, informative, mean, null)


def _columns(laws: list[_Law], index: IntArray) -> FloatArray:
    """Return the four figures of the law of each row, as four columns."""
    table = np.array(laws, dtype=np.float64).reshape(-1, len(_Law._fields))
    return table[index].T.copy()
