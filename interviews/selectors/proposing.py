"""Whom an interview can be proposed to: the doctors attached to the caisses of a perimeter."""

from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.perimeter import Perimeter
from interviews.selectors.listing import word_of
from prescribers.ingestion.sort_names import sort_name
from prescribers.models import Attachment, Commune, PracticePlace, Prescriber


MOST_FOUND, LONGEST_PLACE = 20, 200


@dataclass(frozen=True)
class Asked:
    """The doctor, the caisses where he can be met, the address of his first place of practice."""

    prescriber: Prescriber
    caisses: tuple[str, ...]
    place: str


def found_doctors(perimeter: Perimeter, text: str) -> list[Prescriber]:
    """By name or by the start of the RPPS number, in the order of names; twenty at most."""
    words = sort_name(text).split()
    if not words:
        return []
    here = Exists(_attached(perimeter).filter(prescriber=OuterRef("pk")))
    suits = reduce(and_, (word_of(word, "") for word in words))
    known = Prescriber.objects.filter(suits, here)
    return list(known.order_by("name_sort", "rpps")[:MOST_FOUND])


def asked_doctor(perimeter: Perimeter, rpps: str) -> Asked | None:
    """None for who is attached to no caisse of the perimeter."""
    known = Prescriber.objects.filter(rpps=rpps).first()
    if known is None:
        return None
    attached = _attached(perimeter).filter(prescriber=known)
    caisses = sorted(set(attached.values_list("caisse", flat=True)))
    return Asked(known, tuple(caisses), _address(known)) if caisses else None


def _attached(perimeter: Perimeter) -> "QuerySet[Attachment]":
    ahead = Q(end__isnull=True) | Q(end__gte=perimeter.on)
    return perimeter.filter(Attachment.objects.filter(ahead))


def _address(prescriber: Prescriber) -> str:
    """« 12 rue Gioffredo, 06000 Nice », as the register gives it."""
    place = PracticePlace.objects.filter(prescriber=prescriber).first()
    if place is None:
        return ""
    commune = Commune.objects.filter(code=place.commune).values_list("name", flat=True).first()
    town = f"{place.postal_code} {commune or ''}".strip()
    return ", ".join(part for part in (place.address, town) if part)[:LONGEST_PLACE]
