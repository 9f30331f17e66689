"""How sure a ratio is: against chance, against the ordinary spread, and among comparables."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

import ijstats
from prescribers.frames.parameters import Choices


class Compared(NamedTuple):
    """Figures of one indicator against one comparator: (D,) observed, expected, κ0, κ."""

    observed: np.ndarray
    expected: np.ndarray
    kappa0: np.ndarray
    kappa: np.ndarray


@dataclass(frozen=True)
class Comparables:
    """Who is compared with whom, and who has enough for a figure."""

    group: np.ndarray
    specialty: np.ndarray
    fallback: np.ndarray
    enough: np.ndarray


@dataclass(frozen=True)
class Certainty:
    """One column of `Profile` each; NaN, or an empty word, where there is no figure."""

    z: np.ndarray
    z_tau: np.ndarray
    mu: np.ndarray
    tau2: np.ndarray
    smoothed: np.ndarray
    smoothed_low: np.ndarray
    smoothed_high: np.ndarray
    p_over_13: np.ndarray
    p_over_15: np.ndarray
    p_over_20: np.ndarray
    p_top: np.ndarray
    centile: np.ndarray
    q_value: np.ndarray
    signal: np.ndarray

    @classmethod
    def blank(cls, size: int) -> "Certainty":
        columns = {name: np.full(size, np.nan) for name in cls.__dataclass_fields__}
        return cls(**(columns | {"signal": np.full(size, ijstats.NO_FIGURE, dtype="U11")}))

    def put(self, rows: np.ndarray, found: "Certainty") -> None:
        for name in self.__dataclass_fields__:
            getattr(self, name)[rows] = getattr(found, name)


def certainty(
    figures: Compared, against_nation: Compared | None, peers: Comparables, choices: Choices
) -> Certainty:
    """Bring each ratio towards its group as far as it is uncertain, and name the signals.

    `against_nation` is needed where a specialty has regional and national groups: those compared
    with the nation stand among all its prescribers.
    """
    who = (peers.group, peers.specialty)
    law = _law(figures, against_nation, peers)
    shrunken = _shrunken(figures, law.mu, law.tau2, choices)
    nation = against_nation and _shrunken(
        against_nation, law.national_mu, law.national_tau2, choices
    )
    standing = ijstats.standing(
        shrunken,
        peers.enough,
        *who,
        fallback=peers.fallback,
        national=nation,
        top_share=choices.top_share,
    )
    z, z_tau = _scores(figures, law)
    return Certainty(
        z=z,
        z_tau=z_tau,
        mu=law.mu,
        tau2=law.tau2,
        smoothed=shrunken.ratio,
        smoothed_low=shrunken.low,
        smoothed_high=shrunken.high,
        p_over_13=shrunken.probability_above(1.3),
        p_over_15=shrunken.probability_above(1.5),
        p_over_20=shrunken.probability_above(2.0),
        p_top=standing.top_probability,
        centile=standing.centile,
        q_value=ijstats.discoveries(np.nan_to_num(z), peers.enough, peers.specialty).q,
        signal=ijstats.signals(
            figures.observed / np.where(figures.expected > 0, figures.expected, np.inf),
            shrunken,
            peers.enough,
            fallback=peers.fallback,
            rule=choices.rule,
        ),
    )


def scores(
    figures: Compared, against_nation: Compared | None, peers: Comparables
) -> tuple[np.ndarray, np.ndarray]:
    """Z against chance and against the ordinary spread of an indicator that makes no signal."""
    return _scores(figures, _law(figures, against_nation, peers))


def _scores(figures: Compared, law: ijstats.Spread) -> tuple[np.ndarray, np.ndarray]:
    z = ijstats.chance_score(*figures[:3])
    z_tau = ijstats.spread_score(*figures[:3], law.mu, law.tau2).z
    return np.where(figures.expected > 0, z, np.nan), z_tau


def _law(figures: Compared, against_nation: Compared | None, peers: Comparables) -> ijstats.Spread:
    national = against_nation and ijstats.Comparison(against_nation.expected, against_nation.kappa0)
    return ijstats.spread(
        *figures[:3], peers.group, peers.specialty, fallback=peers.fallback, national=national
    )


def _shrunken(
    figures: Compared, mu: np.ndarray, tau2: np.ndarray, choices: Choices
) -> ijstats.Shrunken:
    # Rows without national figures carry a NaN law; they are not read, and must not be refused.
    known = np.isfinite(mu)
    return ijstats.shrinkage(
        figures.observed,
        np.where(known, figures.expected, 0.0),
        figures.kappa,
        np.where(known, mu, 0.0),
        np.where(known, tau2, 0.0),
        level=choices.level,
    )
