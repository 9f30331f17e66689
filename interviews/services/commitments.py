"""A commitment to its end: kept, or dropped with a reason."""

from django.db import transaction

from core.errors import Refusal
from core.journal import Author, record
from interviews.enums import CommitmentState
from interviews.models import Commitment
from prescribers.services.reasons import checked_reason


OBJECT = "engagement"


@transaction.atomic
def keep(commitment: Commitment, author: Author) -> Commitment:
    return _end(commitment, CommitmentState.KEPT, author, "")


@transaction.atomic
def drop(commitment: Commitment, author: Author, *, reason: str) -> Commitment:
    return _end(commitment, CommitmentState.DROPPED, author, checked_reason(reason))


def _end(commitment: Commitment, state: CommitmentState, author: Author, reason: str) -> Commitment:
    held = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    if held.state != CommitmentState.OPEN:
        raise Refusal("ENGAGEMENT_CLOS", "Cet engagement est déjà clos.")
    held.state, held.reason = state, reason
    held.ended_at, held.ended_by_id = author.at, author.person
    held.save()
    record(
        action=f"engagements.{state.value}",
        by=author.person,
        obj=(OBJECT, str(held.pk)),
        caisse=held.caisse,
        reason=reason,
    )
    return held
