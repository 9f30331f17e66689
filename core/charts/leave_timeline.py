"""One interruption of work, notice by notice: a bar from its first to its last day, no date."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.drawing import Drawing
from core.charts.legend import Legend, area_key, line_key
from core.charts.months import draw_nothing, is_narrow
from core.charts.numbers import fr
from core.charts.palette import ABOVE_2, ABOVE_4, GRID, REFERENCE, SMALL, STRONG, fill
from core.charts.scales import linear, tick_decimals, ticks_from_zero
from core.charts.table import Line, Table


FIRST, FOLLOWING = fill(ABOVE_4), fill(ABOVE_2)
STEP, HEAD, FOOT = 30, 24, 22


@dataclass(frozen=True)
class TimelineLeave:
    """A notice: its first and last days counted from the first day of all, which is day 1."""

    first: int
    last: int
    nature: str
    paid_days: int
    words: str
    prolongation: bool = False


@dataclass(frozen=True)
class LeaveTimeline:
    """`reference` in days, when the motives have one: drawn as a line."""

    leaves: Sequence[TimelineLeave]
    reference: int | None = None
    sentence: str = ""
    title: str = "Déroulé de l’arrêt, avis par avis"

    def legend(self, ident: str) -> Legend:
        keys = [(area_key(FIRST), "avis initial"), (area_key(FOLLOWING), "prolongation")]
        if self.reference is not None:
            keys.append((line_key(REFERENCE), f"durée de référence, {fr(self.reference)} jours"))
        return tuple(keys)

    def table(self) -> Table:
        header = ("Avis", "Du jour", "Au jour", "Nature", "Jours indemnisés", "Motif déclaré")
        lines = tuple(
            Line((str(i), fr(x.first), fr(x.last), x.nature, fr(x.paid_days), x.words))
            for i, x in enumerate(self.leaves, start=1)
        )
        return Table(self.title, header, lines)

    def svg(self, ident: str, width: float = 720) -> str:
        bottom = HEAD + STEP * len(self.leaves)
        drawing = Drawing(ident, width, bottom + FOOT, self.title, self.sentence)
        if not self.leaves:
            return draw_nothing(drawing, "Aucun avis à dessiner.")
        last = max([*(leave.last for leave in self.leaves), self.reference or 0])
        ticks = ticks_from_zero(last, 3 if is_narrow(width) else 6)
        place = linear((0, ticks[-1]), (24, width - 16))
        for tick in ticks:
            drawing.line((place(tick), HEAD - 4), (place(tick), bottom), GRID)
            drawing.text(
                (place(tick), bottom + 16), fr(tick, tick_decimals(ticks)), SMALL, "middle"
            )
        drawing.text((24, 12), "jours depuis le début de l’arrêt", SMALL)
        for i, leave in enumerate(self.leaves):
            top, start = HEAD + STEP * i, place(leave.first - 1)
            paint = FOLLOWING if leave.prolongation else FIRST
            drawing.rectangle((start, top + 5), max(place(leave.last) - start, 2), STEP - 10, paint)
            drawing.text((0, top + STEP / 2 + 4), str(i + 1), STRONG)
        if self.reference is not None:
            x = place(self.reference)
            drawing.line((x, HEAD - 6), (x, bottom), REFERENCE)
        return drawing.svg()
