"""What a portal asks for its doctors: a request received once, a withdrawal."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from core import journal
from core.errors import Refusal
from core.journal import Author
from sosij.enums import Channel, DropReason, Event, State
from sosij.models import HelpRequest, IntakeClient, IntakeKey
from sosij.rules.workflow import step_from
from sosij.services.arrival import receive_with_files
from sosij.services.authors import OBJECT
from sosij.services.complement import refuse_closed
from sosij.services.conduct import drop
from sosij.services.files import Incoming
from sosij.services.passages import locked
from sosij.services.receive import Asked


# Visible ASCII: what a header carries without being rewritten on the way.
KEY = re.compile(r"[!-~]{1,100}")
WITHDRAWN = "demande retirée depuis le portail du médecin"


@dataclass(frozen=True)
class Posted:
    """A body as it came, under the key that names this attempt and its repetitions."""

    key: str
    asked: Asked
    files: Sequence[Incoming] = ()

    @property
    def digest(self) -> str:
        """Of the key too: two equal questions do not show as equal in the table of keys."""
        asked = [self.key, self.asked.rpps, self.asked.question, self.asked.regime]
        files = [[file.name, file.sha256] for file in self.files]
        return hashlib.sha256(json.dumps([asked, files]).encode()).hexdigest()


@transaction.atomic
def post_request(client: IntakeClient, posted: Posted, now: datetime) -> tuple[HelpRequest, bool]:
    """The request of this key, and whether this call made it.

    Calls of the same key pass one after the other: the first to commit makes the request, the
    others find it. A lock of PostgreSQL dies with its connection: a killed server blocks nobody.

    Raises:
        Refusal: the key was used for something else, or the request can't be received.
    """
    if not KEY.fullmatch(posted.key):
        raise Refusal(
            "CLE_ABSENTE",
            "L’en-tête Idempotency-Key est obligatoire : 1 à 100 caractères visibles, sans accent.",
        )
    _lock(client, posted.key)
    known = IntakeKey.objects.select_related("request").filter(client=client, key=posted.key)
    for found in known:
        if found.digest != posted.digest:
            raise Refusal(
                "CLE_REUTILISEE", "Cette clé Idempotency-Key a déjà servi pour une autre demande."
            )
        return found.request, False
    return _received(client, posted, now), True


@transaction.atomic
def withdraw(request: HelpRequest, client: IntakeClient, now: datetime) -> HelpRequest:
    """Close a request that its doctor no longer needs; again, it changes nothing.

    Raises:
        Refusal: already over otherwise, or its answer is being read before it leaves.
    """
    held = locked(request.pk)
    if held.drop_reason == DropReason.WITHDRAWN:
        return held
    refuse_closed(held)
    if step_from(State(held.state), Event.DROP) is None:
        raise Refusal(
            "REPONSE_EN_RELECTURE", "La réponse est en relecture : la demande ne se retire plus."
        )
    author = Author(at=now, system=client.code)
    return drop(held, DropReason.WITHDRAWN, author, detail=WITHDRAWN)


def record_answer_read(request: HelpRequest, client: IntakeClient) -> None:
    _record("sosij.reponse-lire", request, client)


def _received(client: IntakeClient, posted: Posted, now: datetime) -> HelpRequest:
    request = receive_with_files(
        posted.asked,
        posted.files,
        channel=Channel.PORTAL,
        received_at=now,
        author=Author(at=now, system=client.code),
    )
    IntakeKey.objects.create(
        client=client, key=posted.key, digest=posted.digest, request=request, created_at=now
    )
    return request


def _lock(client: IntakeClient, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"sosij.intake:{client.pk}:{key}"],
        )


def _record(act: str, request: HelpRequest, client: IntakeClient) -> None:
    journal.record(
        action=act,
        by=None,
        system=client.code,
        obj=(OBJECT, request.reference),
        caisse=request.caisse,
    )
