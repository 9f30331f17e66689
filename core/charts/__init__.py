"""Charts: numbers in, one SVG string and one table out; the same drawing for page and paper.

Plain Python. A drawing carries presentation attributes only (the pages' policy refuses styles and
paper draws classed shapes black), a title, and its reading sentence as description.
"""

from core.charts.caterpillar import Caterpillar, CaterpillarRow
from core.charts.choropleth import Area, Choropleth
from core.charts.deciles import Deciles
from core.charts.delay_deciles import DelayDeciles
from core.charts.evolution import EventMark, Evolution, PeerMonths
from core.charts.funnel import Funnel, FunnelRow
from core.charts.gauge import Gauge
from core.charts.leave_timeline import LeaveTimeline, TimelineLeave
from core.charts.levels import SIGNAL_MARK, level_of, level_word
from core.charts.mini_ratio import MiniRatio, MiniRatioAxis
from core.charts.monthly_bars import MonthlyBars
from core.charts.pyramid import Pyramid, PyramidRow, PyramidSide
from core.charts.ranked_dots import RankedDots, RankedRow
from core.charts.sparkline import Sparkline
from core.charts.spine import Spine, SpineRow
from core.charts.stacked_months import MonthOfParts, StackedMonths
from core.charts.steps import Step, Steps
from core.charts.structure_bars import StructureBars, StructureRow
from core.charts.table import Line, Table


__all__ = [
    "SIGNAL_MARK",
    "Area",
    "Caterpillar",
    "CaterpillarRow",
    "Choropleth",
    "Deciles",
    "DelayDeciles",
    "EventMark",
    "Evolution",
    "Funnel",
    "FunnelRow",
    "Gauge",
    "LeaveTimeline",
    "Line",
    "MiniRatio",
    "MiniRatioAxis",
    "MonthOfParts",
    "MonthlyBars",
    "PeerMonths",
    "Pyramid",
    "PyramidRow",
    "PyramidSide",
    "RankedDots",
    "RankedRow",
    "Sparkline",
    "Spine",
    "SpineRow",
    "StackedMonths",
    "Step",
    "Steps",
    "StructureBars",
    "StructureRow",
    "Table",
    "TimelineLeave",
    "level_of",
    "level_word",
]
