"""Observed against expected, line by line: what was compared, by whose count, in what unit."""

from dataclasses import dataclass, replace

from core.charts.numbers import NNBSP, fr
from prescribers.models import Profile
from prescribers.presenters.disclosure import HIDDEN, is_small
from prescribers.presenters.reading import measured_ratio


NOT_COMPUTED = "non calculé"


@dataclass(frozen=True)
class Indicator:
    """A line as it is written."""

    name: str
    observed: str
    expected: str
    ratio: str
    interval: str


@dataclass(frozen=True)
class Compared:
    """One figure against what is expected of it; `column`: that of its ratio in a profile.

    A small count has no ratio: it is written « NS », and its ratio would give it back.
    """

    name: str
    column: str
    observed: str
    expected: str
    ratio: float | None
    limits: tuple[float | None, float | None] = (None, None)


def compared(profile: Profile) -> list[Compared]:
    """Nothing below the minima; the leaves of 1 to 10 persons at most are not written either."""
    if measured_ratio(profile) is None:
        return []
    limits = (profile.ci_low, profile.ci_high)
    ratio = profile.ratio_days
    days = _counted("Jours indemnisés", "ratio_days", profile.obs_days, profile.exp_days, ratio)
    days = replace(days, limits=limits)
    if is_small(profile.obs_leaves):
        hidden = Compared("Arrêts", "ratio_leaves", HIDDEN, fr(profile.exp_leaves), None)
        return [days, hidden, *_seen_days(profile)]
    leaves = replace(
        _counted(
            "Arrêts", "ratio_leaves", profile.obs_leaves, profile.exp_leaves, profile.ratio_leaves
        ),
        limits=(profile.leaves_ci_low, profile.leaves_ci_high),
    )
    others = (_days_per_leave(profile), *_amount(profile))
    variants = (*_seen_days(profile), *_seen_leaves(profile), *_regressed(profile))
    return [days, leaves, *others, *variants]


def indicators(profile: Profile) -> list[Indicator]:
    """The same lines in words, for a table."""
    return [
        Indicator(line.name, line.observed, line.expected, *_written(line))
        for line in compared(profile)
    ]


def _written(line: Compared) -> tuple[str, str]:
    if line.observed == HIDDEN:
        return HIDDEN, HIDDEN
    low, high = line.limits
    if low is None or high is None:
        return fr(line.ratio, 2), NOT_COMPUTED
    return fr(line.ratio, 2), f"{fr(low, 2)}–{fr(high, 2)}"


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
            f"Par régression{NNBSP}: le même attendu par un second calcul, où l’âge, le sexe, "
            "l’ALD, la C2S et le lieu de vie jouent chacun de leur côté ; il ne décide de rien."
        )
    return " ".join(notes) if measured_ratio(profile) is not None else ""


def _seen_days(profile: Profile) -> list[Compared]:
    """None where the activity of a month is not known."""
    if profile.seen_exp_days is None:
        return []
    name, ratio = "Jours, par patient vu", profile.seen_ratio_days
    days = _counted(name, "seen_ratio_days", profile.obs_days, profile.seen_exp_days, ratio)
    return [replace(days, limits=(profile.seen_ci_low, profile.seen_ci_high))]


def _seen_leaves(profile: Profile) -> list[Compared]:
    if profile.seen_exp_leaves is None:
        return []
    name, ratio = "Arrêts, par patient vu", profile.seen_ratio_leaves
    leaves = _counted(name, "seen_ratio_leaves", profile.obs_leaves, profile.seen_exp_leaves, ratio)
    return [replace(leaves, limits=(profile.seen_leaves_ci_low, profile.seen_leaves_ci_high))]


def _regressed(profile: Profile) -> list[Compared]:
    if not profile.exp_days_glm:
        return []
    ratio = profile.obs_days / profile.exp_days_glm
    name = "Jours, par régression"
    return [_counted(name, "ratio_glm", profile.obs_days, profile.exp_days_glm, ratio)]


def _days_per_leave(profile: Profile) -> Compared:
    observed = profile.obs_days / profile.obs_leaves if profile.obs_leaves else None
    expected = profile.exp_days / profile.exp_leaves if profile.exp_leaves else None
    ratio = observed / expected if observed is not None and expected else None
    return Compared("Jours par arrêt", "ratio_length", fr(observed, 1), fr(expected, 1), ratio)


def _amount(profile: Profile) -> list[Compared]:
    """Money to the nearest hundred euros; none in the runs made before it was compared."""
    if profile.exp_amount_cents is None:
        return []
    observed, expected = (
        round(cents / 100, -2) for cents in (profile.obs_amount_cents, profile.exp_amount_cents)
    )
    name, ratio = "Montant, en euros", profile.ratio_amount
    amount = _counted(name, "ratio_amount", observed, expected, ratio)
    return [replace(amount, limits=(profile.amount_ci_low, profile.amount_ci_high))]


def _counted(
    name: str, column: str, observed: float, expected: float, ratio: float | None
) -> Compared:
    return Compared(name, column, fr(observed), fr(expected), ratio)
