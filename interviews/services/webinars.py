"""Webinars: planned, doctors invited, who came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.perimeter import Perimeter
from core.errors import Refusal
from core.journal import Author, record
from core.nir import holds_nir
from interviews.enums import GuestState, Theme
from interviews.models import ContactFile, Document, Webinar, WebinarGuest
from interviews.services.attendance import read_attendance
from interviews.services.exchange import keep_file
from interviews.services.passages import local_day
from interviews.services.practices import Practices


OBJECT = "webinaire"


@dataclass(frozen=True)
class Planned:
    """What a person writes of a webinar; `at` is aware."""

    title: str
    theme: Theme
    caisse: str
    at: datetime
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True)
class Added:
    """What became of a list of numbers: `unknown` ones are given back as they were typed."""

    added: int
    already: int
    unknown: tuple[str, ...] = ()


@transaction.atomic
def plan_webinar(said: Planned, lead: User, author: Author) -> Webinar:
    """One event, to which doctors are then invited.

    Raises:
        Refusal: no title, or a social security number in it.
    """
    title = " ".join(said.title.split())
    if not title:
        raise Refusal("TITRE", "Donnez un titre à ce webinaire.")
    if holds_nir(title):
        raise Refusal("TITRE", "Le titre contient un numéro de sécurité sociale : retirez-le.")
    webinar = Webinar.objects.create(
        title=title,
        theme=said.theme,
        caisse=said.caisse,
        at=said.at,
        lead=lead,
        created_by_id=author.person,
        created_at=author.at,
    )
    webinar.documents.set(said.documents)
    _recorded("creer", webinar, author, "")
    return webinar


@transaction.atomic
def add_guests(
    webinar: Webinar,
    numbers: Iterable[str],
    state: GuestState,
    author: Author,
    perimeter: Perimeter,
) -> Added:
    """Doctors invited, or registered; who is invited and registers moves on, never back.

    Raises:
        Refusal: a state that only the attendance gives.
    """
    if state not in {GuestState.INVITED, GuestState.REGISTERED}:
        raise Refusal("ETAT", "La présence se dit par le fichier de présence.")
    wanted = list(dict.fromkeys(numbers))
    practices, day = Practices(wanted, perimeter), local_day(webinar.caisse, author.at)
    guests = {guest.prescriber_id: guest for guest in webinar.guests.select_for_update()}
    added, already, unknown = 0, 0, []
    for rpps in wanted:
        place = practices.find(rpps, day)
        if place is None:
            unknown.append(rpps)
            continue
        guest = guests.get(place[0].pk)
        if guest is None:
            WebinarGuest.objects.create(
                webinar=webinar, prescriber=place[0], state=state, changed_at=author.at
            )
            added += 1
        elif guest.state == GuestState.INVITED and state == GuestState.REGISTERED:
            guest.state, guest.changed_at = state, author.at
            guest.save()
            added += 1
        else:
            already += 1
    _recorded("inviter", webinar, author, f"{added} ajoutés, {len(unknown)} inconnus")
    return Added(added, already, tuple(unknown))


@transaction.atomic
def attendance_file(
    webinar: Webinar, content: bytes, author: Author, perimeter: Perimeter
) -> ContactFile:
    """Count what the file says and keep it until it is confirmed.

    Raises:
        Refusal: the webinar has not taken place, or the file cannot be read.
    """
    if webinar.at > author.at:
        raise Refusal("PAS_ENCORE", "Ce webinaire n’a pas encore eu lieu.")
    good, known, faults = read_attendance(content, webinar, perimeter)
    return keep_file(author, good, known=known, faults=faults, webinar=webinar.pk)


def _recorded(act: str, webinar: Webinar, author: Author, why: str) -> None:
    record(
        action=f"webinaires.{act}",
        by=author.person,
        obj=(OBJECT, str(webinar.pk)),
        caisse=webinar.caisse,
        reason=why,
    )
