"""How sure the ratio of days is, in sentences: what chance and ordinary differences leave of it."""

from dataclasses import dataclass

from core.charts.numbers import NNBSP, fr, interval, percent, times
from ijstats import CONFIRMED, TO_CONFIRM, UNSETTLED
from prescribers.enums import Signal
from prescribers.models import Profile
from prescribers.presenters.disclosure import is_small
from prescribers.presenters.reading import measured_ratio


@dataclass(frozen=True)
class Known:
    """A question about the ratio, and what the figures answer."""

    question: str
    answer: str


@dataclass(frozen=True)
class Share:
    """A kind of leaves among those of the window."""

    name: str
    count: str
    share: str


SIGNAL_WORDS = {
    Signal.NONE: "Aucun : l’écart n’est pas à la fois grand et certain",
    Signal.SIGNAL: "Signal : écart grand et certain, une question à poser",
    Signal.STRONG: "Signal fort : écart presque sûrement très grand, une question à poser",
}
STABILITY_WORDS = {
    CONFIRMED: "confirmé, présent dans la plupart des derniers calculs mensuels",
    TO_CONFIRM: "à confirmer, absent de trop de calculs mensuels précédents",
    UNSETTLED: "stabilité non établie, faute d’assez de calculs mensuels",
}
NATIONAL = "Aucun : la comparaison avec la France entière ne cible personne"
KINDS = (
    ("leaves_initial", "Arrêts initiaux"),
    ("leaves_over_30_days", "Plus de 30 jours indemnisés"),
    ("leaves_over_90_days", "Plus de 90 jours indemnisés"),
    ("leaves_short", "Trois jours au plus"),
    ("leaves_work_related", "Accident du travail, maladie professionnelle"),
    ("leaves_teleconsultation", "Prescrits en téléconsultation"),
)


def certainty(profile: Profile) -> list[Known]:
    """Nothing below the minima, nor for the runs made before these figures were computed."""
    if measured_ratio(profile) is None or profile.smoothed is None:
        return []
    likely = f"{times(profile.smoothed)} {interval(profile.smoothed_low, profile.smoothed_high)}"
    over = (("1,3", profile.p_over_13), ("1,5", profile.p_over_15), ("2", profile.p_over_20))
    chances = " ; ".join(f"{limit} fois : {chance(known)}" for limit, known in over)
    return [
        Known("Où se situe le vrai rapport ?", f"Le plus probablement {likely} l’attendu."),
        Known("Quelle chance qu’il dépasse…", f"{chances}."),
        Known("Est-ce le hasard ?", _against_chance(profile)),
        Known("Signal de ce calcul", f"{_signal(profile)}."),
    ]


def shares(profile: Profile) -> list[Share]:
    """Counts of 1 to 10 are not written: ten leaves may be of one patient."""
    if measured_ratio(profile) is None or profile.leaves_initial is None or not profile.obs_leaves:
        return []
    return [_share(name, getattr(profile, field), profile.obs_leaves) for field, name in KINDS]


def _share(name: str, count: int, leaves: int) -> Share:
    if is_small(count):
        return Share(name, "moins de 11", "non montré")
    return Share(name, fr(count), percent(count / leaves, 1))


def chance(probability: float | None) -> str:
    if probability is None:
        return "non calculée"
    if probability < 0.01:  # never « 0 % »: nothing is impossible here
        return f"moins de 1{NNBSP}%"
    if probability > 0.99:
        return f"plus de 99{NNBSP}%"
    return percent(probability)


def _against_chance(profile: Profile) -> str:
    """The q-value looks at many prescribers at once, and z_tau at the differences between them."""
    if profile.q_value is None or profile.z_tau is None:
        return "Non calculé."
    if profile.z is not None and profile.z < 0:
        return "L’observé est sous l’attendu : la question ne se pose pas."
    distinct = profile.q_value < profile.run.parameters["false_discoveries"]
    first = (
        "Non, le hasard seul l’explique mal"
        if distinct
        else "Peut-être : le hasard seul suffirait à l’expliquer"
    )
    if not distinct:
        return f"{first}."
    ordinary = abs(profile.z_tau) < 1.96
    second = (
        "mais l’écart reste de ceux que l’on voit entre confrères comparables"
        if ordinary
        else "et l’écart sort de ceux que l’on voit d’ordinaire entre confrères comparables"
    )
    return f"{first}, {second}."


def _signal(profile: Profile) -> str:
    if profile.group_fallback:
        return NATIONAL
    lasting = STABILITY_WORDS.get(profile.stability, "")
    return SIGNAL_WORDS[Signal(profile.signal)] + (f" ; {lasting}" if lasting else "")
