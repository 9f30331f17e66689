"""The tabs of a prescriber's page: each is an address, and only those that the reader may open."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.permissions import HeldRights
from core.charts.numbers import fr


INDICATORS, EVOLUTION, PEERS = "prescripteur", "prescripteur-evolution", "prescripteur-comparables"
STRUCTURE, CASES = "prescripteur-structure", "prescripteur-dossiers"
HISTORY = "prescripteur-historique"


@dataclass(frozen=True)
class Place:
    """`name` is the route opened, and what the view says when it is the current one."""

    name: str
    label: str
    action: str = "prescripteurs.lire"
    icon: str = ""


PLACES = (
    Place(INDICATORS, "Indicateurs"),
    Place(EVOLUTION, "Évolution"),
    Place(PEERS, "Comparables"),
    Place(STRUCTURE, "Structure des arrêts"),
    Place(CASES, "Dossiers à discuter", "prescripteurs.dossiers", "shield"),
    Place(HISTORY, "Historique"),
)


# Tabs that a floor above brings: this one never asks it anything.
EXTRA: list[Place] = []


def bring_tab(place: Place) -> None:
    """Add a tab after ours, once; its route takes the RPPS number alone."""
    if place not in EXTRA:
        EXTRA.append(place)


@dataclass(frozen=True)
class Tab:
    url: str
    label: str
    current: bool
    count: str = ""
    icon: str = ""


def profile_tabs(
    rpps: str, caisse: str, rights: HeldRights, *, current: str, cited: int | None, peers: int
) -> list[Tab]:
    """`cited`: the run of the address, kept from tab to tab; `peers`: his comparables."""
    counts = {PEERS: fr(peers)}
    return [
        Tab(
            tab_url(place.name, rpps, cited),
            place.label,
            place.name == current,
            counts.get(place.name, ""),
            place.icon,
        )
        for place in (*PLACES, *EXTRA)
        if rights.can(place.action, caisse=caisse)
    ]


def tab_url(name: str, rpps: str, cited: int | None = None) -> str:
    address = reverse(name, args=[rpps])
    return address if cited is None else f"{address}?calcul={cited}"
