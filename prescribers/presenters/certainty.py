"""How sure the ratio of days is, in sentences: what chance and ordinary differences leave of it."""

from dataclasses import dataclass

from core.charts.numbers import NNBSP, fr, interval, percent, times
from ijstats import CONFIRMED, TO_CONFIRM, UNSETTLED
from prescribers.enums import Signal
from prescribers.models import Profile
from prescribers.presenters.kinds import published_kinds
from prescribers.presenters.reading import measured_ratio
from prescribers.rules.kinds import FAMILIES


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
# The kinds of leaves, and those of `prescribers.rules.kinds` that each one adds up.
LINES = (
    ("Arrêts initiaux", ("initial",)),
    ("Plus de 30 jours indemnisés", ("long", "longest")),
    ("Plus de 90 jours indemnisés", ("longest",)),
    ("Trois jours au plus", ("short",)),
    ("Accident du travail, maladie professionnelle", ("work_related",)),
    ("Prescrits en téléconsultation", ("remote",)),
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
        Known("Pourquoi deux chiffres ?", _shrunken(profile, profile.smoothed)),
        Known("Quelle chance qu’il dépasse…", f"{chances}."),
        Known("Est-ce le hasard ?", _against_chance(profile)),
        Known("Signal de ce calcul", f"{_signal(profile)}."),
    ]


def _shrunken(profile: Profile, smoothed: float) -> str:
    """Why the likeliest ratio is not the one measured: it is brought towards the group."""
    measured, likely = fr(profile.ratio_days, 2), fr(smoothed, 2)
    if measured == likely:
        return f"Le rapport mesuré, {measured}, est aussi le plus probable."
    return (
        f"{measured} est mesuré, hasard compris. {likely} en retire ce que le hasard explique le "
        "plus probablement : un rapport est rapproché de celui de ses comparables, d’autant plus "
        "qu’il est incertain."
    )


def shares(profile: Profile) -> list[Share]:
    """A count of 1 to 10 is not written, nor what would give it back: ten may be one patient's."""
    if measured_ratio(profile) is None or profile.leaves_initial is None or not profile.obs_leaves:
        return []
    counts = {
        name: count
        for family in FAMILIES
        for name, count in published_kinds(profile, family).items()
    }
    return [_share(words, [counts[name] for name in names], profile) for words, names in LINES]


def _share(words: str, parts: list[int | None], profile: Profile) -> Share:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return Share(words, "masqué", "non montré")
    return Share(words, fr(sum(known)), percent(sum(known) / profile.obs_leaves, 1))


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
