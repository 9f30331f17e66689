"""A request comes in, by a portal, a phone call, a mail or a file: numbered and dated at once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from accounts.perimeter import CaisseSet
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.errors import Refusal
from core.journal import Author
from core.nir import holds_nir
from core.workdays import calendar_of
from sosij.enums import Channel, Regime, TextKind
from sosij.models import HelpRequest, RequestText
from sosij.rules.clock import level_on
from sosij.services.passages import record_receipt
from sosij.services.practices import Practices


LONGEST_QUESTION = 10_000


@dataclass(frozen=True)
class Asked:
    """What a doctor asks, as it was received."""

    rpps: str
    question: str
    regime: Regime = Regime.UNKNOWN
    # The caisses for which who types it may act; a portal speaks for its doctors everywhere.
    within: CaisseSet = ALL_CAISSES


@transaction.atomic
def receive_request(
    asked: Asked, *, channel: Channel, received_at: datetime, author: Author
) -> HelpRequest:
    """Number the request, start its clock, put its text behind the wall.

    Raises:
        Refusal: an unknown doctor, a service that is not open for him, no question, one too
            long, or one that holds a social security number.
    """
    question = checked_text(asked.question)
    practice = Practices({asked.rpps}).find(
        asked.rpps, within=asked.within, received_at=received_at, now=author.at
    )
    calendar = calendar_of(practice.departement)
    level = level_on(received_at.astimezone(calendar.timezone).date())
    request = HelpRequest(
        reference=_next_reference(received_at.astimezone(calendar.timezone).year),
        rpps=asked.rpps,
        caisse=practice.caisse,
        departement=practice.departement,
        specialty=practice.prescriber.specialty,
        regime=asked.regime,
        channel=channel,
        received_at=received_at,
        service_level=level.version,
        calendar=calendar.code,
    )
    record_receipt(request, author)
    with database_role(DatabaseRole.MEDICAL, {request.caisse}):
        RequestText.objects.create(
            request=request,
            caisse=request.caisse,
            kind=TextKind.QUESTION,
            body=question,
            by_id=author.by,
            written_at=received_at,
        )
    return request


def checked_text(text: str) -> str:
    """A text that says something and names nobody by a number.

    Raises:
        Refusal: empty, too long, or it holds a social security number.
    """
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refusal("TEXTE_VIDE", "Écrivez le texte : il est vide.")
    if len(text) > LONGEST_QUESTION:
        raise Refusal("TEXTE_LONG", f"Abrégez le texte : {LONGEST_QUESTION} caractères au plus.")
    if holds_nir(text):
        raise Refusal(
            "TEXTE_NIR",
            "Le texte contient un numéro de sécurité sociale : retirez-le, "
            "la situation se décrit sans identité.",
        )
    return text


def _next_reference(year: int) -> str:
    """« 2026-00431 »: one row a year, locked until the request is written, so none is skipped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sosij_referenceseries (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = sosij_referenceseries.last + 1"
            " RETURNING last",
            [year],
        )
        return f"{year}-{cursor.fetchone()[0]:05d}"
