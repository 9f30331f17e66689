"""The seats of a desk as lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.perimeter import CaisseSet
from core.database_role import AllCaisses
from prescribers.presenters.words import caisse_name
from sosij.enums import Desk
from sosij.models import Seat
from sosij.presenters.organising import Span, span


WORDS = ("à venir", "en cours", "terminée")


@dataclass(frozen=True)
class SeatLine:
    ident: int
    person: str
    closed_account: bool
    caisse: str
    desk: str
    head: bool
    held: int
    capacity: int
    full: bool
    span: Span
    mine: bool


def seat_lines(
    seats: Iterable[Seat],
    held: Mapping[tuple[int, str, str], int],
    labels: Mapping[str, str],
    chief: CaisseSet,
    today: date,
) -> list[SeatLine]:
    """`chief`: the caisses whose seats the reader sets."""
    lines = []
    for seat in seats:
        now = held.get((seat.user_id, seat.caisse, seat.desk), 0)
        lines.append(
            SeatLine(
                ident=seat.pk,
                person=seat.user.full_name,
                closed_account=not seat.user.is_active,
                caisse=caisse_name(seat.caisse, labels),
                desk=str(Desk(seat.desk).label),
                head=seat.head,
                held=now,
                capacity=seat.capacity,
                full=now >= seat.capacity,
                span=span(seat.since, seat.until, today, WORDS),
                mine=isinstance(chief, AllCaisses) or seat.caisse in chief,
            )
        )
    return lines


def seat_title(seat: Seat, labels: Mapping[str, str]) -> str:
    """« Nadia Perrichet, service médical, CPAM des Alpes-Maritimes »."""
    where = caisse_name(seat.caisse, labels)
    return f"{seat.user.full_name}, {Desk(seat.desk).label.lower()}, {where}"
