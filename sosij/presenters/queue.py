"""The queue of a desk as lines, its tabs and its sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.enums import Role
from prescribers.models import Prescriber
from prescribers.presenters.listing import list_query
from prescribers.presenters.words import addressed_name, counted
from sosij.enums import Desk, Motive, State, Tab
from sosij.models import HelpRequest
from sosij.presenters.clock import Chip, due_chip, moment_words, net_words
from sosij.rules.clock import Pause, ServiceLevel
from sosij.rules.desks import desks_of, of_the_service_medical
from sosij.rules.routing import LOOPS_FLAGGED


NEXT_WORDS = {
    State.RECEIVED: "Qualifier",
    State.WAITING: "Prendre",
    State.HELD: "Répondre",
    State.SUSPENDED: "Reprendre",
    State.SECOND_READING: "Relire",
}


@dataclass(frozen=True)
class QueueTab:
    code: str
    label: str
    count: int | None
    unread: int
    current: bool


@dataclass(frozen=True)
class QueueLine:
    reference: str
    doctor: str
    received: str
    motives: str
    level: str
    holder: str
    due: Chip
    closed: str
    net: str
    next: str
    unread: bool
    told: bool
    loops: str


def tabs_of(roles: Iterable[Role], counts: Mapping[str, int], current: str) -> list[QueueTab]:
    """The tabs that these roles see; a desk alone is the whole queue, without a tab of its own."""
    held = set(roles)
    desks = desks_of(held)
    codes: list[Tab | Desk] = [Tab.MINE, Tab.TOLD]
    codes += [Tab.TO_QUALIFY] if of_the_service_medical(held) else []
    codes += [Tab.ALL]
    codes += [desk for desk in Desk if desk in desks] if len(desks) > 1 else []
    codes += [Tab.OUTCOMES, Tab.CLOSED]
    return [
        QueueTab(
            code.value,
            str(code.label),
            counts.get(code.value),
            counts.get(f"unread_{code.value}", 0),
            current=code.value == current,
        )
        for code in codes
    ]


def queue_sentence(counts: Mapping[str, int]) -> str:
    """« 23 demandes ouvertes : 1 en retard, 3 à rendre aujourd’hui, 4 à qualifier »."""
    whole = counts[Tab.ALL]
    if not whole:
        return "Aucune demande ouverte."
    parts = [
        words
        for number, words in (
            (counts["late"], f"{counts['late']} en retard"),
            (counts["today"], f"{counts['today']} à rendre aujourd’hui"),
            (counts[Tab.TO_QUALIFY], f"{counts[Tab.TO_QUALIFY]} à qualifier"),
            (counts["suspended"], counted(counts["suspended"], "suspendue", "suspendues")),
        )
        if number
    ]
    listed = f"\u202f: {', '.join(parts)}" if parts else ", aucune en retard"
    return f"{counted(whole, 'demande ouverte', 'demandes ouvertes')}{listed}."


def promise(level: ServiceLevel) -> str:
    """« Délai de réponse : 4 jours ouvrés (règle 2025-01, à vérifier) »."""
    doubt = "" if level.checked else ", à vérifier"
    return f"Délai de réponse\u202f: {level.words} (règle {level.version}{doubt})"


@dataclass(frozen=True)
class Heading:
    """A title of the table; with a query, a link that sorts by it."""

    title: str
    query: str = ""
    direction: str = ""
    numeric: bool = False

    @property
    def icon(self) -> str:
        return {"ascending": "sort-asc", "descending": "sort-desc"}.get(self.direction, "")


def headings(address: Mapping[str, str], sort: str, *, past: bool) -> list[Heading]:
    """A click sorts, a second one the other way round; `address`: what the links keep."""
    due = ("Close", "close") if past else ("Échéance", "echeance")
    titles = (
        ("Demande", ""),
        ("Reçue", "recue"),
        ("Motif", ""),
        ("Niveau", ""),
        ("Détenteur", ""),
        due,
        ("Temps net", "net"),
        *(() if past else (("Suite", ""),)),
    )
    return [_heading(title, name, address, sort) for title, name in titles]


def _heading(title: str, name: str, address: Mapping[str, str], sort: str) -> Heading:
    if not name:
        return Heading(title)
    known = sort.removeprefix("-") == name
    down = known and sort.startswith("-")
    return Heading(
        title,
        list_query(address, name if down or not known else f"-{name}"),
        ("descending" if down else "ascending") if known else "",
        numeric=name == "net",
    )


def order_words(sort: str, *, past: bool) -> str:
    """« Demandes par échéance »."""
    names = {
        "recue": "date de réception",
        "net": "temps net",
        "close": "date de clôture",
        "echeance": "échéance",
    }
    way = ", de la plus récente à la plus ancienne" if sort == "-recue" and past else ""
    return f"Demandes par {names[sort.removeprefix('-')]}{way}"


def none_left(filters: int) -> str:
    """« Aucune demande avec ces 2 filtres. »."""
    return f"Aucune demande avec {'ce filtre' if filters == 1 else f'ces {filters} filtres'}."


def empty_words(tab: str) -> tuple[str, str]:
    """What an empty tab means, and what comes of it."""
    if tab == Tab.MINE:
        return ("Vous ne tenez aucune demande.", "Prenez-en une dans la file d’un guichet.")
    if tab == Tab.TOLD:
        return (
            "Aucune demande ne vous est signalée.",
            "Une échéance proche ou dépassée arrive ici.",
        )
    if tab == Tab.TO_QUALIFY:
        return ("Tout est qualifié.", "Les nouvelles demandes arrivent ici.")
    if tab == Tab.OUTCOMES:
        return ("Aucune situation à suivre.", "On la demande 30 et 90 jours après la réponse.")
    if tab == Tab.CLOSED:
        return ("Aucune demande close.", "Une demande répondue ou classée se retrouve ici.")
    return ("Aucune demande ouverte dans cette file.", "Les demandes s’y rangent par échéance.")


def queue_lines(
    requests: Iterable[HelpRequest],
    *,
    doctors: Mapping[str, Prescriber],
    unread: set[int],
    told: set[int],
    pauses: Mapping[int, list[Pause]],
    now: datetime,
) -> list[QueueLine]:
    return [
        QueueLine(
            reference=request.reference,
            doctor=doctor_name(request, doctors),
            received=moment_words(request.received_at, request),
            motives=motive_words(request.motives),
            level=str(request.level or ""),
            holder=request.holder.full_name if request.holder else "",
            due=due_chip(request, now),
            closed=moment_words(request.closed_at, request) if request.closed_at else "",
            net=net_words(request, now, pauses.get(request.pk, [])),
            next=NEXT_WORDS.get(State(request.state), ""),
            unread=request.pk in unread,
            told=request.pk in told,
            loops=loops_words(request),
        )
        for request in requests
    ]


def doctor_name(request: HelpRequest, doctors: Mapping[str, Prescriber]) -> str:
    known = doctors.get(request.rpps)
    return addressed_name(known) if known else f"RPPS {request.rpps}"


def motive_words(motives: Iterable[str]) -> str:
    """« Poste de travail et conflit employeur, autre »."""
    words = ", ".join(Motive(motive).label.lower() for motive in motives)
    return words[:1].upper() + words[1:]


def loops_words(request: HelpRequest) -> str:
    if request.redirections < LOOPS_FLAGGED:
        return ""
    return f"réorientée {request.redirections} fois"
