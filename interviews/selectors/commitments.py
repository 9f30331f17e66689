"""Commitments to follow: mine or those of the service, open, late or ended."""

from datetime import date

from django.db.models import QuerySet

from accounts.perimeter import Perimeter
from interviews.enums import CommitmentState
from interviews.models import Commitment
from interviews.rules.commitments import ENDED, LATE


def listed(
    perimeter: Perimeter, *, state: str, on: date, follower: int | None = None
) -> "QuerySet[Commitment]":
    """The earliest due first; those ended, the last ended first."""
    found = perimeter.filter(
        Commitment.objects.select_related("prescriber", "follower", "ended_by")
    )
    if follower is not None:
        found = found.filter(follower_id=follower)
    if state == ENDED:
        ended = found.exclude(state=CommitmentState.OPEN)
        return ended.order_by("-ended_at", "-pk")
    found = found.filter(state=CommitmentState.OPEN)
    if state == LATE:
        found = found.filter(due_on__lt=on)
    return found.order_by("due_on", "pk")
