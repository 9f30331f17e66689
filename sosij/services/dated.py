"""Rows with a first and a last day: added, closed, never changed where they already ruled."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from core.charts.numbers import date_fr
from core.errors import Refusal
from core.journal import Author, record
from prescribers.services.reasons import checked_reason
from sosij.models import LocalRoute, Opening, Seat


LONGEST_SOURCE = 300
Dated = LocalRoute | Opening | Seat


@contextmanager
def no_overlap(message: str) -> Iterator[None]:
    """Say in words what the database refuses: two rows alike on the same day.

    Raises:
        Refusal: another row holds some of these days.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as broken:
        if "_no_overlap" not in str(broken):
            raise
        raise Refusal("CHEVAUCHEMENT", message) from broken


def refuse_past_start(since: date, first: date) -> None:
    """`first` is the first day that a new row may begin.

    Raises:
        Refusal: earlier.
    """
    if since < first:
        raise Refusal("DEBUT_PASSE", f"Choisissez le {date_fr(first)} ou plus tard.")


def checked_source(source: str) -> str:
    """Where the decision is written.

    Raises:
        Refusal: as a reason, or longer than its column.
    """
    said = checked_reason(source)
    if len(said) > LONGEST_SOURCE:
        raise Refusal("SOURCE_LONGUE", f"Abrégez : {LONGEST_SOURCE} caractères au plus.")
    return said


def close(row: Dated, until: date, *, first: date) -> None:
    """Give a locked row its first day without it; `first` is the earliest that may be chosen.

    Raises:
        Refusal: too early, or the row is over already.
    """
    if row.until is not None and row.until <= first:
        raise Refusal("DEJA_FERMEE", f"La fermeture est déjà fixée au {date_fr(row.until)}.")
    earliest = max(first, row.since + timedelta(days=1))
    if until < earliest:
        raise Refusal("FIN_PASSEE", f"Choisissez le {date_fr(earliest)} ou plus tard.")
    row.until = until
    with no_overlap("Une autre ligne prend la suite avant cette date : choisissez plus tôt."):
        row.save(update_fields=["until"])


def cancel(row: Dated, today: date) -> None:
    """Take away a row that has not begun: it never ruled anything.

    Raises:
        Refusal: it is in force, or was.
    """
    if row.since <= today:
        raise Refusal("EN_VIGUEUR", "C’est déjà en vigueur : donnez-lui une date de fin.")
    row.delete()


def journal_act(act: str, obj: tuple[str, int], author: Author, *, said: str, caisse: str) -> None:
    kind, ident = obj
    record(
        action=act,
        by=author.by,
        system=author.system,
        obj=(kind, str(ident)),
        caisse=caisse,
        reason=said,
    )
