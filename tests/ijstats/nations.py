"""Made nations: the same leaves and lists as arrays for the product and as dicts for the oracle."""

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from tests.ijstats import oracle


class Nation(NamedTuple):
    """Leaves, lists and comparators of D prescribers in S strata."""

    leaves: list
    exposure: np.ndarray
    group: np.ndarray
    specialty: np.ndarray
    fallback: np.ndarray

    @property
    def columns(self):
        """The five columns that `sufficient_statistics` takes."""
        table = np.array(self.leaves, dtype=np.int64).reshape(-1, 5)
        return tuple(table[:, index] for index in range(5))

    @property
    def world(self):
        """The same nation for the oracle."""
        size, strata = self.exposure.shape
        return oracle.World(
            exposure={
                (d, s): float(self.exposure[d, s])
                for d in range(size)
                for s in range(strata)
                if self.exposure[d, s]
            },
            group=dict(enumerate(self.group.tolist())),
            specialty=dict(enumerate(self.specialty.tolist())),
            fallback=dict(enumerate(self.fallback.tolist())),
            strata=strata,
        )


def comparators(rng, size):
    """Two specialties, three regions; region 2 is too small: its groups are the nation's."""
    specialty = rng.integers(0, 2, size)
    region = rng.integers(0, 3, size)
    return specialty * 3 + region, specialty, region == 2


def seeded_nation(seed, *, size=24, strata=7):
    """A nation drawn by numpy: rising rates by stratum, heavy-tailed days, tied start days."""
    rng = np.random.default_rng(seed)
    patients = rng.integers(0, 60, (size, strata)) + (rng.random((size, strata)) < 0.7)
    patients[:, 0] += 1
    exposure = patients * rng.choice([1.0, 0.41, 0.83], size)[:, None]
    leaves = []
    for d in range(size):
        for s in range(strata):
            for _ in range(rng.poisson(exposure[d, s] * (0.1 + 0.08 * s))):
                days = int(rng.integers(0, 4)) if rng.random() < 0.6 else int(rng.geometric(0.03))
                drawn_s = s if rng.random() < 0.95 else int(rng.integers(-1, strata))
                leaves.append(
                    oracle.Leave(
                        d, drawn_s, days, int(rng.integers(0, 40)), int(rng.integers(0, 30))
                    )
                )
    return Nation(leaves, exposure, *comparators(rng, size))


@st.composite
def nations(draw):
    """Small odd nations: lonely prescribers, empty strata, no leave at all, leaves off the list."""
    size, strata = draw(st.integers(1, 7)), draw(st.integers(1, 4))
    cells = st.lists(st.integers(0, 5), min_size=size * strata, max_size=size * strata)
    season = st.lists(st.sampled_from([1.0, 0.5, 0.3]), min_size=size, max_size=size)
    exposure = np.array(draw(cells), dtype=float).reshape(size, strata)
    exposure *= np.array(draw(season))[:, None]
    specialty = np.array(draw(st.lists(st.integers(0, 1), min_size=size, max_size=size)))
    region = np.array(draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)))
    listed = [d for d in range(size) if exposure[d].sum() > 0]
    leave = st.builds(
        oracle.Leave,
        prescriber=st.sampled_from(listed) if listed else st.nothing(),
        stratum=st.integers(-1, strata - 1),
        days=st.integers(0, 300),
        patient=st.integers(0, 3),
        start=st.integers(-2, 2),
    )
    leaves = draw(st.lists(leave, max_size=25)) if listed else []
    return Nation(leaves, exposure, specialty * 3 + region, specialty, region == 2)
