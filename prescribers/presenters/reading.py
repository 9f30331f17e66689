"""Where the interval of a profile stands, what is said of it, and how its ratio is drawn."""

from core.charts import SIGNAL_MARK, MiniRatio, level_of
from prescribers.enums import Signal
from prescribers.models import Profile


BELOW = -1
LEVEL_WORDS = {
    None: "effectif insuffisant",
    BELOW: "en dessous de l’attendu",
    0: "compatible avec l’attendu",
    1: "au-dessus de l’attendu",
    2: "nettement au-dessus de l’attendu",
}


def level_shown(profile: Profile) -> int | None:
    """-1 below, 0 compatible, 1 above, 2 well above; None when the profile is not measured.

    The run stores no level under 0: a ratio below the expected value is nobody's signal, but the
    reader is told.
    """
    measured = measured_ratio(profile)
    if measured is None:
        return None
    return BELOW if level_of(*measured) < 0 else profile.level


def level_words(profile: Profile) -> str:
    return LEVEL_WORDS[level_shown(profile)]


def mark_shown(profile: Profile) -> int | None:
    """How the ratio is drawn: as a signal where there is one, else as its interval reads."""
    level = level_shown(profile)
    if level is None or profile.signal not in {Signal.SIGNAL, Signal.STRONG}:
        return level
    return SIGNAL_MARK


def measured_ratio(profile: Profile) -> tuple[float, float, float] | None:
    """Ratio, low and high ends, or None: below the minima no figure leaves the presenter."""
    if not profile.enough or profile.ratio_days is None:
        return None
    assert profile.ci_low is not None
    assert profile.ci_high is not None
    return profile.ratio_days, profile.ci_low, profile.ci_high


def smoothed_ratio(profile: Profile) -> tuple[float, float, float] | None:
    """Smoothed ratio, low and high ends; None too in the runs made before it was computed."""
    if not profile.enough or profile.smoothed is None:
        return None
    assert profile.smoothed_low is not None
    assert profile.smoothed_high is not None
    return profile.smoothed, profile.smoothed_low, profile.smoothed_high


def ratio_drawing(profile: Profile) -> MiniRatio | None:
    measured, mark = measured_ratio(profile), mark_shown(profile)
    if measured is None or mark is None:
        return None
    return MiniRatio(*measured, level=mark)
