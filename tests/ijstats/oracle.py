"""The method written a second time, slowly: loops, dicts and `math`, no import of the product.

Every function follows the text of the method sentence by sentence, on dicts keyed by prescriber
and stratum. A missing key is a zero.
"""

import math
from collections import defaultdict
from statistics import NormalDist
from typing import NamedTuple


class Leave(NamedTuple):
    """One row: who wrote it, for whom, in which stratum, for how long, from which day."""

    prescriber: int
    stratum: int
    days: int
    patient: int
    start: int


class World(NamedTuple):
    """A nation: exposure n[d, s], and for each prescriber his group, specialty and fallback."""

    exposure: dict
    group: dict
    specialty: dict
    fallback: dict
    strata: int


def band_of(age):
    """Index of the age band, None outside 16-70."""
    bands = [(16, 24), (25, 34), (35, 44), (45, 54), (55, 59), (60, 64), (65, 70)]
    for index, (first, last) in enumerate(bands):
        if first <= age <= last:
            return index
    return None


def stratum_of(age, sex, ald, c2s, quintile):
    """Code by position in the enumeration of the strata, -1 outside."""
    if band_of(age) is None or ald == 2:
        return -1
    position = 0
    for band in range(7):
        for each_sex in (1, 2):
            for each_ald in (0, 1):
                for each_c2s in (0, 1):
                    for each_quintile in range(6):
                        here = (band, each_sex, each_ald, each_c2s, each_quintile)
                        if here == (band_of(age), sex, ald, c2s, quintile):
                            return position
                        position += 1
    raise AssertionError("not a patient")


def clusters_of(leaves, indicator):
    """X_ds, V_d, Q_ds and P_d of "days" or "leaves"."""
    observed, squares = defaultdict(int), defaultdict(int)
    last_squares, patients = defaultdict(int), defaultdict(int)
    by_patient = defaultdict(list)
    for leave in leaves:
        if leave.stratum == -1:
            continue
        observed[leave.prescriber, leave.stratum] += leave.days if indicator == "days" else 1
        by_patient[leave.prescriber, leave.patient].append(leave)
    for (prescriber, _), own in by_patient.items():
        total = sum(leave.days for leave in own) if indicator == "days" else len(own)
        last_day = max(leave.start for leave in own)
        stratum = max(leave.stratum for leave in own if leave.start == last_day)
        squares[prescriber] += total * total
        last_squares[prescriber, stratum] += total * total
        patients[prescriber] += 1
    return observed, squares, last_squares, patients


def comparators_of(world, d):
    """The prescribers who make the rates of d: his group, or his whole specialty if fallback."""
    if world.fallback[d]:
        return [j for j in world.group if world.specialty[j] == world.specialty[d]]
    return [j for j in world.group if world.group[j] == world.group[d]]


def rates_for(world, events, d, *, shape_patients, leave_one_out):
    """{s: r_gsd} for one prescriber; the same formula makes q from Q."""
    nation = [j for j in world.group if world.specialty[j] == world.specialty[d]]
    members = comparators_of(world, d)
    others = [j for j in members if j != d] if leave_one_out else members
    shape = {}
    for s in range(world.strata):
        exposed = sum(world.exposure.get((j, s), 0) for j in nation)
        happened = sum(events.get((j, s), 0) for j in nation)
        shape[s] = happened / exposed if exposed else 0.0
    happened, at_shape = 0, 0.0
    for s in range(world.strata):
        happened += sum(events.get((j, s), 0) for j in others)
        at_shape += sum(world.exposure.get((j, s), 0) for j in others) * shape[s]
    level = happened / at_shape if at_shape else 0.0
    rates = {}
    for s in range(world.strata):
        happened = sum(events.get((j, s), 0) for j in others)
        exposed = sum(world.exposure.get((j, s), 0) for j in others)
        if exposed + shape_patients > 0:
            borrowed = shape_patients * level * shape[s]
            rates[s] = (happened + borrowed) / (exposed + shape_patients)
        else:
            rates[s] = level * shape[s]
    return rates


def expected_of(world, events, d, **options):
    """E_d, or Q*_d when the events are the squares."""
    rates = rates_for(world, events, d, **options)
    return sum(world.exposure.get((d, s), 0) * rates[s] for s in range(world.strata))


