"""Those with whom a profile is compared, and what is asked of all of them at once."""

from collections.abc import Callable, Hashable, Mapping
from functools import cache
from typing import Any

from django.db.models import QuerySet

from core.questions import Question
from prescribers.models import Profile


# Stand in the questions for a profile, by field; none of these values is ever in the database.
SOMEBODY: Mapping[str, Hashable] = {
    "run_id": -1,
    "specialty": "#specialty",
    "region": "#region",
    "group_code": "#group",
}


class GroupQuestion:
    """A question about the comparables of a profile, one for groups and one for specialties."""

    def __init__(self, made: Callable[[QuerySet[Profile]], Question]) -> None:
        self._made = cache(made)

    def ask(
        self, profile: Profile, values: Mapping[Hashable, Any] | None = None
    ) -> list[tuple[Any, ...]]:
        """`values`: the other stand-ins of the question."""
        question = self._made(_peers_of_somebody(fallback=profile.group_fallback))
        who = {stand_in: getattr(profile, name) for name, stand_in in SOMEBODY.items()}
        return question.ask({**who, **(values or {})})


@cache
def _peers_of_somebody(*, fallback: bool) -> QuerySet[Profile]:
    return peers_of(Profile(**SOMEBODY, group_fallback=fallback))


def peers_of(profile: Profile) -> QuerySet[Profile]:
    """Those with whom a profile is compared, himself included.

    Without a perimeter, because the comparables are those of the whole country. Those of whom
    nothing is expected (no list, or no month of practice) are nobody's comparators; a group too
    small falls back on the whole specialty, those of the larger groups with it.
    """
    peers = Profile.objects.filter(
        run_id=profile.run_id, specialty=profile.specialty, exp_days__gt=0
    )
    if profile.group_fallback:
        return peers
    # The region goes with the code; it is there for the index.
    return peers.filter(region=profile.region, group_code=profile.group_code)
