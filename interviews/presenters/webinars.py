"""Webinars in the words of their pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from interviews.enums import GuestState, Theme
from interviews.models import Webinar, WebinarGuest
from interviews.presenters.contacts import Chip
from interviews.presenters.moments import moment_words
from prescribers.presenters.words import addressed_name, counted


CHIPS = {
    GuestState.INVITED: ("waiting", "send"),
    GuestState.REGISTERED: ("ongoing", "pencil"),
    GuestState.PRESENT: ("done", "check"),
    GuestState.ABSENT: ("", "stop"),
}


@dataclass(frozen=True)
class WebinarLine:
    ident: int
    title: str
    theme: str
    when: str
    lead: str
    guests: str


@dataclass(frozen=True)
class GuestLine:
    doctor: str
    rpps: str
    chip: Chip


def webinar_lines(webinars: Iterable[Webinar]) -> list[WebinarLine]:
    """Annotated with how many guests are in each state."""
    return [
        WebinarLine(
            webinar.pk,
            webinar.title,
            Theme(webinar.theme).label,
            moment_words(webinar.at, webinar.caisse),
            webinar.lead.full_name,
            guests_words({s: getattr(webinar, s.name.lower()) for s in GuestState}),
        )
        for webinar in webinars
    ]


def guest_lines(guests: Iterable[WebinarGuest]) -> list[GuestLine]:
    return [
        GuestLine(
            addressed_name(guest.prescriber),
            guest.prescriber.rpps,
            Chip(str(GuestState(guest.state).label).lower(), *CHIPS[GuestState(guest.state)]),
        )
        for guest in guests
    ]


def guests_words(counts: dict[GuestState, int]) -> str:
    """« 40 médecins : 12 invités, 8 inscrits, 15 présents, 5 absents »."""
    whole = sum(counts.values())
    if not whole:
        return "Aucun médecin invité"
    parts = [
        counted(counts[state], str(state.label).lower(), f"{str(state.label).lower()}s")
        for state in GuestState
        if counts[state]
    ]
    return f"{counted(whole, 'médecin', 'médecins')}\u202f: {', '.join(parts)}"
