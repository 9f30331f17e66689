"""The shape of a key figure over the months: no axis, the number stands above it."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.drawing import Drawing
from core.charts.legend import Legend
from core.charts.numbers import fr
from core.charts.palette import DOT, OBSERVED, OBSERVED_PROVISIONAL
from core.charts.scales import linear
from core.charts.table import Line, Table


@dataclass(frozen=True)
class Sparkline:
    values: Sequence[float]
    title: str
    provisional: int = 0
    decimals: int = 0

    @property
    def complete(self) -> int:
        return max(len(self.values) - self.provisional, 0)

    @property
    def sentence(self) -> str:
        if not self.complete:
            return "Aucun mois complet."
        first, last = self.values[0], self.values[self.complete - 1]
        words = f"De {fr(first, self.decimals)} à {fr(last, self.decimals)}"
        if not self.provisional:
            return f"{words}."
        last_months = (
            "dernier mois provisoire" if self.provisional == 1 else "derniers mois provisoires"
        )
        return f"{words} ; {last_months}."

    def legend(self, ident: str) -> Legend:
        return ()

    def table(self) -> Table:
        lines = tuple(
            Line((str(i + 1), fr(value, self.decimals)), provisional=i >= self.complete)
            for i, value in enumerate(self.values)
        )
        return Table(self.title, ("Rang du mois", "Valeur"), lines)

    def svg(self, ident: str, width: float = 190) -> str:
        height, count, k = 38, len(self.values), self.complete
        drawing = Drawing(ident, width, height, self.title, self.sentence)
        if not count:
            return drawing.svg()
        place_x = linear((0, count - 1), (3, width - 4))
        place_y = linear((min(self.values), max(self.values)), (height - 5, 5))
        points = [(place_x(i), place_y(value)) for i, value in enumerate(self.values)]
        if self.provisional:
            left = (points[k - 1][0] + points[k][0]) / 2 if k else 0
            drawing.hatch((left, 1), width - left - 1, height - 2)
        drawing.polyline(points[:k], OBSERVED)
        if self.provisional:
            drawing.polyline(points[max(k - 1, 0) :], OBSERVED_PROVISIONAL)
        if k:
            drawing.circle(points[k - 1], 3.25, DOT)
        return drawing.svg()
