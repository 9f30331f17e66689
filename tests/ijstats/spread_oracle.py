"""How sure a ratio is, written a second time, slowly, as `oracle` does for the expected counts."""

import math
from itertools import pairwise
from statistics import NormalDist
from typing import NamedTuple


def phi(x):
    """P(N ≤ x)."""
    return math.erfc(-x / math.sqrt(2)) / 2


def quantile_of(values, share):
    """The linear quantile: position share × (n - 1) of the sorted values."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def between_of(effects, clipped=0.10, steps=2):
    """τ² of (y, s²) pairs: DerSimonian-Laird, then steps of DerSimonian-Kacker, clipped."""
    if len(effects) < 2:
        return 0.0
    c = 1.0
    if clipped:
        b = NormalDist().inv_cdf(1 - clipped)
        c = 1 - 2 * clipped - 2 * b * NormalDist().pdf(b) + 2 * clipped * b**2
    t = 0.0
    for _ in range(steps):
        a = [1 / (s2 + t) for _, s2 in effects]
        mean = sum(w * y for w, (y, _) in zip(a, effects, strict=True)) / sum(a)
        u = [math.sqrt(w) * (y - mean) for w, (y, _) in zip(a, effects, strict=True)]
        low, high = quantile_of(u, clipped), quantile_of(u, 1 - clipped)
        squares = sum(min(max(each, low), high) ** 2 for each in u) / c
        first = sum(w * s2 for w, (_, s2) in zip(a, effects, strict=True))
        second = sum(w * w * s2 for w, (_, s2) in zip(a, effects, strict=True)) / sum(a)
        t = (squares - first + second) / (sum(a) - sum(w * w for w in a) / sum(a))
        t = max(0.0, t)
    return t


class Doctor(NamedTuple):
    """One prescriber: his count, what his comparator expects, what the nation expects."""

    observed: float
    expected: float
    kappa0: float
    national_expected: float
    national_kappa0: float


def spread_of(world, doctors, d):
    """(μ, τ², κ0 of the funnel, n) of the comparable group of d."""
    specialty = [j for j in world.group if world.specialty[j] == world.specialty[d]]
    if world.fallback[d]:
        members = {j: (doctors[j].national_expected, doctors[j].national_kappa0) for j in specialty}
    else:
        members = {
            j: (doctors[j].expected, doctors[j].kappa0)
            for j in specialty
            if world.group[j] == world.group[d]
        }

    def effects(figures):
        return [
            (math.log((doctors[j].observed + kappa0 / 2) / expected), kappa0 / expected)
            for j, (expected, kappa0) in figures.items()
            if expected >= 5 * kappa0
        ]

    pooled = between_of(effects({j: (doctors[j].expected, doctors[j].kappa0) for j in specialty}))
    own = effects(members)
    weight = len(own) if len(own) > 1 else 0
    tau2 = (weight * between_of(own) + 100 * pooled) / (weight + 100)
    weights = [1 / (s2 + tau2) for _, s2 in own]
    mu = sum(w * y for w, (y, _) in zip(weights, own, strict=True)) / sum(weights) if own else 0.0
    total = sum(expected for expected, _ in members.values())
    squares = sum(expected * kappa0 for expected, kappa0 in members.values())
    return mu, tau2, squares / total if total else 1.0, len(own)


def hermite(n, x):
    """The probabilists' Hermite polynomial He_n(x)."""
    before, now = 0.0, 1.0
    for k in range(n):
        before, now = now, x * now - k * before
    return now


