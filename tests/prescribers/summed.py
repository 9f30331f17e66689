"""The sums of a run by caisse, added one profile after the other: slow, and no numpy."""

from collections import defaultdict

from ijstats import CONFIRMED, TO_CONFIRM
from prescribers.enums import Signal, SignalLevel
from prescribers.models import CaisseProfile, Profile, ProfileRun


def counted(profile: Profile) -> dict[str, float]:
    compared = profile.exp_days > 0
    signalled = profile.signal in (Signal.SIGNAL, Signal.STRONG)
    return {
        "prescribers": 1,
        "enough": int(profile.enough),
        "judged": int(profile.signal != ""),
        "signals": int(signalled),
        "strong": int(profile.signal == Signal.STRONG),
        "confirmed": int(profile.stability == CONFIRMED),
        "to_confirm": int(profile.stability == TO_CONFIRM),
        "above": int(profile.signal == Signal.NONE and profile.level >= SignalLevel.ABOVE),
        "obs_days": profile.obs_days,
        "obs_leaves": profile.obs_leaves,
        "obs_amount_cents": profile.obs_amount_cents,
        "compared_days": profile.obs_days if compared else 0,
        "exp_days": profile.exp_days,
        "variance": (profile.kappa or 0.0) * profile.obs_days if compared else 0.0,
    }


def by_caisse(run: ProfileRun) -> dict[str, CaisseProfile]:
    """Rows as the night would store them, growth apart; none is saved."""
    groups: dict[str, list[Profile]] = defaultdict(list)
    for profile in Profile.objects.filter(run=run):
        groups[profile.caisse].append(profile)
    return {caisse: _row(run, caisse, some) for caisse, some in groups.items()}


def sum_up(run: ProfileRun) -> None:
    """Save them anew: for pages of runs that no night made."""
    CaisseProfile.objects.filter(run=run).delete()
    CaisseProfile.objects.bulk_create(by_caisse(run).values())


def _row(run: ProfileRun, caisse: str, profiles: list[Profile]) -> CaisseProfile:
    sums: dict[str, float] = defaultdict(float)
    months = range(len(profiles[0].months_observed))
    observed, expected = [0 for _ in months], [0.0 for _ in months]
    for profile in profiles:
        for name, value in counted(profile).items():
            sums[name] += value
        if profile.exp_days > 0:
            observed = [a + b for a, b in zip(observed, profile.months_observed, strict=True)]
            expected = [a + b for a, b in zip(expected, profile.months_expected, strict=True)]
    whole = {n: v if n in {"exp_days", "variance"} else int(v) for n, v in sums.items()}
    return CaisseProfile(
        run=run,
        caisse=caisse,
        region=profiles[0].region,
        months_start=profiles[0].months_start,
        provisional_months=profiles[0].provisional_months,
        months_observed=observed,
        months_expected=expected,
        **whole,
    )
