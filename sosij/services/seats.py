"""Seating a person at a desk of a caisse, changing how many he holds, ending it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from accounts.permissions import rights_of
from core.charts.numbers import date_fr
from core.errors import Refusal
from core.journal import Author
from sosij.enums import Desk
from sosij.models import Seat
from sosij.rules.desks import seated_at
from sosij.services.dated import cancel, close, journal_act, no_overlap, refuse_past_start


OBJECT = "place SOS IJ"
READING = "sosij.lire"
LARGEST = 200


@dataclass(frozen=True)
class Place:
    """Where a person answers."""

    caisse: str
    desk: Desk
    since: date
    until: date | None = None


@transaction.atomic
def seat(user: User, place: Place, author: Author, *, capacity: int, head: bool = False) -> Seat:
    """Give a person a place at a desk, from today on at the earliest.

    Raises:
        Refusal: no role that sees the desk, a day gone by, or seated there already on these days.
    """
    refuse_past_start(place.since, localdate(author.at))
    if place.until is not None and place.until <= place.since:
        raise Refusal("FIN_PASSEE", "Choisissez une fin qui suit le début.")
    _refuse_without_role(user, place)
    _refuse_capacity(capacity)
    with no_overlap("Cette personne a déjà une place à ce guichet à ces dates."):
        row = Seat.objects.create(
            user=user,
            caisse=place.caisse,
            desk=place.desk,
            capacity=capacity,
            head=head,
            since=place.since,
            until=place.until,
        )
    _journal("sosij.place-ajouter", row, author, f"du {date_fr(row.since)}, {_words(row)}")
    return row


@transaction.atomic
def change_seat(given: Seat, author: Author, *, capacity: int, head: bool) -> None:
    """Requests already held stay with their holder, however many.

    Raises:
        Refusal: a capacity out of bounds, a seat that is over, or nothing changed.
    """
    row = _locked(given)
    _refuse_capacity(capacity)
    if row.until is not None and row.until <= localdate(author.at):
        raise Refusal("DEJA_FERMEE", f"Cette place est fermée depuis le {date_fr(row.until)}.")
    before = _words(row)
    row.capacity, row.head = capacity, head
    if _words(row) == before:
        raise Refusal("SANS_CHANGEMENT", "Rien n’a changé : écrivez une autre capacité.")
    row.save(update_fields=["capacity", "head"])
    _journal("sosij.place-changer", row, author, f"{before}, puis {_words(row)}")


@transaction.atomic
def close_seat(given: Seat, until: date, author: Author) -> None:
    """From today on: what the person holds stays in his name until somebody takes it.

    Raises:
        Refusal: a day gone by, or it is closed already.
    """
    row = _locked(given)
    close(row, until, first=localdate(author.at))
    _journal("sosij.place-fermer", row, author, f"premier jour sans place {date_fr(until)}")


@transaction.atomic
def cancel_seat(given: Seat, author: Author) -> None:
    """Take back a seat that was announced.

    Raises:
        Refusal: it has begun.
    """
    row = _locked(given)
    ident = row.pk
    cancel(row, localdate(author.at))
    row.pk = ident
    _journal("sosij.place-retirer", row, author, f"annoncée au {date_fr(row.since)}")


def may_answer(user: User, caisse: str, desk: Desk, on: date) -> bool:
    """Whether a right of this day lets the person hold the requests of a desk."""
    held = rights_of(user, on).perimeter(READING)
    return held is not None and bool(held.roles_at(caisse) & set(seated_at(desk)))


def _refuse_without_role(user: User, place: Place) -> None:
    """On the first day of the seat: a right to come serves a seat to come."""
    if not may_answer(user, place.caisse, place.desk, place.since):
        wanted = ", ".join(role.label.lower() for role in seated_at(place.desk))
        raise Refusal(
            "SANS_ROLE",
            f"Cette personne n’a pas de rôle au guichet «\u202f{place.desk.label}\u202f» "
            f"de la caisse {place.caisse} au {date_fr(place.since)} : il lui faut l’un de ces "
            f"rôles, {wanted}. L’administration l’accorde à la page Habilitations.",
        )


def _refuse_capacity(capacity: int) -> None:
    if not 0 <= capacity <= LARGEST:
        raise Refusal("CAPACITE", f"Écrivez une capacité de 0 à {LARGEST}.")


def _locked(given: Seat) -> Seat:
    return Seat.objects.select_for_update().get(pk=given.pk)


def _words(row: Seat) -> str:
    return f"capacité {row.capacity}{', responsable' if row.head else ''}"


def _journal(act: str, row: Seat, author: Author, what: str) -> None:
    said = f"guichet {Desk(row.desk).label.lower()}, {what}"
    journal_act(act, (OBJECT, row.pk), author, said=said, caisse=row.caisse)
