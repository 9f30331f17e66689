"""Made prescribers with their expected counts: what comes after standardisation."""

from typing import NamedTuple

import numpy as np

from ijstats import Comparison, shrinkage, spread
from tests.ijstats import oracle, spread_oracle


class Comparables(NamedTuple):
    """Counts of D prescribers, what is expected of them, and who they are compared with."""

    observed: np.ndarray
    expected: np.ndarray
    kappa0: np.ndarray
    kappa: np.ndarray
    group: np.ndarray
    specialty: np.ndarray
    fallback: np.ndarray
    national_expected: np.ndarray
    national_kappa0: np.ndarray
    eligible: np.ndarray

    @property
    def national(self):
        return Comparison(self.national_expected, self.national_kappa0)

    @property
    def who(self):
        return {"group": self.group, "specialty": self.specialty, "fallback": self.fallback}

    @property
    def world(self):
        """The same for the oracle."""
        columns = (self.group, self.specialty, self.fallback)
        return oracle.World({}, *(dict(enumerate(column.tolist())) for column in columns), 0)

    @property
    def doctors(self):
        columns = (
            self.observed,
            self.expected,
            self.kappa0,
            self.national_expected,
            self.national_kappa0,
        )
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return {d: spread_oracle.Doctor(*row) for d, row in enumerate(rows)}

    def rows(self, chosen):
        return Comparables(*(column[chosen] for column in self))

    def spread(self):
        return spread(self.observed, self.expected, self.kappa0, **self.who, national=self.national)

    def shrunken(self, law=None):
        found = law or self.spread()
        return shrinkage(self.observed, self.expected, self.kappa, found.mu, found.tau2)

    def national_shrunken(self, law=None):
        found = law or self.spread()
        return shrinkage(
            self.observed,
            self.national_expected,
            self.kappa,
            found.national_mu,
            found.national_tau2,
        )


def comparables(seed, *, size=90, tau=0.25, planted=3):
    """Two specialties: the first in three regions and the nation for region 3, the second in one.

    Some prescribers count nothing, some are too small to tell a spread, a few prescribe thrice.
    """
    rng = np.random.default_rng(seed)
    specialty = (rng.random(size) < 0.3).astype(np.int64)
    region = np.where(specialty == 1, 0, rng.integers(0, 4, size))
    expected = rng.lognormal(6.5, 1.2, size)
    kappa0 = rng.uniform(20, 60, size)
    kappa = kappa0 * rng.lognormal(0, 0.2, size)
    true = np.exp(tau * rng.standard_normal(size))
    true[:planted] = 3.0
    observed = np.round(rng.gamma(expected * true / kappa, kappa))
    observed[planted : planted + 2] = 0
    level = np.array([1.1, 0.9, 1.0, 0.8])[region]
    fallback = region == 3
    return Comparables(
        observed=observed,
        expected=expected,
        kappa0=kappa0,
        kappa=kappa,
        group=specialty * 10 + region,
        specialty=specialty,
        fallback=fallback,
        national_expected=np.where(fallback, expected, expected / level),
        national_kappa0=np.where(fallback, kappa0, kappa0 * 1.05),
        eligible=rng.random(size) < 0.8,
    )
