"""The runs of the months before: a signal that lasts is not the same as a signal of one month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from ijstats import METHOD_VERSION, STABLE_OUT_OF
from prescribers.enums import RunState, Signal
from prescribers.frames.window import shifted
from prescribers.models import Profile, ProfileRun


@dataclass(frozen=True)
class Past:
    """One run a month, the oldest first; a month without a run is not there."""

    runs: tuple[ProfileRun, ...]

    @property
    def signature(self) -> list[list[str]]:
        """What a run that looks at them depends on."""
        return [[str(run.window_end), run.result_digest] for run in self.runs]

    def signals(self, rpps: np.ndarray) -> np.ndarray:
        """(D, R) words of these runs for prescribers in the order of their RPPS numbers."""
        words = np.full((rpps.size, len(self.runs)), Signal.NONE.value, dtype="U11")
        column = {run.pk: place for place, run in enumerate(self.runs)}
        there = Profile.objects.filter(
            run__in=list(column), signal__in=[Signal.SIGNAL, Signal.STRONG]
        )
        for run_id, number, word in there.values_list("run_id", "rpps", "signal"):
            row = int(np.searchsorted(rpps, int(number)))
            if row < rpps.size and rpps[row] == int(number):
                words[row, column[run_id]] = word
        return words


def past_runs(window_end: date, extent: Mapping[str, object]) -> Past:
    """The last run made of each of the eleven months before, by the method in force.

    `extent` are the parameters that such a run must share: the same months and the same places.
    A run made before signals were computed has none to tell: it is not a month without a signal.
    """
    months = [shifted(window_end, -back) for back in range(STABLE_OUT_OF - 1, 0, -1)]
    made = ProfileRun.objects.filter(
        window_end__in=months,
        state__in=[RunState.COMPUTED, RunState.PUBLISHED],
        method=METHOD_VERSION,
        parameters__has_key="signal_ratio",
        parameters__contains=dict(extent),
    )
    last = {run.window_end: run for run in made.order_by("number")}
    return Past(tuple(last[month] for month in months if month in last))
