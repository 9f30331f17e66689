"""Charts: numbers in, one SVG string and one table out; the same drawing for page and paper.

Plain Python. A drawing carries presentation attributes only (the pages' policy refuses styles and
paper draws classed shapes black), a title, and its reading sentence as description.
"""

from core.charts.deciles import Deciles
from core.charts.evolution import Evolution
from core.charts.gauge import Gauge
from core.charts.levels import SIGNAL_MARK, level_of, level_word
from core.charts.mini_ratio import MiniRatio, MiniRatioAxis
from core.charts.monthly_bars import MonthlyBars
from core.charts.ranked_dots import RankedDots, RankedRow
from core.charts.sparkline import Sparkline
from core.charts.table import Line, Table


__all__ = [
    "SIGNAL_MARK",
    "Deciles",
    "Evolution",
    "Gauge",
    "Line",
    "MiniRatio",
    "MiniRatioAxis",
    "MonthlyBars",
    "RankedDots",
    "RankedRow",
    "Sparkline",
    "Table",
    "level_of",
    "level_word",
]
