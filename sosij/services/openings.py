"""Opening the service to a specialty of a département, and closing it, at dates."""

import re
from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from core.charts.numbers import date_fr
from core.errors import Refusal
from core.journal import Author
from sosij.models import Opening
from sosij.services.dated import (
    cancel,
    checked_source,
    close,
    journal_act,
    no_overlap,
    refuse_past_start,
)


OBJECT = "ouverture SOS IJ"
DEPARTEMENT = re.compile(r"0[1-9]|1[0-9]|2[1-9AB]|[3-8][0-9]|9[0-5]|97[1-46]")


@transaction.atomic
def open_service(
    departement: str, specialty: str, since: date, author: Author, *, source: str
) -> Opening:
    """Open from a day on, today at the earliest: nobody was refused by mistake yesterday.

    Raises:
        Refusal: no such département, a day gone by, no source, or it is open on some of these days.
    """
    if not DEPARTEMENT.fullmatch(departement):
        raise Refusal("DEPARTEMENT", "Écrivez le code du département : 06, 2A ou 974.")
    refuse_past_start(since, localdate(author.at))
    said = checked_source(source)
    with no_overlap(
        "Le service est déjà ouvert, ou annoncé, pour ce département et cette spécialité : "
        "fermez d’abord cette ouverture, ou commencez à sa fin."
    ):
        row = Opening.objects.create(
            departement=departement, specialty=specialty, since=since, source=said
        )
    _journal("sosij.ouverture-ouvrir", row, author, f"du {date_fr(since)}")
    return row


@transaction.atomic
def close_opening(opening: Opening, until: date, author: Author) -> None:
    """Close from tomorrow on: what was received today was received while it was open.

    Raises:
        Refusal: today or before, or it is closed already.
    """
    row = _locked(opening)
    close(row, until, first=localdate(author.at) + timedelta(days=1))
    _journal("sosij.ouverture-fermer", row, author, f"premier jour fermé {date_fr(until)}")


@transaction.atomic
def cancel_opening(opening: Opening, author: Author) -> None:
    """Take back an opening that was announced.

    Raises:
        Refusal: it has begun.
    """
    row = _locked(opening)
    ident = row.pk
    cancel(row, localdate(author.at))
    row.pk = ident
    _journal("sosij.ouverture-retirer", row, author, f"annoncée au {date_fr(row.since)}")


def _locked(opening: Opening) -> Opening:
    return Opening.objects.select_for_update().get(pk=opening.pk)


def _journal(act: str, row: Opening, author: Author, what: str) -> None:
    said = f"{row.departement}, {row.specialty}, {what}"
    journal_act(act, (OBJECT, row.pk), author, said=said, caisse="")
