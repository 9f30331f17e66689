"""Contacts of the last months and two webinars, on Nice and Toulon."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeVar

import numpy as np

from accounts.models import User
from accounts.permissions import perimeter_for
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.journal import Author
from core.workdays import calendar_of_caisse
from ijportal.demo.accounts import DOMAIN
from ijportal.demo.streams import stream
from interviews.enums import Direction, GuestState, Means, Reached, Theme
from interviews.models import Contact, Document, Webinar
from interviews.services.contacts import Told, write_contact
from interviews.services.exchange import confirm
from interviews.services.webinars import Planned, add_guests, attendance_file, plan_webinar
from prescribers.models import Prescriber, Profile, Publication


Drawn = TypeVar("Drawn")
SEED = 1
PAST_DAYS = 150
# Name of a demo account: its caisse, its contacts.
WRITERS = (
    ("dam", "061", 90),
    ("dam.2", "061", 70),
    ("medecin.conseil", "061", 30),
    ("gestionnaire", "061", 40),
    ("secretariat", "061", 20),
    ("dam.var", "831", 60),
)
MEANS = {Means.CALL: 55, Means.MAIL: 18, Means.LETTER: 8, Means.SECURE: 16, Means.OTHER: 3}
REACHED = {Reached.YES: 64, Reached.NO: 16, Reached.MESSAGE: 12, Reached.CALL_BACK: 8}
SUMMARIES = (
    "Envoi du mémo sur les durées de référence",
    "Question sur la prescription en ligne des arrêts",
    "Prise de rendez-vous pour une visite",
    "Rappel des coordonnées du service médical",
    "Demande de dépliants pour la salle d’attente",
    "Information sur le prochain webinaire",
)
# Title, theme, days before today.
WEBINARS = (
    ("Arrêts de travail : les règles en trente minutes", Theme.IJ, 62),
    ("Reprise du travail : qui peut aider votre patient", Theme.IJ, 20),
)
GUESTS = 40


def tell_contacts(*, on: date, say: Callable[[str], None]) -> None:
    """Nothing when they are there already."""
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        if Contact.objects.exists():
            return
        people = {
            user.email.removesuffix(f"@{DOMAIN}"): user
            for user in User.objects.filter(email__endswith=f"@{DOMAIN}")
        }
        for name, caisse, count in WRITERS:
            _contacts(people[name], caisse, count, on)
        for title, theme, days in WEBINARS:
            _webinar(people["dam"], Planned(title, theme, "061", _lunch(on, days)), on)
        said = f"{Contact.objects.count()} contacts, {Webinar.objects.count()} webinaires"
    say(f"Contacts      {said}")


def doctors_of(caisse: str) -> list[Prescriber]:
    """Those of the published run, in the order of their numbers."""
    published = Publication.objects.get()
    profiles = Profile.objects.filter(run_id=published.run_id, caisse=caisse)
    return [
        profile.prescriber for profile in profiles.select_related("prescriber").order_by("rpps")
    ]


def _contacts(writer: User, caisse: str, count: int, on: date) -> None:
    rng = stream(SEED, "contacts", writer.email)
    doctors, zone = doctors_of(caisse), calendar_of_caisse(caisse).timezone
    for _ in range(count):
        day = _working(on - timedelta(days=int(rng.integers(1, PAST_DAYS))))
        moment = datetime.combine(day, time(int(rng.integers(9, 18)), 5), tzinfo=zone)
        outcome = _drawn(rng, REACHED)
        again = outcome == Reached.CALL_BACK or rng.random() < 0.05
        told = Told(
            means=_drawn(rng, MEANS),
            direction=Direction.FROM_DOCTOR if rng.random() < 0.25 else Direction.TO_DOCTOR,
            outcome=outcome,
            at=moment,
            summary=SUMMARIES[int(rng.integers(len(SUMMARIES)))],
            next_contact_on=day + timedelta(days=int(rng.integers(3, 40))) if again else None,
        )
        doctor = doctors[int(rng.integers(len(doctors)))]
        write_contact(doctor, caisse, told, Author(at=moment + timedelta(minutes=5), by=writer.pk))


def _webinar(lead: User, said: Planned, on: date) -> None:
    """Forty invited, some registered; the file of the tool says who came."""
    perimeter = perimeter_for(lead, "contacts.ecrire", on)
    assert perimeter is not None  # a delegate of Nice
    rng = stream(SEED, "webinaire", said.title)
    chosen = rng.choice(np.array(doctors_of(said.caisse), dtype=object), GUESTS, replace=False)
    numbers = [doctor.rpps for doctor in chosen]
    documents = tuple(Document.objects.order_by("title")[:2])
    planned = Planned(said.title, said.theme, said.caisse, said.at, documents)
    before = Author(at=said.at - timedelta(days=21), by=lead.pk)
    webinar = plan_webinar(planned, lead, before)
    add_guests(webinar, numbers, GuestState.INVITED, before, perimeter)
    add_guests(webinar, numbers[:25], GuestState.REGISTERED, before, perimeter)
    rows = [f"{rpps};{'oui' if rng.random() < 0.7 else 'non'}" for rpps in numbers[:25]]
    after = Author(at=said.at + timedelta(hours=3), by=lead.pk)
    content = "\n".join(["rpps;present", *rows]).encode()
    confirm(attendance_file(webinar, content, after, perimeter), after)


def _lunch(on: date, days: int) -> datetime:
    zone = calendar_of_caisse("061").timezone
    return datetime.combine(_working(on - timedelta(days=days)), time(12, 30), tzinfo=zone)


def _working(day: date) -> date:
    """The same day, or the Friday before a week-end."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _drawn(rng: np.random.Generator, shares: Mapping[Drawn, int]) -> Drawn:
    weights = np.array(list(shares.values())) / sum(shares.values())
    options = list(shares)
    return options[int(rng.choice(len(options), p=weights))]
