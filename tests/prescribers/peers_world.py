"""A prescriber among comparables: a ratio each, far apart, of another caisse of the region."""

from tests.prescribers.profiles_world import profile


KNOWN = {
    "mu": 0.0,
    "tau2": 0.03,
    "smoothed": 1.5,
    "smoothed_low": 1.3,
    "smoothed_high": 1.7,
    "signal": "aucun",
    "centile": 95.0,
    "p_top": 0.6,
    "leaves_initial": 400,
    "leaves_over_30_days": 160,
    "leaves_over_90_days": 60,
    "leaves_work_related": 80,
    "leaves_short": 100,
    "leaves_teleconsultation": 20,
    "exp_amount_cents": 26_000_000.0,
    "ratio_amount": 1.577,
    "amount_ci_low": 1.3,
    "amount_ci_high": 1.9,
}


def among(run, count, **fields):
    """The prescriber and `count` others, whose ratios rise from 0.6 by hundredths."""
    own = profile(run, "ROUBAUDI", "MATHILDE", **{**KNOWN, **fields})
    for i in range(count):
        ratio = 0.6 + 0.01 * i
        profile(
            run,
            f"VOISIN{i:03d}",
            caisse="831",
            **{
                **KNOWN,
                "exp_days": 2_345.0 + 61 * i,
                "ratio_days": ratio,
                "ci_low": ratio - 0.2,
                "ci_high": ratio + 0.2,
                "smoothed": ratio,
                "smoothed_low": ratio - 0.1,
                "smoothed_high": ratio + 0.1,
            },
        )
    return own
