"""Qualifying a request: motives, level, desk. The last reading stands, all are kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from core.errors import Refusal
from core.journal import Author
from core.nir import holds_nir
from prescribers.services.reasons import checked_reason
from sosij.enums import Desk, Event, Level, Motive, State
from sosij.models import HelpRequest, Qualification
from sosij.rules.reading import needs_second_reading
from sosij.rules.routing import RouteRow, route
from sosij.selectors.routes import local_rows
from sosij.services.clock import local_day
from sosij.services.conduct import end_suspension
from sosij.services.passages import locked, pass_on


LONGEST_PART = 2_000


@dataclass(frozen=True)
class Reading:
    """What a qualifier decides; without a desk or a level, the routing table does."""

    motives: Sequence[Motive]
    level: Level | None = None
    desk: Desk | None = None
    administrative_part: str = ""


@transaction.atomic
def qualify(request: HelpRequest, reading: Reading, author: Author) -> HelpRequest:
    """The first reading sends the request to its desk; a later one corrects it where it is.

    Raises:
        Refusal: no motive, an administrative part that names somebody, or a request already over.
    """
    held = locked(request.pk)
    motives = [motive for motive in Motive if motive in set(reading.motives)]
    if not motives:
        raise Refusal("MOTIF", "Choisissez au moins un motif.")
    first = held.state == State.RECEIVED
    proposed = proposed_route(held, motives, author)
    before = held.desk
    held.motives = [motive.value for motive in motives]
    # Once disputed, read twice: whoever answers may requalify, not excuse himself from it.
    held.second_reading = held.second_reading or needs_second_reading(held.motives)
    held.level = reading.level or proposed.level
    held.desk = reading.desk or proposed.desk
    held.administrative_part = _checked_part(reading.administrative_part)
    event, to = _event(held, first=first, before=before)
    if to == State.WAITING:
        # Another desk awaits nobody: its clock runs. The doctor is sent on as by a redirection.
        held.holder = None
        held.redirections += 1
        end_suspension(held, author)
    pass_on(held, event, author, to=to)
    Qualification.objects.create(
        request=held,
        motives=held.motives,
        level=held.level,
        desk=held.desk,
        proposed=proposed.desk,
        by_id=author.person,
        at=author.at,
    )
    return held


def proposed_route(request: HelpRequest, motives: Sequence[Motive], author: Author) -> RouteRow:
    """What the routing table says of these motives, the caisse's own rows first."""
    on = local_day(request, author.at)
    return route(
        motives,
        caisse=request.caisse,
        regime=request.regime,
        on=on,
        local=local_rows(on),
    )


@transaction.atomic
def redirect(request: HelpRequest, desk: Desk, author: Author, *, reason: str) -> HelpRequest:
    """Send a request to another desk, with its reason; the way round is counted.

    Raises:
        Refusal: the same desk, no reason, or a request that is not waiting or held.
    """
    held = locked(request.pk)
    if desk == held.desk:
        raise Refusal("MEME_GUICHET", "La demande est déjà à ce guichet.")
    held.desk = desk
    held.holder = None
    held.redirections += 1
    pass_on(held, Event.REDIRECT, author, reason=checked_reason(reason))
    return held


def _event(held: HelpRequest, *, first: bool, before: str) -> tuple[Event, State | None]:
    """A request read again stays with its holder unless its desk changes."""
    if first:
        return Event.QUALIFY, None
    return Event.REQUALIFY, State.WAITING if before != held.desk else None


def _checked_part(part: str) -> str:
    part = part.replace("\r\n", "\n").strip()
    if len(part) > LONGEST_PART:
        raise Refusal("PARTIE_LONGUE", f"Abrégez : {LONGEST_PART} caractères au plus.")
    if holds_nir(part):
        raise Refusal(
            "PARTIE_NIR",
            "La partie administrative contient un numéro de sécurité sociale : retirez-le.",
        )
    return part
