"""Asking what became of a situation, once more if need be, and keeping what is told."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from core.database_role import DatabaseRole, database_role
from core.errors import Refusal
from core.journal import Author, record
from sosij.enums import Outcome
from sosij.models import HelpRequest, OutcomeAsk
from sosij.rules.outcomes import dates_asked, reminded_from
from sosij.services.authors import OBJECT
from sosij.services.clock import local_day


def plan_outcomes(request: HelpRequest, answered: datetime) -> None:
    """The questions to come, in the transaction of the answer."""
    day = local_day(request, answered)
    OutcomeAsk.objects.bulk_create(
        OutcomeAsk(request=request, horizon=horizon, due_on=due)
        for horizon, due in dates_asked(day).items()
    )


@transaction.atomic
def tell_outcome(
    request: HelpRequest, horizon: int, outcome: Outcome, author: Author
) -> OutcomeAsk:
    """Keep what is told; telling it again corrects it, and the journal keeps both.

    Raises:
        Refusal: nothing is asked yet at this horizon.
    """
    asks = OutcomeAsk.objects.select_for_update(of=("self",)).filter(request=request)
    ask = asks.filter(horizon=horizon).first()
    if ask is None or ask.asked_at is None:
        raise Refusal(
            "ISSUE_PAS_DEMANDEE",
            "L’issue n’est pas encore demandée pour cette échéance.",
        )
    ask.outcome, ask.told_at, ask.by_id = outcome, author.at, author.by
    ask.save()
    record(
        action="sosij.issue",
        by=author.by,
        system=author.system,
        obj=(OBJECT, request.reference),
        caisse=request.caisse,
        reason=f"{horizon} jours : {outcome.label.lower()}",
    )
    return ask


def ask_outcomes(now: datetime) -> tuple[int, int]:
    """Ask what is due, remind once what was asked and not told. Safe to run again."""
    with database_role(DatabaseRole.GESTION):
        today = localdate(now)
        due = OutcomeAsk.objects.filter(asked_at__isnull=True, due_on__lte=today)
        asked = due.update(asked_at=now)
        silent = OutcomeAsk.objects.filter(
            asked_at__isnull=False, reminded_at__isnull=True, outcome=""
        )
        late = [
            pk
            for pk, at in silent.values_list("pk", "asked_at")
            if at is not None and reminded_from(localdate(at)) <= today
        ]
        reminded = OutcomeAsk.objects.filter(pk__in=late).update(reminded_at=now)
    return asked, reminded