def dispersions_of(world, clusters, d, **options):
    """(κ0_d, κ_d) of one prescriber."""
    observed, squares, last_squares, patients = clusters
    r = rates_for(world, observed, d, **options)
    q = rates_for(world, last_squares, d, **options)
    expected = sum(world.exposure.get((d, s), 0) * r[s] for s in range(world.strata))
    expected_squares = sum(world.exposure.get((d, s), 0) * q[s] for s in range(world.strata))
    if expected == 0:
        return 1.0, 1.0
    variance = sum(world.exposure.get((d, s), 0) * (q[s] - r[s] ** 2) for s in range(world.strata))
    null = max(1.0, variance / expected)
    own_total = sum(observed.get((d, s), 0) for s in range(world.strata))
    if own_total == 0 or expected_squares == 0:
        return null, null
    weight = patients[d] / (patients[d] + 50)
    factor = (squares[d] / own_total) / (expected_squares / expected)
    return null, null * math.exp(weight * math.log(factor))


def gamma_below(shape, x):
    """P(Gamma(shape) ≤ x) by its power series."""
    if x <= 0:
        return 0.0
    term = math.exp(shape * math.log(x) - x - math.lgamma(shape + 1))
    total, k = 0.0, 0
    while term > 1e-18 * total or k < x:
        total += term
        k += 1
        term *= x / (shape + k)
    return total


def gamma_quantile(shape, probability):
    """The x of a probability, by bisection."""
    low, high = 0.0, 10.0
    while gamma_below(shape, high) < probability:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if gamma_below(shape, middle) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def interval_of(observed, expected, kappa, kappa0, level=0.95):
    """Limits of O / E."""
    alpha = 1 - level
    z = NormalDist().inv_cdf(1 - alpha / 2)
    if observed == 0:
        return 0.0, -math.log(alpha / 2) * kappa0 / expected
    m = observed / kappa
    if m < 10:
        low, high = gamma_quantile(m, alpha / 2), gamma_quantile(m + 1, 1 - alpha / 2)
    else:
        low = m * (1 - 1 / (9 * m) - z / (3 * math.sqrt(m))) ** 3
        high = (m + 1) * (1 - 1 / (9 * (m + 1)) + z / (3 * math.sqrt(m + 1))) ** 3
    return low * kappa / expected, high * kappa / expected


def group_of(specialty, region, leaves, d, *, min_prescribers, min_leaves):
    """(specialty, region or None for the nation) of prescriber d."""
    same = [j for j in specialty if specialty[j] == specialty[d] and region[j] == region[d]]
    if len(same) >= min_prescribers and sum(leaves[j] for j in same) >= min_leaves:
        return specialty[d], region[d]
    return specialty[d], None


def season_share_of(leaves, active, specialty, d, months):
    """e_d: the weights of the months when d was active."""
    weights = [0.0] * months
    for j in specialty:
        if specialty[j] == specialty[d] and all(active[j, m] for m in range(months)):
            for m in range(months):
                weights[m] += leaves[j, m]
    if sum(weights) == 0:
        weights = [1.0] * months
    return sum(weights[m] for m in range(months) if active[d, m]) / sum(weights)


def month_of(world, by_month, d, m, *, expected, kappa0, window, active, level=0.95):
    """(E_dm, low, high): the window's E spread by the months of the group, banded by chance."""
    members = comparators_of(world, d)
    in_window = sum(by_month[j, i] for j in members for i in range(window))

    def share(i):
        if not active[d, i]:
            return 0.0
        return sum(by_month[j, i] for j in members) / in_window if in_window else 1 / window

    seen = sum(share(i) for i in range(window))
    mean = expected * share(m) / seen if seen else 0.0
    if mean == 0:
        return 0.0, 0.0, 0.0
    z = NormalDist().inv_cdf(0.5 + level / 2)
    half = z * math.sqrt(kappa0 / mean) / 2
    return mean, mean * max(0.0, 1 - half) ** 2, mean * (1 + half) ** 2


def raked_rates(events, exposure, factors, rounds=2_000):
    """Main-effect Poisson rates by proportional fitting (Deming & Stephan 1940).

    `events` and `exposure` are {pattern: number}, `factors` {pattern: tuple of levels}. Each
    round rescales, factor after factor, until every margin of the fitted counts is the observed.
    """
    rates = {s: 1.0 for s in exposure if exposure[s] > 0}
    for _ in range(rounds):
        for index in range(len(next(iter(factors.values())))):
            for level in {factors[s][index] for s in rates}:
                of_level = [s for s in rates if factors[s][index] == level]
                fitted = sum(exposure[s] * rates[s] for s in of_level)
                happened = sum(events.get(s, 0) for s in of_level)
                for s in of_level:
                    rates[s] *= happened / fitted if fitted else 0.0
    return rates
