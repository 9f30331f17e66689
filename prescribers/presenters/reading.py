"""Where the interval of a profile stands, and what is said of it."""

from core.charts import MiniRatio, level_of
from prescribers.models import Profile


BELOW = -1
# Short enough for a column; the page of the prescriber says « de l’attendu » in full.
SHORT_WORDS = {
    None: "effectif insuffisant",
    BELOW: "en dessous",
    0: "compatible",
    1: "au-dessus",
    2: "nettement au-dessus",
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
    return SHORT_WORDS[level_shown(profile)]


def measured_ratio(profile: Profile) -> tuple[float, float, float] | None:
    """Ratio, low and high ends, or None: below the minima no figure leaves the presenter."""
    if not profile.enough or profile.ratio_days is None:
        return None
    assert profile.ci_low is not None
    assert profile.ci_high is not None
    return profile.ratio_days, profile.ci_low, profile.ci_high


def ratio_drawing(profile: Profile) -> MiniRatio | None:
    measured, level = measured_ratio(profile), level_shown(profile)
    if measured is None or level is None:
        return None
    return MiniRatio(*measured, level=level)
