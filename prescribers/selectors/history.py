"""What the past runs said of one prescriber, and what the directory says of his practice."""

from dataclasses import dataclass
from datetime import date

from accounts.perimeter import Perimeter
from prescribers.enums import RunState
from prescribers.models import Attachment, Profile, ProfileRun


RUNS_SHOWN = 36


@dataclass(frozen=True)
class PracticeEvent:
    """The beginning of a practice, or only of its attachment to a caisse of the perimeter."""

    day: date
    installed: bool


def past_profiles(perimeter: Perimeter, rpps: str, runs: int = RUNS_SHOWN) -> list[Profile]:
    """The last finished runs that have him inside the perimeter, the newest first; one query.

    Each run is checked: one in which he was in another caisse is not there.
    """
    finished = ProfileRun.objects.filter(state__in=[RunState.COMPUTED, RunState.PUBLISHED])
    latest = finished.order_by("-number").values("pk")[:runs]
    profiles = Profile.objects.filter(run_id__in=latest, rpps=rpps)
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
