"""Filling the roster of a desk: one person a day, only people who have a seat there."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from core.errors import Refusal
from core.journal import Author, record
from sosij.enums import Desk
from sosij.models import Duty, Seat
from sosij.rules.roster import LONGEST


OBJECT = "astreinte SOS IJ"


@dataclass(frozen=True)
class Turn:
    """Who is to be on duty, both days included."""

    caisse: str
    desk: Desk
    user_id: int
    first: date
    last: date

    @property
    def until(self) -> date:
        return self.last + timedelta(days=1)


@transaction.atomic
def put_on_duty(turn: Turn, today: date, author: Author) -> Duty:
    """Write the duty.

    Raises:
        Refusal: days gone by, out of order or too many, no seat for all of them, or somebody
            on duty already.
    """
    _refuse_days(turn, today)
    _refuse_without_seat(turn)
    duty = Duty(
        user_id=turn.user_id, caisse=turn.caisse, desk=turn.desk, since=turn.first, until=turn.until
    )
    try:
        with transaction.atomic():
            duty.save()
    except IntegrityError as refused:
        if "duty_one_at_a_time" not in str(refused):
            raise
        raise _taken(turn) from refused
    _journal("sosij.astreinte", duty, author)
    return duty


@transaction.atomic
def take_off_duty(duty_id: int, today: date, author: Author) -> Duty:
    """Withdraw a duty to come; one that has begun ends with yesterday, and its past stays.

    Raises:
        Refusal: it is over, or somebody has withdrawn it.
    """
    duty = Duty.objects.select_for_update(of=("self",)).filter(pk=duty_id).first()
    if duty is None or duty.until <= today:
        raise Refusal("ASTREINTE_FINIE", "Cette astreinte est terminée ou déjà retirée.")
    _journal("sosij.astreinte-retirer", duty, author)
    if duty.since < today:
        duty.until = today
        duty.save(update_fields=["until"])
    else:
        duty.delete()
    return duty


def _refuse_days(turn: Turn, today: date) -> None:
    if turn.first < today:
        raise Refusal("JOUR_PASSE", "Choisissez un jour à partir d’aujourd’hui.")
    if turn.last < turn.first:
        raise Refusal("JOURS_INVERSES", "Le dernier jour vient avant le premier : corrigez-le.")
    if turn.until - turn.first > LONGEST:
        raise Refusal("TROP_LONG", "Un an au plus à la fois : rapprochez le dernier jour.")


def _refuse_without_seat(turn: Turn) -> None:
    """The seat is locked: one that somebody closes at the same time is seen."""
    seats = Seat.objects.select_for_update(of=("self",)).filter(
        user_id=turn.user_id, user__is_active=True, caisse=turn.caisse, desk=turn.desk
    )
    covered = any(
        seat.since <= turn.first and (seat.until is None or seat.until >= turn.until)
        for seat in seats
    )
    if not covered:
        raise Refusal(
            "SANS_PLACE",
            "Cette personne n’a pas de place à ce guichet pour tous ces jours.",
        )


def _taken(turn: Turn) -> Refusal:
    here = Duty.objects.filter(caisse=turn.caisse, desk=turn.desk)
    other = here.filter(since__lt=turn.until, until__gt=turn.first).select_related("user").first()
    if other is None:
        return Refusal("DEJA_PRISE", "Ces jours viennent d’être pris : rechargez la page.")
    last = other.until - timedelta(days=1)
    return Refusal(
        "DEJA_PRISE",
        f"{other.user.full_name} est déjà d’astreinte du {other.since:%d/%m/%Y} "
        f"au {last:%d/%m/%Y} : retirez d’abord cette astreinte ou choisissez d’autres jours.",
    )


def _journal(action: str, duty: Duty, author: Author) -> None:
    last = duty.until - timedelta(days=1)
    desk = Desk(duty.desk).label.lower()
    record(
        action=action,
        by=author.by,
        system=author.system,
        obj=(OBJECT, str(duty.pk)),
        caisse=duty.caisse,
        reason=f"{desk}, du {duty.since:%d/%m/%Y} au {last:%d/%m/%Y}, compte {duty.user_id}",
    )
