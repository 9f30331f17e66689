"""Putting a model answer into the answer to a request: what is typed is kept, the version too."""

from django.db import transaction
from django.utils import timezone

from core.charts.numbers import date_fr
from core.errors import Refusal
from core.journal import Author, record
from sosij.enums import EntryState
from sosij.models import AnswerSource, HelpRequest, LibraryVersion
from sosij.rules.library import sides_at, state_on
from sosij.services.authors import OBJECT


@transaction.atomic
def insert_version(
    request: HelpRequest, version: LibraryVersion, typed: str, author: Author, *, warned: bool
) -> str:
    """What is typed, then the text of the version; the request remembers where it came from.

    Raises:
        Refusal: a withdrawn entry, an older version, a medical answer outside the service médical,
            or an entry past its date of review when nobody was warned of it.
    """
    _refuse_unusable(request, version, author, warned=warned)
    _, new = AnswerSource.objects.get_or_create(request=request, version=version)
    if new:
        record(
            action="sosij.bibliotheque-inserer",
            by=author.person,
            obj=(OBJECT, request.reference),
            caisse=request.caisse,
            reason=f"réponse type n° {version.entry_id}, version {version.number}",
        )
    before = typed.replace("\r\n", "\n").rstrip()
    return f"{before}\n\n{version.body}" if before else version.body


def _refuse_unusable(
    request: HelpRequest, version: LibraryVersion, author: Author, *, warned: bool
) -> None:
    entry = version.entry
    if entry.side not in sides_at(request.desk):
        raise Refusal(
            "COTE_MEDICAL", "Cette réponse est médicale : elle ne part que du service médical."
        )
    if entry.versions.filter(number__gt=version.number).exists():
        raise Refusal("VERSION", "Cette réponse vient de changer : insérez sa nouvelle version.")
    state = state_on(
        timezone.localdate(author.at),
        review_on=entry.review_on,
        withdrawn=entry.withdrawn_at is not None,
    )
    if state == EntryState.WITHDRAWN:
        raise Refusal("RETIREE", "Cette réponse vient d’être retirée de la bibliothèque.")
    if state == EntryState.DUE and not warned:
        raise Refusal(
            "A_REVOIR",
            f"Cette réponse est à revoir depuis le {date_fr(entry.review_on)} : "
            "relisez-la avant de l’insérer.",
        )