def root_between(degree, low, high):
    """The only root of He_n between two fences."""
    rising = hermite(degree, high) > 0
    for _ in range(120):
        middle = (low + high) / 2
        if (hermite(degree, middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def hermite_nodes(n):
    """[(x, ω)]: roots of He_n between those of He_{n-1}, ω ∝ 1 / He_{n-1}(x)², summing to 1."""
    roots = []
    for degree in range(1, n + 1):
        reach = 2 * math.sqrt(degree) + 1
        fences = [-reach, *roots, reach]
        roots = [root_between(degree, *ends) for ends in pairwise(fences)]
    raw = [1 / hermite(n - 1, x) ** 2 for x in roots]
    return [(x, w / sum(raw)) for x, w in zip(roots, raw, strict=True)]


NODES = hermite_nodes(31)


def tail_of(observed, expected, kappa0, mu, tau2, side):
    """p₊ for side 1, p₋ for side -1."""
    return sum(
        weight
        * phi(
            -side
            * 2
            * (math.sqrt(observed) - math.sqrt(expected * math.exp(mu + math.sqrt(tau2) * x)))
            / math.sqrt(kappa0)
        )
        for x, weight in NODES
    )


def z_tau_of(observed, expected, kappa0, mu, tau2):
    """The normal score of the thinner tail."""
    above = tail_of(observed, expected, kappa0, mu, tau2, 1)
    if above < 0.5:
        return -NormalDist().inv_cdf(above)
    return NormalDist().inv_cdf(tail_of(observed, expected, kappa0, mu, tau2, -1))


def spread_limits_of(expected, kappa0, mu, tau2, level):
    """Counts whose tail is (1 - level) / 2 on each side, by bisection on the count."""
    target, limits = (1 - level) / 2, []
    for side in (-1, 1):
        low, high = 0.0, 1e4 * expected + 1e3 * kappa0
        for _ in range(200):
            middle = (low + high) / 2
            thin = tail_of(middle, expected, kappa0, mu, tau2, side) < target
            if thin == (side == 1):
                high = middle
            else:
                low = middle
        limits.append(low)
    return tuple(limits)


def shrunken_of(observed, expected, kappa, mu, tau2):
    """(M, S) of one prescriber."""
    y = math.log((observed + kappa / 2) / expected)
    s2 = kappa / (observed + kappa / 2)
    t = max(tau2, 0.05**2)
    b = t / (t + s2)
    return mu + b * (y - mu), math.sqrt(b * s2)


def top_of(laws, d, share=0.1):
    """P(top décile) of d among {j: (M, S)}."""
    low = min(m - 10 * s for m, s in laws.values())
    high = max(m + 10 * s for m, s in laws.values())
    for _ in range(200):
        cut = (low + high) / 2
        if sum(phi((m - cut) / s) for m, s in laws.values()) > share * len(laws):
            low = cut
        else:
            high = cut
    mean, sd = laws[d]
    return phi((mean - cut) / sd)


def centile_of(laws, d):
    """100 (rank - ½) / n, ties counting for half."""
    below = sum(m < laws[d][0] for m, _ in laws.values())
    same = sum(m == laws[d][0] for m, _ in laws.values())
    return 100 * (below + (same + 1) / 2 - 0.5) / len(laws)


def q_value_of(p_values, d):
    """Benjamini-Hochberg by its definition: the least rate at which d would be rejected."""
    m = len(p_values)
    rates = []
    for p in p_values.values():
        rank = sum(other <= p for other in p_values.values())
        if p >= p_values[d]:
            rates.append(p * m / rank)
    return min(1.0, *rates)


def signal_of(observed, expected, law, *, enough, fallback):
    """The word of one prescriber."""
    if not enough:
        return ""
    mean, sd = law
    sure = phi((mean - math.log(1.3)) / sd) >= 0.95
    if fallback or observed / expected < 1.5 or not sure:
        return "aucun"
    return "signal_fort" if phi((mean - math.log(1.5)) / sd) >= 0.95 else "signal"


def stable_of(words):
    """The stability of one prescriber whose signals are given, oldest run first."""
    if words[-1] not in {"signal", "signal_fort"}:
        return ""
    if len(words) < 12:
        return "stabilité non établie"
    there = sum(word in {"signal", "signal_fort"} for word in words[-12:])
    return "confirmé" if there >= 8 else "à confirmer"
