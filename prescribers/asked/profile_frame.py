"""What every tab of a prescriber's page shares: its head, its tabs, and the act of reading it."""

from typing import Any, Protocol

from django.urls import reverse

from accounts.permissions import PortalRequest
from core.journal import record
from prescribers.asked.profile import AskedProfile
from prescribers.filters import place_labels
from prescribers.presenters import profile as present
from prescribers.presenters.period import window_words
from prescribers.presenters.profile_tabs import INDICATORS, profile_tabs, tab_url
from prescribers.presenters.signal import message
from prescribers.presenters.words import addressed_name
from prescribers.selectors import comparables


class Group(Protocol):
    """What a tab may know already of those compared: how many they are, himself included."""

    @property
    def size(self) -> int: ...


def profile_frame(
    request: PortalRequest, asked: AskedProfile, tab: str, group: Group | None = None
) -> dict[str, Any]:
    """The context of `prescribers/profile_frame.html`; two queries, one when `group` is at hand."""
    profile = asked.profile
    rpps = profile.rpps
    size = (group or comparables(profile)).size
    regions, caisses = place_labels([profile.region, profile.caisse], request.perimeter.on)
    name = addressed_name(profile.prescriber)
    return {
        "profile": profile,
        "title": name,
        "sub": present.subtitle(profile),
        "crumbs": [("Prescripteurs", reverse("prescripteurs")), (name, "")],
        "message": message(profile),
        "parts": present.reading_parts(profile),
        "period": window_words(profile.run),
        "caisse": present.caisse_words(profile, caisses),
        "group": present.group_words(profile, regions, size),
        "run_note": present.run_note(
            asked.number, profile.run, asked.current, address=tab_url(tab, rpps)
        ),
        "first_tab": tab_url(INDICATORS, rpps, asked.number),
        "proposes": request.rights.can("entretiens.planifier", caisse=profile.caisse),
        "tells_contact": request.rights.can("contacts.ecrire", caisse=profile.caisse),
        "tabs": profile_tabs(
            rpps,
            profile.caisse,
            request.rights,
            current=tab,
            cited=asked.number,
            peers=present.others(profile, size),
        ),
    }


def record_reading(
    request: PortalRequest, asked: AskedProfile, what: str = "", act: str = "prescripteurs.lire"
) -> None:
    """Reading a profile is an act: it is journalled in the request's transaction."""
    number = asked.profile.run.number
    run = "" if asked.is_current else f"calcul n° {number}"
    record(
        action=act,
        by=request.perimeter.user_id,
        obj=("prescripteur", asked.profile.rpps),
        caisse=asked.profile.caisse,
        reason=", ".join(words for words in (what, run) if words),
    )
