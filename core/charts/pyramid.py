"""Who the patients are: men to the left, women to the right, by age, over the comparables' own."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.drawing import Drawing
from core.charts.legend import Legend, area_key, line_key
from core.charts.months import draw_nothing, is_narrow
from core.charts.numbers import percent
from core.charts.palette import ABOVE_2, GRID, INK, MUTED, SMALL, STRONG, TEXT, fill, stroke
from core.charts.scales import Scale, linear, ticks_from_zero
from core.charts.table import Line, Table


OWN, GROUP = fill(ABOVE_2), stroke(INK, 1.5)
STEP, HEAD, FOOT = 34, 26, 22
GUTTER = 84
# Room for the number of a bar that reaches the end of the scale.
MARGIN = 48
HIDDEN = "masqué"


@dataclass(frozen=True)
class PyramidSide:
    """One sex of one age band: the count as written, its share of the list, the comparables'.

    A hidden count has no share.
    """

    count: str
    share: float | None
    group: float | None


@dataclass(frozen=True)
class PyramidRow:
    """One age band, the youngest last on the drawing."""

    name: str
    men: PyramidSide
    women: PyramidSide


@dataclass(frozen=True)
class Pyramid:
    rows: Sequence[PyramidRow]
    sentence: str = ""
    title: str = "Patients actifs par âge et sexe"
    name: str = "ce prescripteur"

    @property
    def sides(self) -> list[PyramidSide]:
        return [side for row in self.rows for side in (row.men, row.women)]

    @property
    def compared(self) -> bool:
        return any(side.group is not None for side in self.sides)

    def legend(self, ident: str) -> Legend:
        own = (area_key(OWN), f"patients de {self.name}")
        return (own, (line_key(GROUP), "comparables")) if self.compared else (own,)

    def table(self) -> Table:
        header = ["Âge"]
        for sex in ("Hommes", "Femmes"):
            header += [sex, f"{sex}, part"] + [f"{sex}, comparables"] * self.compared
        lines = tuple(
            Line((row.name, *self._cells(row.men), *self._cells(row.women))) for row in self.rows
        )
        return Table(self.title, tuple(header), lines)

    def _cells(self, side: PyramidSide) -> tuple[str, ...]:
        own = (side.count, percent(side.share, 1))
        return (*own, percent(side.group, 1)) if self.compared else own

    def svg(self, ident: str, width: float = 720) -> str:
        bottom = HEAD + STEP * len(self.rows)
        drawing = Drawing(ident, width, bottom + FOOT, self.title, self.sentence)
        if not self.rows:
            return draw_nothing(drawing, "Aucun patient à dessiner.")
        highest = max([0.0, *(v for s in self.sides for v in (s.share, s.group) if v is not None)])
        ticks = ticks_from_zero(highest, 2 if is_narrow(width) else 4)
        middle = width / 2
        men = linear((0, ticks[-1]), (middle - GUTTER / 2, MARGIN))
        women = linear((0, ticks[-1]), (middle + GUTTER / 2, width - MARGIN))
        drawing.text((men(0), 14), "Hommes", STRONG, "end")
        drawing.text((women(0), 14), "Femmes", STRONG)
        for place in (men, women):
            _draw_scale(drawing, place, ticks, bottom)
        for i, row in enumerate(reversed(self.rows)):
            top = HEAD + STEP * i
            drawing.text((middle, top + STEP / 2 + 4), row.name, TEXT, "middle")
            _draw_side(drawing, row.men, men, top, anchor="end")
            _draw_side(drawing, row.women, women, top, anchor="start")
        return drawing.svg()


def _draw_scale(drawing: Drawing, place: Scale, ticks: Sequence[float], bottom: float) -> None:
    for tick in ticks:
        drawing.line((place(tick), HEAD), (place(tick), bottom), GRID)
        drawing.text((place(tick), bottom + 16), percent(tick), SMALL, "middle")


def _draw_side(
    drawing: Drawing, side: PyramidSide, place: Scale, top: float, *, anchor: str
) -> None:
    outwards = 1 if anchor == "start" else -1
    end = max(side.share or 0.0, side.group or 0.0)
    words = HIDDEN if side.share is None else percent(side.share, 1)
    lettering = MUTED if side.share is None else STRONG
    drawing.text((place(end) + 5 * outwards, top + STEP / 2 + 4), words, lettering, anchor)
    if side.share is not None:
        corner = min(place(0), place(side.share))
        drawing.rectangle((corner, top + 4), abs(place(side.share) - place(0)), STEP - 8, OWN)
    if side.group is not None:
        x = place(side.group)
        drawing.line((x, top + 1), (x, top + STEP - 1), GROUP)
