"""The list of interviews as lines, its headers and what an empty list means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from interviews.enums import State
from interviews.models import Interview
from interviews.presenters.interview import TO_PLAN, Chip, state_chip
from interviews.presenters.moments import moment_words
from prescribers.presenters.listing import list_query
from prescribers.presenters.words import counted, family_name_first


@dataclass(frozen=True)
class Tab:
    route: str
    label: str
    current: bool


@dataclass(frozen=True)
class InterviewLine:
    number: int
    when: str
    doctor: str
    rpps: str
    kind: str
    motive: str
    lead: str
    channel: str
    place: str
    chip: Chip


@dataclass(frozen=True)
class DateHeading:
    """The one header that sorts."""

    query: str
    direction: str

    @property
    def icon(self) -> str:
        return {"ascending": "sort-asc", "descending": "sort-desc"}[self.direction]


TABS = (
    ("entretiens-semaine", "Semaine"),
    ("entretiens", "Liste"),
    ("entretiens-engagements", "Engagements"),
    ("entretiens-documents", "Documents"),
)


# For who leads: his time, and the page for reports without network.
OWN = (("entretiens-disponibilites", "Disponibilités"), ("terrain", "Terrain (hors connexion)"))


def tabs(current: str, *, leads: bool = False) -> list[Tab]:
    """`leads`: whether this person holds interviews."""
    shown = (*TABS, *OWN) if leads else TABS
    return [Tab(route, label, route == current) for route, label in shown]


def lines(interviews: Iterable[Interview]) -> list[InterviewLine]:
    return [
        InterviewLine(
            number=one.pk,
            when=moment_words(one.starts_at, one.caisse) if one.starts_at else TO_PLAN,
            doctor=family_name_first(one.prescriber),
            rpps=one.prescriber.rpps,
            kind=one.get_kind_display(),
            motive=one.get_motive_display(),
            lead=one.lead.full_name,
            channel=one.get_channel_display(),
            place=one.place,
            chip=state_chip(one),
        )
        for one in interviews
    ]


def date_heading(chosen: Mapping[str, str], sort: str) -> DateHeading:
    """A click sorts the other way round."""
    down = sort.startswith("-")
    other = "date" if down else "-date"
    return DateHeading(list_query(chosen, other), "descending" if down else "ascending")


def order_words(sort: str) -> str:
    if sort == "date":
        return "Entretiens par date, du plus ancien au plus récent, ceux sans date à la fin"
    return "Entretiens par date, ceux sans date d’abord, puis du plus récent au plus ancien"


def list_sentence(counts: Mapping[str, int]) -> str:
    """« 12 entretiens en cours : 4 à planifier, 6 planifiés, 2 à clore »."""
    total = sum(counts.values())
    if not total:
        return "Aucun entretien en cours."
    over = sum(counts.get(state, 0) for state in (State.HELD, State.MISSED, State.DECLINED))
    planned = counts.get(State.SCHEDULED, 0)
    parts = (
        (counts.get(State.PROPOSED, 0), f"{counts.get(State.PROPOSED, 0)} à planifier"),
        (planned, counted(planned, "planifié", "planifiés")),
        (over, f"{over} à clore"),
    )
    said = ", ".join(words for number, words in parts if number)
    return f"{counted(total, 'entretien', 'entretiens')} en cours\u202f: {said}."


def empty_words(filters: int) -> tuple[str, str]:
    if not filters:
        return "Aucun entretien.", "Proposez-en un depuis la page d’un prescripteur."
    with_them = "ce filtre" if filters == 1 else f"ces {filters} filtres"
    return f"Aucun entretien avec {with_them}.", "Retirez un filtre pour en voir d’autres."
