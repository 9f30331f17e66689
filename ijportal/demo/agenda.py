"""Capacities of who leads interviews, and the consultations of forty doctors of 061."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta

from django.utils import timezone

from accounts.models import User
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.journal import Author
from ijportal.demo.accounts import DOMAIN
from ijportal.demo.streams import stream
from interviews.enums import HoursSource
from interviews.models import Capacity, ConsultationHours, Interview
from interviews.services.capacity import declare_capacity
from interviews.services.consultations import Declared, declare_hours
from prescribers.models import Prescriber


SEED = 1
DOCTORS, CAISSE = 40, "061"
HOURS_A_WEEK = {
    "medecin.conseil": (6, "061"),
    "medecin.conseil.2": (5, "061"),
    "medecin.chef": (2, "061"),
    "dam": (14, "061"),
    "dam.2": (12, "061"),
    "medecin.conseil.var": (5, "831"),
    "dam.var": (14, "831"),
}
MORNINGS, AFTERNOONS = (time(8, 30), time(9)), (time(14), time(15))
LUNCH, EVENING = time(12), time(18, 30)
WORKING_WEEK = 5


def tell_agenda(*, on: date, say: Callable[[str], None]) -> None:
    """Nothing when they are there already."""
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        if Capacity.objects.exists():
            return
        people = {
            user.email.removesuffix(f"@{DOMAIN}"): user
            for user in User.objects.filter(email__endswith=f"@{DOMAIN}")
        }
        now = timezone.now()
        for name, (hours, caisse) in HOURS_A_WEEK.items():
            author = Author(at=now, by=people[name].pk)
            declare_capacity(people[name], caisse, hours * 60, on, on, author)
        written = Author(at=now, by=people["secretariat"].pk)
        for doctor in _doctors():
            for said in _consultations(doctor, on):
                declare_hours(doctor, said, CAISSE, written)
        count = ConsultationHours.objects.count()
    say(f"Agenda        {len(HOURS_A_WEEK)} capacités, {count} plages de {DOCTORS} médecins")


def _doctors() -> list[Prescriber]:
    """Those who are to be met first, then those met last."""
    coming = Interview.objects.still_open().filter(caisse=CAISSE).order_by("starts_at", "pk")
    past = Interview.objects.filter(caisse=CAISSE).order_by("-starts_at", "-pk")
    rows = [*coming.select_related("prescriber"), *past.select_related("prescriber")]
    known = {row.prescriber_id: row.prescriber for row in rows}
    return list(known.values())[:DOCTORS]


def _consultations(doctor: Prescriber, on: date) -> Iterator[Declared]:
    """A practice closes one afternoon a week; a third of the doctors one morning as well."""
    rng = stream(SEED, "consultations", doctor.rpps)
    closed_afternoon = int(rng.integers(WORKING_WEEK))
    closed_morning = int(rng.integers(WORKING_WEEK)) if rng.random() < 1 / 3 else None
    source = HoursSource.PRACTICE if rng.random() < 0.6 else HoursSource.DOCTOR
    morning, afternoon = (hours[int(rng.integers(2))] for hours in (MORNINGS, AFTERNOONS))
    since = on - timedelta(days=90)
    for weekday in range(WORKING_WEEK):
        if weekday != closed_morning:
            yield Declared(weekday, morning, LUNCH, since, source)
        if weekday != closed_afternoon:
            yield Declared(weekday, afternoon, EVENING, since, source)
