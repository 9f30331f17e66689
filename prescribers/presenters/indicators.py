"""Observed against expected, line by line: what was compared, by whose count, in what unit."""

from dataclasses import dataclass

from core.charts.numbers import NNBSP, NOTHING, fr
from prescribers.models import Profile
from prescribers.presenters.disclosure import HIDDEN, is_small
from prescribers.presenters.reading import measured_ratio


NOT_COMPUTED = "non calculé"


@dataclass(frozen=True)
class Indicator:
    name: str
    observed: str
    expected: str
    ratio: str
    interval: str


def indicators(profile: Profile) -> list[Indicator]:
    """Nothing below the minima; the leaves of 1 to 10 persons at most are not written either."""
    if measured_ratio(profile) is None:
        return []
    days = _compared(
        "Jours indemnisés",
        profile.obs_days,
        profile.exp_days,
        profile.ratio_days,
        (profile.ci_low, profile.ci_high),
    )
    if is_small(profile.obs_leaves):
        return [days, _hidden("Arrêts", profile.exp_leaves), *_seen_days(profile)]
    leaves = _compared(
        "Arrêts",
        profile.obs_leaves,
        profile.exp_leaves,
        profile.ratio_leaves,
        (profile.leaves_ci_low, profile.leaves_ci_high),
    )
    others = (_days_per_leave(profile), *_amount(profile))
    variants = (*_seen_days(profile), *_seen_leaves(profile), *_regressed(profile))
    return [days, leaves, *others, *variants]


def indicators_note(profile: Profile) -> str:
    """What the last lines are, when they are there."""
    notes = []
    if profile.seen_ratio_days is not None:
        notes.append(
            f"Par patient vu{NNBSP}: le dénominateur de la loi (patients ayant au moins un acte "
            "facturé, mois par mois), sans ajustement sur l’âge ni sur la précarité."
        )
    if profile.exp_days_glm is not None:
        notes.append(
            f"Par régression{NNBSP}: la même comparaison avec un modèle de Poisson à effets "
            "principaux, une variante qui ne décide de rien."
        )
    return " ".join(notes) if measured_ratio(profile) is not None else ""


def _seen_days(profile: Profile) -> list[Indicator]:
    """None where the activity of a month is not known."""
    if profile.seen_exp_days is None:
        return []
    limits = (profile.seen_ci_low, profile.seen_ci_high)
    ratio = profile.seen_ratio_days
    return [
        _compared("Jours, par patient vu", profile.obs_days, profile.seen_exp_days, ratio, limits)
    ]


def _seen_leaves(profile: Profile) -> list[Indicator]:
    if profile.seen_exp_leaves is None:
        return []
    limits = (profile.seen_leaves_ci_low, profile.seen_leaves_ci_high)
    name, ratio = "Arrêts, par patient vu", profile.seen_ratio_leaves
    return [_compared(name, profile.obs_leaves, profile.seen_exp_leaves, ratio, limits)]


def _regressed(profile: Profile) -> list[Indicator]:
    if not profile.exp_days_glm:
        return []
    ratio = profile.obs_days / profile.exp_days_glm
    name, days, expected = "Jours, par régression", profile.obs_days, profile.exp_days_glm
    return [Indicator(name, fr(days), fr(expected), fr(ratio, 2), NOT_COMPUTED)]


def _days_per_leave(profile: Profile) -> Indicator:
    observed = profile.obs_days / profile.obs_leaves if profile.obs_leaves else None
    expected = profile.exp_days / profile.exp_leaves if profile.exp_leaves else None
    ratio_of_both = observed / expected if observed is not None and expected else None
    return Indicator(
        "Jours par arrêt", fr(observed, 1), fr(expected, 1), fr(ratio_of_both, 2), NOT_COMPUTED
    )


def _amount(profile: Profile) -> list[Indicator]:
    """Money to the nearest hundred euros; none in the runs made before it was compared."""
    if profile.exp_amount_cents is None:
        return []
    observed, expected = (
        round(cents / 100, -2) for cents in (profile.obs_amount_cents, profile.exp_amount_cents)
    )
    limits = (profile.amount_ci_low, profile.amount_ci_high)
    return [_compared("Montant, en euros", observed, expected, profile.ratio_amount, limits)]


def _compared(
    name: str,
    observed: float,
    expected: float,
    ratio: float | None,
    limits: tuple[float | None, float | None],
) -> Indicator:
    low, high = limits
    bounds = NOTHING if low is None or high is None else f"{fr(low, 2)}–{fr(high, 2)}"
    return Indicator(name, fr(observed), fr(expected), fr(ratio, 2), bounds)


def _hidden(name: str, expected: float) -> Indicator:
    return Indicator(name, HIDDEN, fr(expected), HIDDEN, HIDDEN)
