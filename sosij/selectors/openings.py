"""The openings, and how many of those to whom the service is open have asked."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import make_aware

from accounts.perimeter import Perimeter
from prescribers.models import Attachment
from sosij.models import HelpRequest, Opening


# A département and a specialty.
Where = tuple[str, str]


def every_opening() -> "QuerySet[Opening]":
    """By département then specialty, the last one first; a public matter, without perimeter."""
    return Opening.objects.order_by("departement", "specialty", "-since")


def asked_since(perimeter: Perimeter, day: date) -> "QuerySet[HelpRequest]":
    start = make_aware(datetime.combine(day, time.min))
    return perimeter.filter(HelpRequest.objects.filter(received_at__gte=start))


def asked_and_targeted(
    perimeter: Perimeter, asked: "QuerySet[HelpRequest]", on: date
) -> tuple[dict[Where, int], dict[Where, int]]:
    """Doctors who asked, and doctors in practice on a day, where the service is open that day."""
    openings = set(Opening.objects.on(on).values_list("departement", "specialty"))
    asking = asked.values_list("departement", "specialty").annotate(n=Count("rpps", distinct=True))
    places = perimeter.filter(
        Attachment.objects.filter(Q(end__isnull=True) | Q(end__gt=on), start__lte=on)
    )
    there = places.values_list("departement", "prescriber__specialty").annotate(
        n=Count("prescriber", distinct=True)
    )
    # Those to whom it is open no more are in neither count.
    askers, targeted = (
        {(place, specialty): n for place, specialty, n in rows if (place, specialty) in openings}
        for rows in (asking.order_by(), there.order_by())
    )
    return askers, targeted


def by_departement(counts: Mapping[Where, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for (departement, _), n in counts.items():
        found[departement] = found.get(departement, 0) + n
    return found
