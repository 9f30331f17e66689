"""Rows of the routing table that a caisse, or the nation for a Carsat or a régime, adds."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from core.charts.numbers import date_fr
from core.errors import Refusal
from core.journal import Author
from sosij.enums import Desk, Level, Motive, Regime
from sosij.models import LocalRoute
from sosij.services.dated import (
    cancel,
    checked_source,
    close,
    journal_act,
    no_overlap,
    refuse_past_start,
)


OBJECT = "routage SOS IJ"


@dataclass(frozen=True)
class Wanted:
    """What a row says; an empty column means « any »."""

    desk: Desk
    level: Level
    since: date
    source: str
    motive: Motive | None = None
    caisse: str = ""
    carsat: str = ""
    regime: Regime = Regime.UNKNOWN


@transaction.atomic
def add_route(wanted: Wanted, author: Author) -> LocalRoute:
    """From tomorrow on: what was qualified today was qualified by the table of today.

    Raises:
        Refusal: a day gone by, no place nor régime, no source, or a row already says it otherwise.
    """
    refuse_past_start(wanted.since, _tomorrow(author))
    if not (wanted.caisse or wanted.carsat or wanted.regime):
        raise Refusal("PORTEE", "Choisissez une caisse, une Carsat ou un régime.")
    if wanted.caisse and wanted.carsat:
        raise Refusal("PORTEE", "Choisissez une caisse ou une Carsat, pas les deux.")
    said = checked_source(wanted.source)
    with no_overlap(
        "Une ligne parle déjà de ce motif, de ce lieu et de ce régime à ces dates : fermez-la "
        "d’abord, ou commencez à sa fin."
    ):
        row = LocalRoute.objects.create(
            motive=wanted.motive or "",
            caisse=wanted.caisse,
            carsat=wanted.carsat,
            regime=wanted.regime,
            desk=wanted.desk,
            level=wanted.level,
            since=wanted.since,
            source=said,
        )
    _journal("sosij.routage-ajouter", row, author, f"du {date_fr(row.since)}")
    return row


@transaction.atomic
def close_route(line: LocalRoute, until: date, author: Author) -> None:
    """Close from tomorrow on.

    Raises:
        Refusal: today or before, or it is closed already.
    """
    row = _locked(line)
    close(row, until, first=_tomorrow(author))
    _journal("sosij.routage-fermer", row, author, f"premier jour sans elle {date_fr(until)}")


@transaction.atomic
def cancel_route(line: LocalRoute, author: Author) -> None:
    """Take back a row that was announced.

    Raises:
        Refusal: it has begun.
    """
    row = _locked(line)
    ident = row.pk
    cancel(row, localdate(author.at))
    row.pk = ident
    _journal("sosij.routage-retirer", row, author, f"annoncée au {date_fr(row.since)}")


def _tomorrow(author: Author) -> date:
    return localdate(author.at) + timedelta(days=1)


def _locked(line: LocalRoute) -> LocalRoute:
    return LocalRoute.objects.select_for_update().get(pk=line.pk)


def _journal(act: str, row: LocalRoute, author: Author, what: str) -> None:
    motive = Motive(row.motive).label.lower() if row.motive else "tout motif"
    said = f"{motive}, vers {Desk(row.desk).label.lower()} niveau {row.level}, {what}"
    journal_act(act, (OBJECT, row.pk), author, said=said, caisse=row.caisse)
