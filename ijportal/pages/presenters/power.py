"""What the rule of the signal sees and misses, in the words and figures of the page Méthode."""

from dataclasses import dataclass

from core.charts.numbers import fr, percent
from ijportal.pages.known_truth import KnownTruth, Place, Seen, Tail


TAILS = {
    "lourde": "Durées comme celles des chiffres publiés\u202f: 7\u202f% des arrêts dépassent "
    "six mois, avec la moitié des jours",
    "legere": "Durées régulières, de même moyenne\u202f: 34 jours par arrêt",
}
# A signal up to the first is a false alarm, up to the second it is weak; no signal from one of the
# others on is a miss. All are limits of the classes of the curve.
FALSE_UP_TO, WEAK_UP_TO = 1.3, 1.5
MISSED_FROM = (1.5, 1.7, 2.0)
MOST, HALF = 0.9, 0.5
LEAST = 0.0001


@dataclass(frozen=True)
class Cell:
    signal: str
    strong: str


@dataclass(frozen=True)
class Row:
    """A class of true ratio; one cell by class of expected leaves."""

    name: str
    cells: list[Cell]


@dataclass(frozen=True)
class Miss:
    """Those of this true ratio, and above, who have no signal."""

    ratio: str
    share: str


@dataclass(frozen=True)
class TailValues:
    """What one tail of durations gives."""

    name: str
    columns: list[str]
    rows: list[Row]
    false_alarms: str
    without_effect: str
    weak_among_signals: str
    misses: list[Miss]
    most_from: str
    half_from: str


@dataclass(frozen=True)
class PowerValues:
    method: str
    nations: str
    seeds: str
    prescribers: str
    tails: list[TailValues]


def power(known: KnownTruth) -> PowerValues:
    """The curve and its sums; the durations like the published ones first."""
    tails = [known.tails[name] for name in TAILS]
    everyone = sum(_of(tail).prescribers for tail in tails)
    return PowerValues(
        method=known.method,
        nations=fr(known.seeds * len(tails)),
        seeds=fr(known.seeds),
        prescribers=fr(everyone),
        tails=[_tail(words, known.tails[name]) for name, words in TAILS.items()],
    )


def _tail(name: str, tail: Tail) -> TailValues:
    ratios = sorted({(place.ratio_min, place.ratio_max) for place in tail.curve}, key=_first)
    leaves = sorted({(place.leaves_min, place.leaves_max) for place in tail.curve}, key=_first)
    every = _of(tail)
    false, innocent = _of(tail, up_to=FALSE_UP_TO), tail.without_effect
    return TailValues(
        name=name,
        columns=[_class(*one, decimals=0) for one in leaves],
        rows=[
            Row(_class(*ratio), [_cell(tail.curve[Place(*ratio, *one)]) for one in leaves])
            for ratio in ratios
        ],
        false_alarms=share(false.signals, false.prescribers),
        without_effect=f"{fr(innocent.signals)} sur {fr(innocent.prescribers)}",
        weak_among_signals=share(_of(tail, up_to=WEAK_UP_TO).signals, every.signals),
        misses=[_miss(tail, ratio) for ratio in MISSED_FROM],
        most_from=_from(tail.enough[MOST]),
        half_from=_from(tail.enough[HALF]),
    )


def _of(tail: Tail, *, up_to: float = float("inf"), since: float = 0.0) -> Seen:
    """Everyone whose class of true ratio lies between the two."""
    chosen = (
        seen
        for place, seen in tail.curve.items()
        if place.ratio_min >= since and (place.ratio_max or float("inf")) <= up_to
    )
    return sum(chosen, Seen())


def _miss(tail: Tail, ratio: float) -> Miss:
    seen = _of(tail, since=ratio)
    return Miss(_ratio(ratio), share(seen.prescribers - seen.signals, seen.prescribers))


def _cell(seen: Seen) -> Cell:
    return Cell(share(seen.signals, seen.prescribers), share(seen.strong, seen.prescribers))


def share(count: int, among: int) -> str:
    """A percentage that never rounds a few to none, nor nearly all to all."""
    if not among:
        return fr(None)
    part = count / among
    if 0 < part < LEAST:
        return f"< {percent(LEAST, 2)}"
    if 1 - LEAST < part < 1:
        return f"> {percent(1 - LEAST, 2)}"
    return percent(part, 2 if 0 < part < 0.01 or 0.99 < part < 1 else 0)


def _first(limits: tuple[float, float | None]) -> float:
    return limits[0]


def _class(low: float, high: float | None, decimals: int | None = None) -> str:
    written = _ratio if decimals is None else fr
    if high is None:
        return f"{written(low)} et plus"
    return f"moins de {written(high)}" if low == 0 else f"{written(low)} à {written(high)}"


def _ratio(value: float) -> str:
    return fr(value, 1)


def _from(leaves: float | None) -> str:
    return "jamais" if leaves is None else fr(leaves)
