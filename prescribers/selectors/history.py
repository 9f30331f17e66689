"""What the past runs said of one prescriber, and what the directory says of his practice."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.perimeter import Perimeter
from prescribers.enums import RunState
from prescribers.models import Attachment, Profile, ProfileRun


RUNS_SHOWN = 36
WHOLE = {"window_months": 12, "scope": ""}


@dataclass(frozen=True)
class PracticeEvent:
    """The beginning of a practice, or only of its attachment to a caisse of the perimeter."""

    day: date
    installed: bool


def past_profiles(perimeter: Perimeter, rpps: str, runs: int = RUNS_SHOWN) -> list[Profile]:
    """The last finished run of each month that has him inside the perimeter, the newest first.

    Each run is checked: one in which he was in another caisse is not there.
    """
    finished = ProfileRun.objects.filter(state__in=[RunState.COMPUTED, RunState.PUBLISHED])
    # A study looks at other months or other places: it is no point of this history.
    whole = Q(parameters__contains=WHOLE) | ~Q(parameters__has_key="scope")
    # Of the nights that read the same months, the last one alone.
    of_its_months = finished.filter(whole).order_by("window_end", "-number").distinct("window_end")
    latest = sorted(of_its_months.values_list("number", "pk"), reverse=True)[:runs]
    profiles = Profile.objects.filter(run_id__in=[pk for _, pk in latest], rpps=rpps)
    return list(perimeter.filter(profiles).select_related("run").order_by("-run__number"))


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
