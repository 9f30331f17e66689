"""What the past runs said of a prescriber: a line a run, read as his page reads its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts import MiniRatio
from core.charts.numbers import NBSP, NOTHING, date_fr, fr, month_name
from prescribers.models import Profile, ProfileRun
from prescribers.presenters.period import window_length
from prescribers.presenters.profile_tabs import INDICATORS, tab_url
from prescribers.presenters.reading import (
    level_words,
    mark_shown,
    measured_ratio,
    ratio_drawing,
)
from prescribers.presenters.signal import Said, signal_said
from prescribers.presenters.words import counted


@dataclass(frozen=True)
class PastRun:
    """`drawing` is None below the minima: the line then says so and writes no figure.

    `window`: the months that it counts; `day`: when it was computed; `aside`: why it is not one of
    the monthly runs, when the address asked for such a run.
    """

    number: int
    day: str
    window: str
    aside: str
    observed: str
    expected: str
    interval: str
    reading: str
    signal: Said
    stability: str
    drawing: MiniRatio | None
    url: str
    current: bool
    shown: bool


def past_runs(
    profiles: Sequence[Profile], shown: Profile, current: ProfileRun | None
) -> list[PastRun]:
    """The monthly runs, and the one that the page shows though it is none of them."""
    lines = [*profiles] if shown in profiles else [*profiles, shown]
    lines.sort(key=lambda known: (known.run.window_end, known.run.number), reverse=True)
    return [
        _line(known, shown.run, current, "" if known in profiles else _aside(known, profiles))
        for known in lines
    ]


def history_sentence(profiles: Sequence[Profile]) -> str:
    """« Dans 9 calculs mensuels sur 12, l’intervalle est entièrement au-dessus de l’attendu. »."""
    measured = [known for profile in profiles if (known := measured_ratio(profile))]
    if not measured:
        return "Aucun calcul terminé n’a pu comparer ce prescripteur."
    above = sum(low > 1 for _, low, _ in measured)
    if not above:
        runs = counted(len(measured), "calcul mensuel", "calculs mensuels")
        return f"Au-dessus de l’attendu dans aucun calcul, sur {runs}."
    return (
        f"Dans {counted(above, 'calcul mensuel', 'calculs mensuels')} sur {fr(len(measured))}, "
        "l’intervalle est entièrement au-dessus de l’attendu."
    )


def marks_of(profiles: Sequence[Profile]) -> list[int]:
    """The marks of the drawings, for their legend."""
    marks = {mark for profile in profiles if (mark := mark_shown(profile)) is not None}
    return sorted(marks, reverse=True)


def _aside(profile: Profile, profiles: Sequence[Profile]) -> str:
    """Not one of the monthly runs: a later one took its place, or it looks at something else."""
    run = profile.run
    later = [known.run.number for known in profiles if known.run.window_end == run.window_end]
    if later and later[0] > run.number:
        return f"remplacé par le calcul n°{NBSP}{later[0]}, hors de la suite mensuelle"
    return "hors de la suite mensuelle"


def _line(profile: Profile, shown: ProfileRun, current: ProfileRun | None, aside: str) -> PastRun:
    run, measured, said = profile.run, measured_ratio(profile), signal_said(profile)
    bounds = NOTHING if measured is None else f"{fr(measured[1], 2)}–{fr(measured[2], 2)}"
    is_current = run == current
    return PastRun(
        number=run.number,
        day=date_fr(run.computed_at) if run.computed_at else NOTHING,
        window=f"{month_name(run.window_end)}, {fr(window_length(run))} mois",
        aside=aside,
        observed=NOTHING if measured is None else fr(profile.obs_days),
        expected=NOTHING if measured is None else fr(profile.exp_days),
        interval=bounds,
        reading=level_words(profile),
        signal=said,
        # Under the title « Stabilité ».
        stability=said.note.removeprefix("stabilité ") or NOTHING,
        drawing=ratio_drawing(profile),
        url=tab_url(INDICATORS, profile.rpps, None if is_current else run.number),
        current=is_current,
        shown=run == shown,
    )
