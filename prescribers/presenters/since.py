"""Since when, in sentences: the monthly runs up to the one that the page shows."""

from collections.abc import Sequence

from core.charts.numbers import fr, month_name
from ijstats import CONFIRMED, STABLE_OUT_OF, TO_CONFIRM
from prescribers.models import Profile
from prescribers.presenters.evolution import month_facts
from prescribers.presenters.period import window_length
from prescribers.presenters.reading import measured_ratio
from prescribers.presenters.signal import FOUND
from prescribers.rules.since import YEAR, Lasting, MonthlyRun, lasting


INSUFFICIENT = (
    "Effectif insuffisant dans ce calcul : il ne dit ni si l’observé est au-dessus de l’attendu, "
    "ni depuis quand."
)
NO_OTHER = "aucun calcul mensuel d’avant ne compare ce prescripteur"
SETTLED = {
    CONFIRMED: "Il est confirmé",
    TO_CONFIRM: "Il reste à confirmer : absent de trop de calculs",
}


def situation_facts(profile: Profile, runs: Sequence[MonthlyRun]) -> list[tuple[str, str]]:
    """What the first panel says beside the ratio: since when, and which months count."""
    signal = signal_since(profile, runs)
    return [
        ("Depuis quand", since_when(profile, runs)),
        *([("Signal", signal)] if signal else []),
        *month_facts(profile),
    ]


def since_when(profile: Profile, runs: Sequence[MonthlyRun]) -> str:
    """`runs` end with the one shown, the oldest first.

    « Au-dessus de l’attendu (borne basse au-dessus de 1) dans 9 des 12 derniers calculs mensuels,
    sans interruption depuis le calcul arrêté à mars 2026. Chaque calcul couvre 12 mois. »
    """
    if measured_ratio(profile) is None:
        return INSUFFICIENT
    found = lasting([(run.until, run.above) for run in runs])
    months = window_length(profile.run)
    shared = " : deux calculs voisins en partagent onze" if months == YEAR else ""
    covers = f"Chaque calcul couvre {fr(months)} mois{shared}." if months > 1 else ""
    return f"{_above(found)} {covers}".strip()


def signal_since(profile: Profile, runs: Sequence[MonthlyRun]) -> str:
    """Empty where the run says nothing of signals, or where no run of the year had one."""
    if measured_ratio(profile) is None or runs[-1].signal is None:
        return ""
    found = lasting([(run.until, run.signal) for run in runs])
    if found.last is None:
        return ""
    if profile.signal in FOUND and found == lasting([(run.until, run.above) for run in runs]):
        return f"Présent dans ces mêmes calculs. {_settled(profile)}."
    if profile.signal not in FOUND:
        return f"Aucun dans ce calcul ; il y en avait un {_before(found)}."
    if found.known == 1:
        return f"Dans ce calcul. {_settled(profile)}."
    return f"{_times(found).capitalize()}, {_stretch(found)}. {_settled(profile)}."


def _above(found: Lasting) -> str:
    if found.known == 1:
        now = "Au-dessus de l’attendu" if found.times else "Pas au-dessus de l’attendu"
        return f"{now} dans ce calcul ; {NO_OTHER}, on ne sait rien d’avant."
    if found.last is None:
        return (
            f"Dans aucun des {_runs(found)} l’intervalle n’est entièrement au-dessus de l’attendu."
        )
    if found.since is None:
        return f"Pas au-dessus de l’attendu dans ce calcul ; il l’était {_before(found)}."
    return (
        f"Au-dessus de l’attendu (borne basse au-dessus de 1) {_times(found)}, {_stretch(found)}."
    )


def _times(found: Lasting) -> str:
    if found.times == found.known:
        return f"dans les {_runs(found)}"
    return f"dans {fr(found.times)} des {_runs(found)}"


def _runs(found: Lasting) -> str:
    """The runs that are counted; those that say nothing of him are not."""
    if found.unknown:
        return f"{fr(found.known)} calculs de l’année qui permettent de le dire"
    return f"{fr(found.known)} derniers calculs mensuels"


def _stretch(found: Lasting) -> str:
    assert found.since is not None
    at_least = "au moins " if found.at_least else ""
    return f"sans interruption depuis {at_least}le calcul arrêté à {month_name(found.since)}"


def _before(found: Lasting) -> str:
    assert found.last is not None
    return f"{_times(found)}, le dernier arrêté à {month_name(found.last)}"


def _settled(profile: Profile) -> str:
    """The word of the run: it asks for twelve of them, of the same method."""
    return SETTLED.get(
        profile.stability,
        f"Stabilité non établie : il faut {STABLE_OUT_OF} calculs mensuels pour la dire",
    )
