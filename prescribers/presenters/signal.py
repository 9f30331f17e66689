"""The one message of a profile, where two readings live together.

The *signal* is the decision of the method: the effect is large and certain, and the comparison is
not with the whole nation. The *level* only reads the interval of the observed ratio against 1: it
may be wholly over 1 by the ordinary differences between colleagues, and decides nothing. Hence
three rules, kept by every page and by the export:

1. where a signal is, it is what is said and drawn (chip, diamond), and the level is not repeated;
2. where there is none, an interval over 1 is said with « sans signal », and in the light hue: the
   dark ones are those of signals;
3. alone, the level is called « lecture de l’intervalle » (filter and column of the export).
"""

from dataclasses import dataclass

from ijstats import TO_CONFIRM
from prescribers.enums import Signal
from prescribers.models import Profile
from prescribers.presenters.reading import LEVEL_WORDS, level_shown


@dataclass(frozen=True)
class Said:
    """A chip: its word, its kind in the theme (bare text when `plain`), and a line under it."""

    word: str
    kind: str = ""
    note: str = ""
    plain: bool = False


FOUND = frozenset({Signal.SIGNAL, Signal.STRONG})
WITHOUT, NOT_COMPUTED, NATIONAL = "sans signal", "non calculé", "comparaison indicative"
LEVEL_KINDS = {None: "waiting", -1: "below", 0: "", 1: "above", 2: "above"}


def signal_said(profile: Profile) -> Said:
    """For a column: the signal and its stability, or that there is none."""
    if profile.signal in FOUND:
        return Said(Signal(profile.signal).label, _kind(profile), profile.stability)
    word = WITHOUT if profile.signal else NOT_COMPUTED
    return Said(word, note=NATIONAL if profile.group_fallback else "", plain=True)


def message(profile: Profile) -> Said:
    """For the head of a page: « signal fort, confirmé », « au-dessus…, sans signal »."""
    level = level_shown(profile)
    if level is not None and profile.signal in FOUND:
        words = (Signal(profile.signal).label, profile.stability)
        return Said(", ".join(word for word in words if word), _kind(profile))
    over = level is not None and level > 0
    without = WITHOUT if profile.signal else f"signal {NOT_COMPUTED}"
    word = f"{LEVEL_WORDS[level]}, {without}" if over else LEVEL_WORDS[level]
    return Said(word, LEVEL_KINDS[level])


def _kind(profile: Profile) -> str:
    """A signal that other runs deny is drawn in dashes."""
    if profile.stability == TO_CONFIRM:
        return "fragile"
    return "signal" if profile.signal == Signal.STRONG else "strong"
