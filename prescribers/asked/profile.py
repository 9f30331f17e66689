"""The address of one prescriber, understood; by `calcul`, as another run saw him."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404

from accounts.perimeter import Perimeter
from prescribers.models import Profile, ProfileRun
from prescribers.selectors import profile_of


LONGEST_NUMBER = 9


@dataclass(frozen=True)
class AskedProfile:
    """The profile shown, and what it is not when it is another run's."""

    profile: Profile
    number: int | None
    current: ProfileRun | None

    @property
    def is_current(self) -> bool:
        return self.profile.run == self.current


def asked_profile(perimeter: Perimeter, rpps: str, address: Mapping[str, str]) -> AskedProfile:
    """The run of the address where it has a profile inside the perimeter, else the published one.

    A figure that a letter cites can still be read once the prescriber has left the current run.

    Raises:
        Http404: neither run has a profile of this number inside the perimeter.
    """
    number = asked_number(address)
    current = _found(perimeter, rpps)
    other = None
    if number is not None and (current is None or number != current.run.number):
        other = _found(perimeter, rpps, number)
    profile = other or current
    if profile is None:
        raise Http404
    return AskedProfile(profile, number, current.run if current else None)


def asked_number(address: Mapping[str, str]) -> int | None:
    """The run that an address cites; None when it cites none, or no number."""
    text = address.get("calcul", "")
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def _found(perimeter: Perimeter, rpps: str, number: int | None = None) -> Profile | None:
    try:
        return profile_of(perimeter, rpps, number=number)
    except Profile.DoesNotExist:
        return None
