"""What a person was told of, and who was told of a request."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.perimeter import Perimeter
from sosij.enums import Told
from sosij.models import HelpRequest, Notice
from sosij.models.request import OPEN_STATES


def told_to(perimeter: Perimeter) -> Exists:
    """Whether this person was told of the request and still has to see to it.

    What a colleague has taken since is his, save for who answers for the desk.
    """
    mine = Notice.objects.filter(
        request=OuterRef("pk"), to_id=perimeter.user_id, request__state__in=OPEN_STATES
    )
    answering = Q(quality__in=[Told.ON_DUTY, Told.HEAD])
    in_hand = Q(request__holder__isnull=True) | Q(request__holder_id=perimeter.user_id)
    return Exists(mine.filter(answering | in_hand))


def notices(request: HelpRequest) -> "QuerySet[Notice]":
    """None before the clock has rung."""
    if not (request.warned_at or request.breached_at or request.escalated_at):
        return Notice.objects.none()
    return request.notices.select_related("to").order_by("id")
