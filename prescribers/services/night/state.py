"""A run as its steps find it: still open, and with the window it was planned for."""

from datetime import date

from core.errors import JobRefused
from prescribers.enums import RunState
from prescribers.frames.window import Window, shifted, span
from prescribers.models import ProfileRun


CLOSED = "Ce calcul est clos : la nuit suivante en ouvrira un autre."


def open_run(run_id: int, *, lock: bool = False) -> ProfileRun:
    """The run, locked for the transaction if asked; refuse when it no longer waits for anything."""
    runs = ProfileRun.objects.select_for_update(of=("self",)) if lock else ProfileRun.objects
    run = runs.get(pk=run_id)
    if run.state not in {RunState.COMPUTING, RunState.COMPUTED, RunState.PUBLISHED}:
        raise JobRefused("calcul_clos", CLOSED)
    return run


def window_of(run: ProfileRun) -> Window:
    return Window(
        months=span(run.window_start, run.window_end),
        provisional=span(shifted(run.window_end, 1), run.data_until),
        missing=tuple(date.fromisoformat(month) for month in run.parameters["missing_months"]),
    )
