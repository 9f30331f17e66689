"""Reading the library: what is written for the desks of a person, with how often it served."""

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.perimeter import Perimeter
from sosij.enums import EntryState, State
from sosij.models import HelpRequest, LibraryEntry, LibraryVersion
from sosij.rules.desks import of_the_service_medical
from sosij.rules.library import sides_at, sides_read


# What stands beside an answer: more would hide the page.
PROPOSED = 6


def readable(perimeter: Perimeter) -> "QuerySet[LibraryEntry, Any]":
    """Medical answers are read by the service médical alone."""
    sides = sides_read(medical=of_the_service_medical(perimeter.roles))
    return LibraryEntry.objects.filter(side__in=sides)


def listed(
    perimeter: Perimeter, *, motive: str, state: str, words: str, on: date
) -> "QuerySet[LibraryEntry, Any]":
    """Entries by title, with the number, the date and the uses of their last version."""
    found = with_last(readable(perimeter)).filter(_in_state(state, on))
    if motive:
        found = found.filter(motives__contains=[motive])
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(last_body__icontains=word))
    return found.annotate(uses=_uses()).order_by("title", "id")


def proposed(request: HelpRequest) -> list[LibraryEntry]:
    """Usable for this request: its motives, its side of the wall; those to be reviewed last."""
    found = LibraryEntry.objects.filter(
        motives__overlap=request.motives,
        side__in=sides_at(request.desk),
        withdrawn_at__isnull=True,
    )
    return list(with_last(found).order_by("-review_on", "title", "id")[:PROPOSED])


def one_entry(perimeter: Perimeter, entry_id: int) -> LibraryEntry | None:
    found = readable(perimeter).select_related("reviewed_by", "withdrawn_by")
    return found.annotate(uses=_uses()).filter(pk=entry_id).first()


def versions_of(entry: LibraryEntry) -> list[LibraryVersion]:
    """From the newest, each with how many answers it served."""
    uses = Count("uses", filter=Q(uses__request__state=State.ANSWERED), distinct=True)
    rows = entry.versions.select_related("by").annotate(served=uses)
    return list(rows.order_by("-number"))


def one_version(perimeter: Perimeter, version_id: int) -> LibraryVersion | None:
    found = LibraryVersion.objects.select_related("entry")
    return found.filter(pk=version_id, entry__in=readable(perimeter)).first()


def with_last(found: "QuerySet[LibraryEntry, Any]") -> "QuerySet[LibraryEntry, Any]":
    last = LibraryVersion.objects.filter(entry=OuterRef("pk")).order_by("-number")
    return found.annotate(
        last_id=Subquery(last.values("pk")[:1]),
        last_number=Subquery(last.values("number")[:1]),
        last_body=Subquery(last.values("body")[:1]),
        last_at=Subquery(last.values("at")[:1]),
    )


def _uses() -> Count:
    """Answers that were sent; an insertion into one that was not is no use."""
    answered = Q(versions__uses__request__state=State.ANSWERED)
    return Count("versions__uses__request", filter=answered, distinct=True)


def _in_state(state: str, on: date) -> Q:
    withdrawn = Q(withdrawn_at__isnull=False)
    if state == EntryState.WITHDRAWN:
        return withdrawn
    if state == EntryState.DUE:
        return ~withdrawn & Q(review_on__lte=on)
    if state == EntryState.IN_FORCE:
        return ~withdrawn & Q(review_on__gt=on)
    return Q()
