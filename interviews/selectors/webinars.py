"""The webinars of a perimeter and their guests."""

from django.db.models import Count, Q, QuerySet

from accounts.perimeter import Perimeter
from interviews.enums import GuestState
from interviews.models import Document, Webinar, WebinarGuest


def listed(perimeter: Perimeter) -> "QuerySet[Webinar]":
    counts = {
        state.name.lower(): Count("guests", filter=Q(guests__state=state)) for state in GuestState
    }
    found = perimeter.filter(Webinar.objects.annotate(**counts))
    return found.select_related("lead").order_by("-at", "-pk")


def one_webinar(perimeter: Perimeter, number: int) -> Webinar | None:
    found = perimeter.filter(Webinar.objects.filter(pk=number))
    return found.select_related("lead").prefetch_related("documents").first()


def guests_of(webinar: Webinar) -> "QuerySet[WebinarGuest]":
    """By name."""
    return webinar.guests.select_related("prescriber").order_by("prescriber__name_sort", "pk")


def catalogue() -> "QuerySet[Document]":
    return Document.objects.order_by("title")
