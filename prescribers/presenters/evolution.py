"""Since when: the monthly series of a profile, its chart, its sentence and its CSV."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from core.charts import EventMark, Evolution
from core.charts.numbers import add_months, month_name
from prescribers.models import Profile
from prescribers.presenters.reading import measured_ratio


EVENT_WORDS = {True: "installation", False: "nouveau rattachement"}
READING = (
    "Dans la bande, le mois ne dit rien : le hasard suffit. C’est la suite des mois qui parle, "
    "plus qu’un seul."
)
PROVISIONAL = "Les mois hachurés se remplissent encore et ne comptent dans aucune phrase."


class PracticeEvent(Protocol):
    """What the directory says of a practice on a day."""

    @property
    def day(self) -> date: ...

    @property
    def installed(self) -> bool: ...


def evolution(profile: Profile, events: Sequence[PracticeEvent] = ()) -> Evolution | None:
    """None below the minima: a month shows no more than the year."""
    if measured_ratio(profile) is None or not profile.months_observed:
        return None
    return Evolution(
        start=profile.months_start,
        observed=profile.months_observed,
        expected=profile.months_expected,
        low=profile.months_band_low,
        high=profile.months_band_high,
        provisional=profile.provisional_months,
        sentence=since_sentence(profile),
        events=tuple(EventMark(event.day, EVENT_WORDS[event.installed]) for event in events),
    )


def since_sentence(profile: Profile) -> str:
    """« Au-dessus de la bande attendue depuis février 2025, 7 mois sur 12. ».

    « Depuis » alone would be read as « never before »: earlier months above are told apart.
    """
    above = months_above(profile)
    total, count = len(above), sum(above)
    if not count:
        return f"Aucun mois complet au-dessus de la bande attendue, sur {total}."
    first = _start_of_last_stretch(above)
    if first is None:
        return f"Au-dessus de la bande attendue {count} mois complets sur {total}."
    since = month_name(add_months(profile.months_start, first))
    lasting = total - first
    if lasting == count:
        return f"Au-dessus de la bande attendue depuis {since}, {count} mois sur {total}."
    last = "dont le dernier" if lasting == 1 else f"sans interruption depuis {since}"
    return f"Au-dessus de la bande attendue {count} mois complets sur {total}, {last}."


def situation_facts(profile: Profile) -> list[tuple[str, str]]:
    """What the first panel says beside the ratio; nothing below the minima."""
    if measured_ratio(profile) is None or not profile.months_observed:
        return []
    facts = [("Mois par mois", since_sentence(profile))]
    count = profile.provisional_months
    if not count:
        return facts
    words = "1 mois provisoire" if count == 1 else f"{count} mois provisoires"
    return [*facts, ("Données", f"{words}, hors de toutes ces phrases.")]


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


def evolution_notes(profile: Profile) -> list[tuple[str, str]]:
    notes = [("Lecture", READING)]
    return [*notes, ("Mois provisoires", PROVISIONAL)] if profile.provisional_months else notes
