"""Since when: the monthly series of a profile, its chart, its sentence and its CSV."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from core.charts import EventMark, Evolution, PeerMonths
from core.charts.numbers import NNBSP, add_months, fr, month_name
from prescribers.models import Profile
from prescribers.presenters.disclosure import THRESHOLD
from prescribers.presenters.reading import measured_ratio
from prescribers.presenters.words import counted


EVENT_WORDS = {True: "installation", False: "nouveau rattachement"}
READING = (
    "Dans la bande, le mois ne dit rien : le hasard suffit. C’est la suite des mois qui parle, "
    "plus qu’un seul."
)
PROVISIONAL = "Les mois hachurés se remplissent encore et ne comptent dans aucune phrase."


PEERS = (
    "Les traits fins : un comparable sur dix est sous le premier, un sur dix au-dessus du second. "
    "Ce sont les rapports mensuels de ses comparables, appliqués à l’attendu de ce prescripteur "
    "pour être lus en jours ; le hasard d’un mois y est compris."
)
ALONE = (
    f"Moins de {THRESHOLD} prescripteurs à effectif suffisant dans le groupe : la répartition de "
    "leurs mois n’est pas montrée."
)
NOT_KEPT = "Ce calcul n’a pas gardé la répartition des mois de ses comparables."


class GroupMonths(Protocol):
    """Deciles of observed over expected among the comparables, one place a month."""

    @property
    def low(self) -> Sequence[float | None]: ...

    @property
    def median(self) -> Sequence[float | None]: ...

    @property
    def high(self) -> Sequence[float | None]: ...


class PracticeEvent(Protocol):
    """What the directory says of a practice on a day."""

    @property
    def day(self) -> date: ...

    @property
    def installed(self) -> bool: ...


def evolution(
    profile: Profile, events: Sequence[PracticeEvent] = (), group: GroupMonths | None = None
) -> Evolution | None:
    """None below the minima: a month shows no more than the year."""
    if measured_ratio(profile) is None or not profile.months_observed:
        return None
    peers = peer_months(profile, group) if group else None
    return Evolution(
        start=profile.months_start,
        observed=profile.months_observed,
        expected=profile.months_expected,
        low=profile.months_band_low,
        high=profile.months_band_high,
        provisional=profile.provisional_months,
        sentence=" ".join(filter(None, (since_sentence(profile), peers_sentence(profile, peers)))),
        events=tuple(EventMark(event.day, EVENT_WORDS[event.installed]) for event in events),
        peers=peers,
    )


def peer_months(profile: Profile, group: GroupMonths) -> PeerMonths:
    """The ratios of the comparables as days of his own list: decile × his expected days."""

    def days(ratios: Sequence[float | None]) -> list[float | None]:
        pairs = zip(ratios, profile.months_expected, strict=True)
        return [None if ratio is None else ratio * expected for ratio, expected in pairs]

    return PeerMonths(days(group.low), days(group.median), days(group.high))


def peers_sentence(profile: Profile, peers: PeerMonths | None) -> str:
    """« Au-dessus de neuf comparables sur dix 8 mois sur 12. » Complete months only."""
    if peers is None:
        return ""
    complete = len(profile.months_observed) - profile.provisional_months
    pairs = list(zip(profile.months_observed, peers.high, strict=True))[:complete]
    known = [observed > high for observed, high in pairs if high is not None]
    if not known:
        return ""
    times = f"{fr(sum(known))} mois" if any(known) else "aucun mois"
    return f"Au-dessus de neuf comparables sur dix{NNBSP}: {times} sur {fr(len(known))}."


def since_sentence(profile: Profile) -> str:
    """« Au-dessus de la bande attendue depuis février 2025, 7 mois sur 12. ».

    « Depuis » alone would be read as « never before »: earlier months above are told apart.
    """
    above = months_above(profile)
    total, count = len(above), sum(above)
    whole = counted(total, "mois complet", "mois complets")
    if not count:
        return f"Sur {whole}, aucun au-dessus de la bande attendue."
    first = _start_of_last_stretch(above)
    if first is None:
        return f"Sur {whole}, {fr(count)} au-dessus de la bande attendue."
    since = month_name(add_months(profile.months_start, first))
    lasting = total - first
    if lasting == count:
        return f"Au-dessus de la bande attendue depuis {since}, {count} mois sur {total}."
    last = "dont le dernier" if lasting == 1 else f"sans interruption depuis {since}"
    return f"Sur {whole}, {fr(count)} au-dessus de la bande attendue, {last}."


def month_facts(profile: Profile) -> list[tuple[str, str]]:
    """What the first panel says of the months; nothing below the minima."""
    if measured_ratio(profile) is None or not profile.months_observed:
        return []
    return [("Mois par mois", since_sentence(profile)), ("Dernier mois", last_month(profile))]


def last_month(profile: Profile) -> str:
    """« Août 2026 est le dernier mois complet. Les 2 mois suivants se remplissent encore… »."""
    complete = len(profile.months_observed) - profile.provisional_months
    name = month_name(add_months(profile.months_start, complete - 1)).capitalize()
    count = profile.provisional_months
    if not count:
        return f"{name}, complet."
    after = (
        "Le mois suivant est provisoire : il se remplit encore et ne compte"
        if count == 1
        else f"Les {fr(count)} suivants sont provisoires : ils se remplissent encore et ne comptent"
    )
    return f"{name} est le dernier mois complet. {after} dans aucune de ces phrases."


def months_above(profile: Profile) -> list[bool]:
    """Complete months only: a provisional month is in no sentence."""
    complete = len(profile.months_observed) - profile.provisional_months
    pairs = zip(profile.months_observed, profile.months_band_high, strict=True)
    return [observed > high for observed, high in pairs][:complete]


def _start_of_last_stretch(above: list[bool]) -> int | None:
    """The first month of the stretch that still lasts; None when the last month is inside."""
    if not above or not above[-1]:
        return None
    inside = [place for place, over in enumerate(above) if not over]
    return inside[-1] + 1 if inside else 0


def evolution_notes(
    profile: Profile, group: GroupMonths | None = None, *, few_peers: bool = False
) -> list[tuple[str, str]]:
    """`few_peers`: his group has no months because it is too small."""
    peers = PEERS if group else ALONE if few_peers else NOT_KEPT
    notes = [("Lecture", READING), ("Comparables", peers)]
    return [*notes, ("Mois provisoires", PROVISIONAL)] if profile.provisional_months else notes
