"""What adds up to a change: one step a row, each beginning where the one above it ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.drawing import Drawing
from core.charts.legend import Legend
from core.charts.months import draw_nothing
from core.charts.numbers import percent
from core.charts.palette import ABOVE_2, EXPECTED, GRID, INK, NEUTRAL_2, STRONG, TEXT, fill, stroke
from core.charts.scales import Scale, linear, text_width
from core.charts.table import Line, Table


ROW = 44
HEAD = 20
RISE, FALL = fill(ABOVE_2), fill(NEUTRAL_2)
LINK = stroke(INK, 1, "2 3")


@dataclass(frozen=True)
class Step:
    """`share` of the starting value, signed: 0.012 is +1,2 %."""

    name: str
    share: float
    meaning: str = ""


@dataclass(frozen=True)
class Steps:
    """The steps add up to the last row, whose number is their sum and no other."""

    steps: Sequence[Step]
    total_name: str
    mark: Step | None = None
    sentence: str = ""
    title: str = "D’où vient la croissance"
    first_column: str = "Part"

    @property
    def total(self) -> float:
        return sum(step.share for step in self.steps)

    def legend(self, ident: str) -> Legend:
        return ()

    def table(self) -> Table:
        rows = [*self.steps, Step(self.total_name, self.total)]
        rows += [self.mark] if self.mark else []
        lines = tuple(
            Line((f"{row.name} : {row.meaning}" if row.meaning else row.name, _words(row.share)))
            for row in rows
        )
        return Table(self.title, (self.first_column, "En un an"), lines)

    def svg(self, ident: str, width: float = 340) -> str:
        height = HEAD + ROW * (len(self.steps) + 1) + 14
        drawing = Drawing(ident, width, height, self.title, self.sentence)
        if not self.steps:
            return draw_nothing(drawing, "Aucune part à dessiner.")
        place = linear(self._domain(), (8, width - text_width("+10,0 %") - 12))
        self._draw_marks(drawing, place, height)
        reached = 0.0
        for i, step in enumerate(self.steps):
            _draw_step(drawing, step, reached, place, HEAD + ROW * i)
            reached += step.share
        top = HEAD + ROW * len(self.steps)
        drawing.text((4, top + 13), self.total_name, STRONG)
        drawing.circle((place(reached), top + 28), 5, fill(INK))
        drawing.text((width - 4, top + 32), _words(reached), STRONG, "end")
        return drawing.svg()

    def _domain(self) -> tuple[float, float]:
        reached, ends = 0.0, [0.0, self.mark.share if self.mark else 0.0]
        for step in self.steps:
            reached += step.share
            ends.append(reached)
        margin = (max(ends) - min(ends)) * 0.04 or 0.01
        return min(ends) - margin, max(ends) + margin

    def _draw_marks(self, drawing: Drawing, place: Scale, height: float) -> None:
        bottom = height - 14
        for i in range(len(self.steps) + 1):
            top = HEAD + ROW * i
            drawing.line((place(0), top + 18), (place(0), top + 38), stroke(INK, 1))
        drawing.text((place(0), 12), "0", TEXT, "middle")
        if self.mark:
            x = place(self.mark.share)
            drawing.line((x, HEAD - 2), (x, bottom), EXPECTED)
            drawing.text((x, 12), self.mark.name, TEXT, "middle")


def _draw_step(drawing: Drawing, step: Step, start: float, place: Scale, top: float) -> None:
    end = start + step.share
    left, right = sorted((place(start), place(end)))
    drawing.text((4, top + 13), step.name, STRONG)
    drawing.rectangle(
        (left, top + 20), max(right - left, 1.5), 16, RISE if step.share >= 0 else FALL
    )
    drawing.line((place(end), top + 36), (place(end), top + ROW + 20), LINK)
    drawing.text((drawing.width - 4, top + 32), _words(step.share), TEXT, "end")
    drawing.line((4, top + ROW - 3), (drawing.width - 4, top + ROW - 3), GRID)


def _words(share: float) -> str:
    return percent(share, 1, sign=True)
