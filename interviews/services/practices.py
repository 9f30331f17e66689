"""At which caisse of a perimeter a doctor practised on a day: two queries for a whole file."""

from collections.abc import Iterable
from datetime import date

from accounts.perimeter import Perimeter
from prescribers.models import Attachment, Prescriber


class Practices:
    def __init__(self, numbers: Iterable[str], perimeter: Perimeter) -> None:
        places = Attachment.objects.filter(prescriber__rpps__in=set(numbers))
        self._places: dict[str, list[Attachment]] = {}
        for place in perimeter.filter(places).select_related("prescriber").order_by("-start"):
            self._places.setdefault(place.prescriber.rpps, []).append(place)

    def find(self, rpps: str, on: date) -> tuple[Prescriber, str] | None:
        """The doctor and his caisse, the latest first when he has several; None elsewhere."""
        for place in self._places.get(rpps, []):
            if place.start <= on and (place.end is None or place.end > on):
                return place.prescriber, place.caisse
        return None
