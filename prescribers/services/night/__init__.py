"""The night: plan, one map per caisse, one reduction, publication; each safe to do again.

A worker killed anywhere leaves either what was before or what comes after, and the same inputs
give the same bytes whatever the number of workers.
"""

from prescribers.services.night.extent import Extent
from prescribers.services.night.mapping import map_caisses
from prescribers.services.night.planning import Plan, plan_run
from prescribers.services.night.publication import publish_or_hold, release
from prescribers.services.night.reduction import reduce_run
from prescribers.services.night.state import Setback, setback_since


__all__ = [
    "Extent",
    "Plan",
    "Setback",
    "map_caisses",
    "plan_run",
    "publish_or_hold",
    "reduce_run",
    "release",
    "setback_since",
]
