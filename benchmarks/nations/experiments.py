"""The nations on which the method is judged: each is drawn, goes through the chain, is counted."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.nations import odd_lists, power
from benchmarks.nations.chain import figures
from benchmarks.nations.measures import Tallies, calibration, top_decile
from benchmarks.nations.nation import draw_nation
from benchmarks.nations.plans import Plan, Tail


def no_effect(seed: int, tail: Tail) -> Tallies:
    """Nobody prescribes differently."""
    nation = draw_nation(Plan(seed, tail))
    return calibration(nation, figures(nation))


def ordinary_spread(seed: int, tail: Tail) -> Tallies:
    """Everybody prescribes a little differently: log sd 0.25."""
    nation = draw_nation(Plan(seed, tail, spread=power.ORDINARY_SPREAD))
    said = figures(nation)
    return calibration(nation, said) | top_decile(nation, said)


def odd(seed: int, tail: Tail) -> Tallies:
    """Odd lists and half-years, nobody prescribing differently."""
    return odd_lists.above_chance(draw_nation(odd_lists.odd_plan(seed, tail)))


@dataclass(frozen=True)
class Power:
    """A nation with planted prescribers: what was counted, and everyone above the minima."""

    tallies: Tallies
    found: power.Found


def planted(seed: int, tail: Tail) -> Power:
    """An ordinary nation with planted prescribers."""
    nation = draw_nation(power.power_plan(seed, tail))
    said = figures(nation)
    return Power(power.detection(nation, said), power.found(nation, said))


# In the words of the file that is written.
CALIBRATIONS: dict[str, Callable[[int, Tail], Tallies]] = {
    "sans_effet": no_effect,
    "ecart_0.25": ordinary_spread,
    "listes_particulieres": odd,
}
