"""The leaves: patients one by one, then their leaves, then the day each begins."""

from dataclasses import dataclass

import numpy as np

from benchmarks.nations.durations import DRAWS, LEVELS, middles


ROWS_PER_PATIENT = 1.4
MOST_ROWS = 20
YEAR, MID_YEAR = 365, 181
PROLONGED_SHARE = 0.8
"""Of the leaves that follow; the others begin after a gap."""
GAP_FIRST, GAP_MEAN = 5, 50.0
MONTH_WEIGHTS = (1.18, 1.12, 1.06, 0.97, 0.93, 0.96, 0.88, 0.74, 1.02, 1.06, 1.07, 1.01)
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class Leaves:
    """Leaves of consecutive patients, the leaves of one together and in time.

    Attributes:
        patient: (N,) number of the patient.
        days: (N,) indemnified days.
        begun: (N,) day, from that of the year in which the patient's first leave begins.
        first: (N,) that day.
    """

    patient: np.ndarray
    days: np.ndarray
    begun: np.ndarray
    first: np.ndarray

    @property
    def month(self) -> np.ndarray:
        """(N,) month 0–11; what runs over the year comes back at its start.

        The leaves of the year before left as many: the year is an ordinary one.
        """
        return np.repeat(np.arange(12), MONTH_DAYS)[self.begun % YEAR]


def draw_leaves(rng: np.random.Generator, line: np.ndarray, table: np.ndarray) -> Leaves:
    """Draw the leaves of patients.

    Args:
        rng: what draws.
        line: (P,) line of the table of days of each patient.
        table: (L, levels, draws) days.
    """
    size = line.size
    rows = _rows()[rng.integers(0, DRAWS, size, dtype=np.int16)]
    first_row = np.cumsum(rows) - rows
    patient = np.repeat(np.arange(size), rows)
    level = rng.integers(0, LEVELS, size, dtype=np.int8)
    drawn = rng.integers(0, DRAWS, patient.size, dtype=np.int16)
    days = table.reshape(-1)[((line * LEVELS + level) * DRAWS)[patient] + drawn]
    gap = _gaps()[rng.integers(0, DRAWS, patient.size, dtype=np.int16)]
    gap[first_row] = 0
    # Each leave begins after the days and the gaps of the leaves before it.
    ended = np.cumsum(days + gap)
    since = ended - days
    first = _first_days()[rng.integers(0, DRAWS, size, dtype=np.int16)]
    begun = since + (first - since[first_row])[patient]
    return Leaves(patient, days, begun, first[patient])


def _rows() -> np.ndarray:
    """Leaves of a patient who has one: geometric, of mean 1.4."""
    more = 1 - 1 / ROWS_PER_PATIENT
    drawn = 1 + np.floor(np.log(middles(DRAWS)) / np.log(more))
    return np.minimum(drawn, MOST_ROWS).astype(np.int64)


def mean_rows() -> float:
    """Leaves of a patient who has one, as they are drawn."""
    return float(_rows().mean())


def _gaps() -> np.ndarray:
    none = round(PROLONGED_SHARE * DRAWS)
    gap = GAP_FIRST - GAP_MEAN * np.log(middles(DRAWS - none))
    return np.concatenate((np.zeros(none), gap)).astype(np.int64)


def _first_days() -> np.ndarray:
    """Days of the year by the season."""
    weight = np.repeat(MONTH_WEIGHTS, MONTH_DAYS)
    return np.searchsorted(np.cumsum(weight) / weight.sum(), middles(DRAWS))
