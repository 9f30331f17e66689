"""A run as its steps find it: still open, and with the window it was planned for."""

import json
from datetime import date
from enum import StrEnum
from functools import cache

from core.errors import JobRefused
from core.models import Job, JobStatus
from core.questions import Question, instance
from prescribers.enums import RunState
from prescribers.frames.window import Window, shifted, span
from prescribers.models import ProfileRun
from prescribers.services.night.extent import WHOLE
from prescribers.services.night.kinds import map_key, reduction_key


# Stands in a question for the number of a run: none will have it.
SOME_NUMBER = 2_000_000_000
TOLD = ("id", "state", "parameters")
CLOSED = "Ce calcul est clos : la nuit suivante en ouvrira un autre."


def open_run(run_id: int, *, lock: bool = False) -> ProfileRun:
    """The run, locked for the transaction if asked; refuse when it no longer waits for anything."""
    runs = ProfileRun.objects.select_for_update(of=("self",)) if lock else ProfileRun.objects
    run = runs.get(pk=run_id)
    if run.state in {RunState.FAILED, RunState.REFUSED}:
        raise JobRefused("calcul_clos", CLOSED)
    return run


def window_of(run: ProfileRun) -> Window:
    return Window(
        months=span(run.window_start, run.window_end),
        provisional=span(shifted(run.window_end, 1), run.data_until),
        missing=tuple(date.fromisoformat(month) for month in run.parameters["missing_months"]),
    )


def given_up(run: ProfileRun) -> bool:
    """Whether one of the jobs of a run being computed gave up: it would be awaited for ever."""
    if run.state != RunState.COMPUTING:
        return False
    keys = [map_key(run.pk, group[0]) for group in run.parameters.get("groups", [])]
    return Job.objects.filter(
        dedup_key__in=[*keys, reduction_key(run.pk)],
        status__in=[JobStatus.DEAD, JobStatus.CANCELLED],
    ).exists()


class Setback(StrEnum):
    """Why the newest figures are not those that everybody reads; the words are the strip's."""

    INTERRUPTED = "interrompu"
    HELD = "retenu"


def setback_since(number: int) -> Setback | None:
    """What became of the newest run of the whole country, when it is later than this one.

    One query, and one on the ledger while that run is being computed.
    """
    for row in _newest_since().ask({SOME_NUMBER: number}):
        newest = instance(ProfileRun, TOLD, row)
        newest.parameters = json.loads(row[TOLD.index("parameters")])
        if newest.state == RunState.HELD:
            return Setback.HELD
        stopped = newest.state in {RunState.FAILED, RunState.REFUSED} or given_up(newest)
        return Setback.INTERRUPTED if stopped else None
    return None


@cache
def _newest_since() -> Question:
    whole = ProfileRun.objects.filter(parameters__contains=WHOLE.parameters)
    later = whole.filter(number__gt=SOME_NUMBER).order_by("-number")
    return Question.of(later.values_list(*TOLD)[:1])
