"""What the past runs said of one prescriber, and what the directory says of his practice."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.perimeter import Perimeter
from prescribers.enums import RunState, Signal
from prescribers.models import Attachment, Profile, ProfileRun
from prescribers.rules.since import MonthlyRun


RUNS_SHOWN = 36
WHOLE = {"window_months": 12, "scope": ""}
TOLD = ("run__window_end", "enough", "ci_low", "signal")
FOUND = frozenset({Signal.SIGNAL, Signal.STRONG})


@dataclass(frozen=True)
class PracticeEvent:
    """The beginning of a practice, or only of its attachment to a caisse of the perimeter."""

    day: date
    installed: bool


def past_profiles(perimeter: Perimeter, rpps: str, runs: int = RUNS_SHOWN) -> list[Profile]:
    """The last finished run of each month that has him inside the perimeter, the newest first.

    Each run is checked: one in which he was in another caisse is not there.
    """
    profiles = Profile.objects.filter(run_id__in=list(_monthly(runs)), rpps=rpps)
    return list(perimeter.filter(profiles).select_related("run").order_by("-run__window_end"))


def monthly_runs(perimeter: Perimeter, shown: Profile) -> list[MonthlyRun]:
    """What the runs of the months before say of a profile, then the run of the page itself.

    In one query of a few columns: the first tab of the page reads it.
    """
    before = _monthly(RUNS_SHOWN, Q(window_end__lt=shown.run.window_end))
    profiles = Profile.objects.filter(run_id__in=before, rpps=shown.rpps)
    rows = perimeter.filter(profiles).order_by("run__window_end").values_list(*TOLD)
    own = (shown.run.window_end, shown.enough, shown.ci_low, shown.signal)
    return [
        _told(until, low if enough else None, signal) for until, enough, low, signal in (*rows, own)
    ]


def _monthly(runs: int, only: Q | None = None) -> QuerySet:
    """Of the nights that read the same months, the last one alone; the newest months."""
    finished = ProfileRun.objects.filter(state__in=[RunState.COMPUTED, RunState.PUBLISHED])
    # A study looks at other months or other places: it is no point of this history.
    whole = Q(parameters__contains=WHOLE) | ~Q(parameters__has_key="scope")
    of_its_months = finished.filter(whole, only or Q())
    latest = of_its_months.order_by("-window_end", "-number").distinct("window_end")
    return latest.values_list("pk", flat=True)[:runs]


def _told(until: date, low: float | None, signal: str) -> MonthlyRun:
    """`low`: the low end of the interval, None where he was not compared."""
    return MonthlyRun(
        until=until,
        above=None if low is None else low > 1,
        signal=None if low is None or not signal else signal in FOUND,
    )


def practice_events(perimeter: Perimeter, profile: Profile) -> list[PracticeEvent]:
    """Installations and new attachments since the first month of a profile, the oldest first."""
    rows = perimeter.filter(Attachment.objects.filter(prescriber_id=profile.prescriber_id))
    found = {
        PracticeEvent(start, installed=False)
        if installed is None or installed < profile.months_start
        else PracticeEvent(installed, installed=True)
        for start, installed in rows.values_list("start", "install_date")
    }
    recent = (event for event in found if event.day >= profile.months_start)
    return sorted(recent, key=lambda event: (event.day, event.installed))
