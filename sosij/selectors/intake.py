"""What a portal may read of its own requests."""

import re

from core.database_role import DatabaseRole, database_role
from sosij.models import HelpRequest, IntakeClient, IntakeKey, OutcomeAsk, RequestFile


_REFERENCE = re.compile(r"[0-9]{4}-[0-9]{5,7}")
PAGE = 50


def request_of(client: IntakeClient, reference: str) -> HelpRequest | None:
    """The request of this reference, if this client posted it."""
    if not _REFERENCE.fullmatch(reference):
        return None
    keys = IntakeKey.objects.filter(client=client, request__reference=reference)
    found = keys.select_related("request").first()
    return found.request if found else None


def page_after(client: IntakeClient, after: HelpRequest | None) -> tuple[list[HelpRequest], str]:
    """The next requests of a client in the order of their receipt, and the last reference if more.

    A client's calls pass one by one (`services.intake_rate`): none appears later before one read.
    """
    keys = IntakeKey.objects.filter(client=client, request_id__gt=after.pk if after else 0)
    rows = list(keys.select_related("request").order_by("request_id")[: PAGE + 1])
    found = [row.request for row in rows[:PAGE]]
    return found, found[-1].reference if len(rows) > PAGE else ""


def outcomes_of(request: HelpRequest) -> list[OutcomeAsk]:
    """What was asked of the doctor after the answer, in the order of the questions."""
    return list(request.outcomes.order_by("horizon"))


def files_of(request: HelpRequest) -> list[RequestFile]:
    """Its attachments, without their bytes."""
    with database_role(DatabaseRole.MEDICAL, {request.caisse}):
        return list(RequestFile.objects.filter(request=request).defer("content").order_by("pk"))
