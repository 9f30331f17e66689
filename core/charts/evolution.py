"""Since when: observed and expected by month, the band, the provisional months."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.charts.evolution_drawing import PEER_EDGE, PEER_MEDIAN, EvolutionDrawing
from core.charts.legend import Legend, area_key, hatch_key, line_key
from core.charts.months import months_from, span_words
from core.charts.numbers import NOTHING, date_fr, fr, month_name
from core.charts.palette import (
    ABOVE_4,
    BAND,
    EXCESS,
    EXPECTED,
    INK,
    INK_3,
    NEUTRAL_2,
    NEUTRAL_3,
    OBSERVED,
    stroke,
)
from core.charts.plot import Axis, Plot, Trace
from core.charts.table import Line, Table


@dataclass(frozen=True)
class EventMark:
    """Something that happened in a month of the series, in a few words."""

    day: date
    words: str


@dataclass(frozen=True)
class PeerMonths:
    """Where comparables stand, in the unit of the chart; None where too few are compared.

    One in ten is under `low`, one in ten over `high`.
    """

    low: Sequence[float | None]
    median: Sequence[float | None]
    high: Sequence[float | None]

    @property
    def series(self) -> dict[str, Sequence[float | None]]:
        return {
            "comparables, D1": self.low,
            "comparable médian": self.median,
            "comparables, D9": self.high,
        }


@dataclass(frozen=True)
class Evolution:
    """All series begin in `start`, one value a month; the last `provisional` are incomplete."""

    start: date
    observed: Sequence[float]
    expected: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    provisional: int = 0
    unit: str = "jours indemnisés par mois"
    sentence: str = ""
    title: str = "Évolution mensuelle : observé et attendu"
    decimals: int = 0
    events: Sequence[EventMark] = ()
    peers: PeerMonths | None = None

    def __post_init__(self) -> None:
        known = (self.observed, self.expected, self.low, self.high, *self.peer_series.values())
        lengths = {len(series) for series in known}
        if len(lengths) > 1:
            raise ValueError(f"The series of an evolution have different lengths: {lengths}.")

    @property
    def months(self) -> list[date]:
        return months_from(self.start, len(self.observed))

    @property
    def peer_series(self) -> dict[str, Sequence[float | None]]:
        return self.peers.series if self.peers else {}

    def plot(self) -> Plot:
        """The provisional months go on after the last complete one, dashed."""
        names = tuple(month_name(month) for month in self.months)
        observed = self._trace("observé", ABOVE_4, self.observed, range(self.complete))
        ahead = range(max(self.complete - 1, 0), len(self.observed))
        return Plot(
            Axis("mois", labels=names),
            Axis(self.unit),
            [
                self._trace("bande à 95\u202f%, bas", NEUTRAL_2, self.low, range(len(self.low))),
                self._trace("bande à 95\u202f%, haut", NEUTRAL_2, self.high, range(len(self.high))),
                replace(
                    self._trace("attendu", INK, self.expected, range(len(self.expected))),
                    dashed=True,
                ),
                *self._peer_traces(),
                observed,
                replace(self._trace("provisoire", ABOVE_4, self.observed, ahead), dashed=True),
            ],
        )

    def _trace(self, name: str, color: str, values: Sequence[float], places: range) -> Trace:
        decimals = self.decimals if values is self.observed else 1
        marks = tuple((float(i), values[i], fr(values[i], decimals)) for i in places)
        return Trace(name, "line", color, marks)

    def _peer_traces(self) -> list[Trace]:
        return [
            Trace(
                name,
                "line",
                INK_3,
                tuple((float(i), v, fr(v, 1)) for i, v in enumerate(values) if v is not None),
                dashed=values is self.peers.median if self.peers else False,
            )
            for name, values in self.peer_series.items()
        ]

    @property
    def complete(self) -> int:
        """How many months count: the provisional ones are drawn, never summed or said."""
        return max(len(self.observed) - self.provisional, 0)

    def legend(self, ident: str) -> Legend:
        if not self.observed:
            return ()
        keys = [
            (line_key(OBSERVED), "observé"),
            (line_key(EXPECTED), "attendu"),
            (area_key(BAND), "bande à 95\u202f%"),
            (area_key(EXCESS), "au-dessus de la bande"),
        ]
        if self.peers:
            keys.append((line_key(PEER_EDGE), "un comparable sur dix en dessous, un au-dessus"))
            keys.append((line_key(PEER_MEDIAN), "comparable médian"))
        if self.provisional:
            keys.append((hatch_key(ident, stroke(NEUTRAL_3, 1)), "mois provisoire"))
        return tuple(keys)

    def told(self, month: date) -> str:
        """The events of a month."""
        same = (event for event in self.events if event.day.replace(day=1) == month)
        return ", ".join(f"{event.words} le {date_fr(event.day)}" for event in same)

    def table(self) -> Table:
        d = self.decimals
        lines = tuple(
            Line(
                (
                    month_name(month),
                    fr(self.observed[i], d),
                    fr(self.expected[i], 1),
                    fr(self.low[i], 1),
                    fr(self.high[i], 1),
                    *(fr(values[i], 1) for values in self.peer_series.values()),
                    *((self.told(month) or NOTHING,) if self.events else ()),
                ),
                provisional=i >= self.complete,
            )
            for i, month in enumerate(self.months)
        )
        told = ("Événement",) if self.events else ()
        peers = (name[0].upper() + name[1:] for name in self.peer_series)
        header = ("Mois", "Observé", "Attendu", "Bande, bas", "Bande, haut", *peers, *told)
        return Table(f"{self.title}, {self.unit}, {span_words(self.months)}", header, lines)

    def svg(self, ident: str, width: float = 720) -> str:
        return EvolutionDrawing(self, ident, width).draw()
