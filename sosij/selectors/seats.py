"""Who sits where, and what each holds."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.perimeter import Perimeter
from sosij.enums import State
from sosij.models import HelpRequest, Seat


def seats(perimeter: Perimeter, today: date, *, past: bool = False) -> "QuerySet[Seat]":
    """In force or to come, by caisse, desk and name; with `past`, those that are over too."""
    found = perimeter.filter(Seat.objects.select_related("user"))
    if not past:
        found = found.filter(Q(until__isnull=True) | Q(until__gt=today))
    return found.order_by("caisse", "desk", "user__full_name", "-since")


def held_now(listed: Iterable[Seat]) -> dict[tuple[int, str, str], int]:
    """By person, caisse and desk: what counts against a capacity (services.conduct.take)."""
    held = HelpRequest.objects.filter(
        holder__in={seat.user_id for seat in listed}, state__in=[State.HELD, State.SECOND_READING]
    )
    rows = held.values_list("holder_id", "caisse", "desk").annotate(n=Count("id")).order_by()
    return {(holder, caisse, desk): n for holder, caisse, desk, n in rows}
