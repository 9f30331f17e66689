"""Where doctors practise and for whom the service is open: two queries, for one or for a file."""

from collections.abc import Iterable
from datetime import date, datetime

from accounts.perimeter import CaisseSet
from core.database_role import AllCaisses
from core.errors import Refusal
from core.workdays import calendar_of
from prescribers.models import Attachment
from sosij.models import Opening


class Practices:
    """The places of some doctors, and the openings that may concern them."""

    def __init__(self, numbers: Iterable[str]) -> None:
        places = Attachment.objects.filter(prescriber__rpps__in=set(numbers))
        self._places: dict[str, list[Attachment]] = {}
        for place in places.select_related("prescriber").order_by("-start"):
            self._places.setdefault(place.prescriber.rpps, []).append(place)
        there = {place.departement for known in self._places.values() for place in known}
        self._openings = list(Opening.objects.filter(departement__in=there))

    def find(
        self, rpps: str, *, within: CaisseSet, received_at: datetime, now: datetime
    ) -> Attachment:
        """Where the doctor practises on the day of receipt, and for whom the service is open.

        Raises:
            Refusal: not in the directory, or the service is not open for his place and specialty.
        """
        if received_at > now:
            raise Refusal("DATE_FUTURE", "La date de réception est à venir : corrigez-la.")
        current = [
            place
            for place in self._places.get(rpps, [])
            if place.start <= (day := _day_at(place, received_at))
            and (place.end is None or place.end > day)
            and (isinstance(within, AllCaisses) or place.caisse in within)
        ]
        if not current:
            raise Refusal(
                "MEDECIN_INCONNU",
                f"Aucun médecin en exercice ne porte le numéro RPPS {rpps} ce jour-là.",
            )
        for place in current:
            if self._open_for(place, _day_at(place, received_at)):
                return place
        raise Refusal(
            "SERVICE_FERME",
            "SOS IJ n’est pas ouvert pour la spécialité et le département de ce médecin.",
        )

    def _open_for(self, place: Attachment, day: date) -> bool:
        return any(
            opening.departement == place.departement
            and opening.specialty == place.prescriber.specialty
            and opening.since <= day
            and (opening.until is None or day < opening.until)
            for opening in self._openings
        )


def _day_at(place: Attachment, moment: datetime) -> date:
    return moment.astimezone(calendar_of(place.departement).timezone).date()
