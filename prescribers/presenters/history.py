"""What the past runs said of a prescriber: a line a run, read as his page reads its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts import MiniRatio
from core.charts.numbers import NOTHING, date_fr, fr, month_name
from prescribers.models import Profile, ProfileRun
from prescribers.presenters.profile_tabs import INDICATORS, tab_url
from prescribers.presenters.reading import level_words, measured_ratio, ratio_drawing
from prescribers.presenters.signal import Said, signal_said


@dataclass(frozen=True)
class PastRun:
    """`drawing` is None below the minima: the line then says so and writes no figure."""

    number: int
    day: str
    until: str
    observed: str
    expected: str
    interval: str
    reading: str
    signal: Said
    drawing: MiniRatio | None
    url: str
    current: bool
    shown: bool


def past_runs(
    profiles: Sequence[Profile], shown: ProfileRun, current: ProfileRun | None
) -> list[PastRun]:
    return [_line(profile, shown, current) for profile in profiles]


def history_sentence(profiles: Sequence[Profile]) -> str:
    """« Dans 9 calculs sur 12, l’intervalle est entièrement au-dessus de l’attendu. »."""
    measured = [known for profile in profiles if (known := measured_ratio(profile))]
    if not measured:
        return "Aucun calcul terminé n’a pu comparer ce prescripteur."
    above = sum(low > 1 for _, low, _ in measured)
    if not above:
        return f"Dans aucun des {fr(len(measured))} calculs comparés, l’intervalle n’est au-dessus."
    return (
        f"Dans {fr(above)} calcul{'s' if above > 1 else ''} sur {fr(len(measured))}, "
        "l’intervalle est entièrement au-dessus de l’attendu."
    )


def _line(profile: Profile, shown: ProfileRun, current: ProfileRun | None) -> PastRun:
    run, measured = profile.run, measured_ratio(profile)
    day = run.published_at or run.computed_at
    bounds = NOTHING if measured is None else f"{fr(measured[1], 2)}–{fr(measured[2], 2)}"
    is_current = run == current
    return PastRun(
        number=run.number,
        day=date_fr(day) if day else NOTHING,
        until=month_name(run.window_end),
        observed=NOTHING if measured is None else fr(profile.obs_days),
        expected=NOTHING if measured is None else fr(profile.exp_days),
        interval=bounds,
        reading=level_words(profile),
        signal=signal_said(profile),
        drawing=ratio_drawing(profile),
        url=tab_url(INDICATORS, profile.rpps, None if is_current else run.number),
        current=is_current,
        shown=run == shown,
    )
