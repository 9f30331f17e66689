"""« Revoir dans 3 mois » : the interview that follows is proposed, once."""

from django.db import transaction

from core.charts.numbers import add_months, date_fr, month_name
from core.errors import Refusal
from core.journal import Author
from interviews.enums import Channel, Kind, Motive, NextStep, ReportState
from interviews.models import Interview, InterviewReport
from interviews.rules.follow_up import AFTER, MONTHS
from interviews.services.conduct import Proposed, propose
from interviews.services.passages import local_day, locked


@transaction.atomic
def propose_next(interview: Interview, author: Author) -> Interview:
    """Of the same doctor and lead, with the kind that follows, to be dated by somebody.

    Raises:
        Refusal: the signed report asks for none, or it is proposed already.
    """
    held = locked(interview.pk)
    report = InterviewReport.objects.filter(interview=held).first()
    if report is None or report.state != ReportState.SIGNED:
        raise Refusal("NON_SIGNE", "Signez d’abord le compte rendu.")
    months = MONTHS.get(NextStep(report.next_step))
    if months is None or held.starts_at is None:
        raise Refusal("SANS_SUITE", "Le compte rendu ne demande pas de revoir ce médecin.")
    if held.next.exists():
        raise Refusal("DEJA_PROPOSE", "L’entretien suivant est déjà proposé.")
    day = local_day(held.caisse, held.starts_at)
    then = month_name(add_months(day.replace(day=1), months))
    said = Proposed(
        kind=AFTER[Kind(held.kind)],
        motive=Motive.FOLLOW_UP,
        channel=Channel(held.channel),
        subject=f"Suite de l’échange du {date_fr(day)}, à revoir en {then}",
        place=held.place,
        minutes=held.minutes,
    )
    return propose(held.prescriber, held.caisse, said, held.lead, author, previous=held)
