"""A doctor of Nice for whom the service is open, the people of the desks, a request received."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.enums import Role
from core.journal import Author
from sosij.enums import Channel, Desk, Motive
from sosij.models import Opening, Seat
from sosij.services.conduct import take
from sosij.services.qualify import Reading, qualify
from sosij.services.receive import Asked, receive_request
from tests.accounts.factories import person
from tests.prescribers.factories import AttachmentFactory, PrescriberFactory


PARIS = ZoneInfo("Europe/Paris")
QUESTION = (
    "Patient de 52 ans, couvreur, rupture de coiffe opérée en mars. L’employeur dit ne pas avoir "
    "de poste adapté. Que me conseillez-vous ?"
)


def at(day, hour=10, minute=0, month=11):
    """An instant of November 2026, in Nice."""
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


def doctor(*, caisse="061", departement="06", specialty="MG", **fields):
    """A doctor in practice since 2020, the service open to him."""
    found = PrescriberFactory(specialty=specialty, **fields)
    AttachmentFactory(
        prescriber=found, caisse=caisse, departement=departement, start=date(2020, 1, 1)
    )
    Opening.objects.get_or_create(
        departement=departement,
        specialty=specialty,
        defaults={"since": date(2025, 1, 20), "source": "Expérimentation SOS IJ"},
    )
    return found


def received(found=None, *, when=None, by=None, question=QUESTION, **fields):
    moment = when or at(9, 11, 20)
    return receive_request(
        Asked(rpps=(found or doctor()).rpps, question=question, **fields),
        channel=Channel.PHONE if by else Channel.PORTAL,
        received_at=moment,
        author=Author(at=moment, by=by, system="" if by else "portail-praticiens"),
    )


def seated(role=Role.REPONDANT_SOS, *, desk=Desk.MEDICAL, caisse="061", **fields):
    """A person with a right and a seat."""
    user = person(role, at=caisse)
    known = {"capacity": 30, "since": date(2025, 1, 20)}
    Seat.objects.create(user=user, caisse=caisse, desk=desk, **{**known, **fields})
    return user


def held_by(user, *motives, found=None, when=None):
    """A request qualified at ten the next morning and taken by this person."""
    request = received(found, when=when)
    author = Author(at=at(10), by=user.pk)
    qualified = qualify(request, Reading(motives or (Motive.WORKPLACE,)), author)
    return take(qualified, author)
