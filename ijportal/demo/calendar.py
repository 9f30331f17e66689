"""The months of the demo country: complete ones, then the two still being received."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ijportal.demo.calibration import MONTH_WEIGHTS, RECEIVED_SHARES, WEEKDAY_WEIGHTS


WINDOW_MONTHS = 12
QUARTER = 3


@dataclass(frozen=True)
class Calendar:
    """Days are counted from the first day of the first month."""

    months: tuple[date, ...]
    days: np.ndarray  # datetime64[D]
    month_of_day: np.ndarray
    day_weights: np.ndarray  # sums to 1
    received: np.ndarray  # share of each month already received

    @property
    def complete(self) -> int:
        return len(self.months) - len(RECEIVED_SHARES)

    @property
    def last_complete(self) -> date:
        return self.months[self.complete - 1]

    @property
    def window(self) -> range:
        """The positions of the last twelve complete months, or of those there are."""
        return window_ending(self.complete - 1)

    @property
    def list_months(self) -> tuple[int, ...]:
        """The windows whose lists are sent: one a quarter over the last year, latest first."""
        last = self.complete - 1
        return tuple(i for i in range(last, last - WINDOW_MONTHS - 1, -QUARTER) if i >= 0)

    def first_day(self, month: int) -> np.datetime64:
        """Of a month by its position; the month after the last one begins after the last day."""
        if month >= len(self.months):
            return self.days[-1] + 1
        return np.datetime64(self.months[month], "D")

    def position(self, day: np.ndarray) -> np.ndarray:
        """Days since the first one, kept between the first day and the day after the last."""
        return np.clip((day - self.days[0]).astype(np.int64), 0, len(self.days))

    def season_between(self, start: np.ndarray, end: np.ndarray, months: range) -> np.ndarray:
        """The weight of the days from `start` to the day before `end` that fall in `months`."""
        inside = (self.month_of_day >= months.start) & (self.month_of_day < months.stop)
        until = np.concatenate(([0.0], np.cumsum(self.day_weights * inside)))
        first, after = self.position(start), self.position(end)
        return until[np.maximum(first, after)] - until[first]


def window_ending(month: int) -> range:
    return range(max(0, month - WINDOW_MONTHS + 1), month + 1)


def make_calendar(data_until: date, months: int) -> Calendar:
    if months <= len(RECEIVED_SHARES):
        raise ValueError(f"Il faut au moins {len(RECEIVED_SHARES) + 1} mois.")
    last = np.datetime64(data_until, "M")
    month_starts = np.arange(last - (months - 1), last + 1)
    days = np.arange(month_starts[0].astype("M8[D]"), np.datetime64(data_until, "D") + 1)
    month_of_day = (days.astype("M8[M]") - month_starts[0]).astype(int)
    weekday = (days.astype(int) + 3) % 7  # 1 January 1970 was a Thursday
    month_number = days.astype("M8[M]").astype(int) % 12
    weights = np.array(MONTH_WEIGHTS)[month_number] * np.array(WEEKDAY_WEIGHTS)[weekday]
    received = np.ones(months)
    received[-len(RECEIVED_SHARES) :] = RECEIVED_SHARES
    return Calendar(
        months=tuple(month_starts.astype("M8[D]").astype(object)),
        days=days,
        month_of_day=month_of_day,
        day_weights=weights / weights.sum(),
        received=received,
    )
