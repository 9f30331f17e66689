"""What the filters of the list may offer inside a perimeter."""

from dataclasses import dataclass

from accounts.perimeter import Perimeter
from prescribers.models import Profile, ProfileRun


@dataclass(frozen=True)
class ListChoices:
    """Codes present in the run and the perimeter, sorted."""

    specialties: tuple[str, ...]
    caisses: tuple[str, ...]


def list_choices(perimeter: Perimeter, run: ProfileRun) -> ListChoices:
    """One query: the pairs are few, whatever the number of prescribers."""
    profiles = perimeter.filter(Profile.objects.filter(run_id=run.pk))
    pairs = set(profiles.values_list("specialty", "caisse").distinct())
    return ListChoices(
        specialties=tuple(sorted({specialty for specialty, _ in pairs})),
        caisses=tuple(sorted({caisse for _, caisse in pairs})),
    )
