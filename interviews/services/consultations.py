"""Writing down when a doctor sees his patients, as he or his practice said it."""

from dataclasses import dataclass
from datetime import date, time

from django.db import IntegrityError, transaction

from core.errors import Refusal
from core.journal import Author, record
from interviews.enums import HoursSource
from interviews.models import ConsultationHours
from prescribers.models import Prescriber


OBJECT = "consultations d’un prescripteur"


@dataclass(frozen=True)
class Declared:
    """Hours of one weekday (0 is Monday), from a day on."""

    weekday: int
    opens: time
    closes: time
    since: date
    source: HoursSource


@transaction.atomic
def declare_hours(
    prescriber: Prescriber, said: Declared, caisse: str, author: Author
) -> ConsultationHours:
    """Add hours; several may stand on one day.

    Raises:
        Refusal: hours out of order, or that meet others of the same day.
    """
    if said.closes <= said.opens:
        raise Refusal("HEURES_INVERSES", "La fin vient avant le début : corrigez-la.")
    row = ConsultationHours(
        prescriber=prescriber,
        weekday=said.weekday,
        opens=said.opens,
        closes=said.closes,
        since=said.since,
        source=said.source,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refused:
        if "consultation_no_overlap" not in str(refused):
            raise
        raise Refusal(
            "DEJA_DITES", "Ces heures en recouvrent d’autres du même jour : retirez-les d’abord."
        ) from refused
    _journal("entretiens.consultations", row, caisse, author)
    return row


@transaction.atomic
def withdraw_hours(row: ConsultationHours, today: date, caisse: str, author: Author) -> None:
    """Those in force end today, and their past stays; those to come go.

    Raises:
        Refusal: somebody has withdrawn them.
    """
    held = ConsultationHours.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if held is None or (held.until is not None and held.until <= today):
        raise Refusal("DEJA_RETIREES", "Ces heures sont déjà retirées.")
    _journal("entretiens.consultations-retirer", held, caisse, author)
    if held.since < today:
        held.until = today
        held.save(update_fields=["until"])
    else:
        held.delete()


def _journal(action: str, row: ConsultationHours, caisse: str, author: Author) -> None:
    record(
        action=action,
        by=author.person,
        obj=(OBJECT, str(row.prescriber_id)),
        caisse=caisse,
        reason=f"jour {row.weekday + 1}, {row.opens:%H:%M}-{row.closes:%H:%M}, {row.source}",
    )
