"""The contacts of a perimeter, those that another row replaced left aside."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.perimeter import Perimeter
from interviews.models import Contact, ContactFile
from prescribers.ingestion.sort_names import sort_name
from prescribers.models import Attachment, Prescriber


@dataclass(frozen=True)
class Asked:
    """How the list is cut; empty cuts nothing."""

    mine: bool = False
    to_call_back: bool = False
    words: str = ""
    means: str = ""
    since: date | None = None
    until: date | None = None


def standing(perimeter: Perimeter) -> "QuerySet[Contact]":
    """Those that no other row replaced."""
    return perimeter.filter(Contact.objects.filter(replaced_by=None))


def listed(perimeter: Perimeter, asked: Asked) -> "QuerySet[Contact]":
    found = to_call_back(perimeter) if asked.to_call_back else standing(perimeter)
    if asked.mine:
        found = found.filter(by_id=perimeter.user_id)
    if asked.means:
        found = found.filter(means=asked.means)
    if asked.since:
        found = found.filter(at__date__gte=asked.since)
    if asked.until:
        found = found.filter(at__date__lte=asked.until)
    for word in sort_name(asked.words).split():
        found = found.filter(
            Q(prescriber__rpps__startswith=word) | Q(prescriber__name_sort__contains=word)
        )
    order = ("next_contact_on", "pk") if asked.to_call_back else ("-at", "-pk")
    return found.select_related("prescriber", "by").order_by(*order)


def to_call_back(perimeter: Perimeter) -> "QuerySet[Contact]":
    """A next contact is promised and has not taken place."""
    return standing(perimeter).filter(next_contact_on__isnull=False, next_done_at=None)


def one_contact(perimeter: Perimeter, number: int) -> Contact | None:
    found = perimeter.filter(Contact.objects.filter(pk=number))
    people = ("prescriber", "by", "interview", "replaces", "replaced_by")
    return found.select_related(*people).first()


def of_period(perimeter: Perimeter, since: date, until: date) -> "QuerySet[Contact]":
    """From the first day to the last one, both included, the oldest first."""
    days = (since - timedelta(days=1), until + timedelta(days=1))
    found = standing(perimeter).filter(at__date__range=days)
    return found.select_related("prescriber", "by").order_by("at", "pk")


def place_of(perimeter: Perimeter, rpps: str, on: date) -> tuple[Prescriber, str] | None:
    """The doctor of this number and his caisse inside the perimeter, the latest first."""
    places = perimeter.filter(Attachment.objects.filter(prescriber__rpps=rpps, start__lte=on))
    place = places.select_related("prescriber").order_by("-start").first()
    return None if place is None else (place.prescriber, place.caisse)


def one_file(perimeter: Perimeter, number: int) -> ContactFile | None:
    """A file is read by who brought it."""
    files = ContactFile.objects.select_related("webinar")
    return files.filter(pk=number, by_id=perimeter.user_id).first()


def waiting_files(perimeter: Perimeter) -> list[ContactFile]:
    return list(ContactFile.objects.filter(by_id=perimeter.user_id, closed_at=None).order_by("pk"))
