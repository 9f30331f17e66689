"""The figures in the database, against the slow twin of the method fed row by row."""

import math
from itertools import product

import pytest

from core.jobs import enqueue
from ijstats import method_parameters, stratum_factors
from prescribers.frames.parameters import Minima
from prescribers.models import Attachment, Leave, PatientList, Profile
from prescribers.services.night import inputs
from prescribers.services.night.kinds import NIGHT
from tests.ijstats import oracle, spread_oracle
from tests.prescribers import night_world as world


pytestmark = pytest.mark.django_db

OPTIONS = {"shape_patients": 500.0, "leave_one_out": True}
MONTHS = len(world.WINDOW)
ALL_MONTHS = world.WINDOW + world.PROVISIONAL


def kept_rows():
    rows = Leave.objects.filter(month__range=(ALL_MONTHS[0], ALL_MONTHS[-1]))
    return rows.exclude(risk="MAT").filter(tpt=False, replacement=False, stratum__gte=0)


def build_world(people):
    """Groups, months of practice, season and exposure by the oracle's own loops."""
    everyone = [person.rpps for person in people]
    specialty = {person.rpps: person.specialty for person in people}
    installed = dict(Attachment.objects.values_list("prescriber__rpps", "install_date"))
    active = {
        (d, m): (ALL_MONTHS[m].year, ALL_MONTHS[m].month) >= (installed[d].year, installed[d].month)
        for d, m in product(everyone, range(len(ALL_MONTHS)))
    }
    by_month = dict.fromkeys(product(everyone, range(len(ALL_MONTHS))), 0)
    days_by_month = dict(by_month)
    for rpps, month, days in kept_rows().values_list("rpps", "month", "days"):
        by_month[str(rpps), ALL_MONTHS.index(month)] += 1
        days_by_month[str(rpps), ALL_MONTHS.index(month)] += days
    share = {d: oracle.season_share_of(by_month, active, specialty, d, MONTHS) for d in everyone}
    lists = PatientList.objects.values_list("rpps", "stratum", "patients")
    exposure = {(str(rpps), s): patients * share[str(rpps)] for rpps, s, patients in lists}
    totals = {d: sum(by_month[d, m] for m in range(MONTHS)) for d in everyone}
    minima = {"min_prescribers": 30, "min_leaves": 5_000}
    region = dict.fromkeys(everyone, "93")
    group = {d: oracle.group_of(specialty, region, totals, d, **minima) for d in everyone}
    fallback = {d: group[d][1] is None for d in everyone}
    return oracle.World(exposure, group, specialty, fallback, 336), active, days_by_month


def window_leaves():
    fields = ("rpps", "stratum", "days", "patient", "start")
    rows = kept_rows().filter(month__lte=world.WINDOW_END).values_list(*fields)
    return [oracle.Leave(str(rpps), s, d, p, start.toordinal()) for rpps, s, d, p, start in rows]


@pytest.fixture
def people(monkeypatch):
    """A recent doctor is below the minima when they ask for the whole window."""
    monkeypatch.setattr(inputs, "Minima", lambda: Minima(min_months=MONTHS))
    built = world.build()
    enqueue(kind=NIGHT, dedup_key="nuit:oracle", payload={"day": world.AS_OF.isoformat()}, by=None)
    world.run_all()
    return built


def test_certainty_equals_the_oracle(people):
    """Spread, shrinkage, standing, q-value and signal of every prescriber, from the rows."""
    nation, _, _ = build_world(people)
    days = oracle.clusters_of(window_leaves(), "days")
    doctors, kappa = {}, {}
    for rpps in nation.group:
        expected = oracle.expected_of(nation, days[0], rpps, **OPTIONS)
        kappa0, kappa[rpps] = oracle.dispersions_of(nation, days, rpps, **OPTIONS)
        observed = sum(days[0].get((rpps, s), 0) for s in range(336))
        doctors[rpps] = spread_oracle.Doctor(
            observed,
            expected,
            kappa0,
            # Nobody here has a specialty with regional and national groups.
            national_expected=expected,
            national_kappa0=kappa0,
        )
    profiles = {profile.rpps: profile for profile in Profile.objects.filter(exp_days__gt=0)}
    enough = {rpps for rpps, profile in profiles.items() if profile.enough}
    assert 3 < len(enough) < len(profiles) == len(doctors)
    laws, scores = {}, {}
    for rpps, one in doctors.items():
        mu, tau2, _, _ = spread_oracle.spread_of(nation, doctors, rpps)
        laws[rpps] = spread_oracle.shrunken_of(one.observed, one.expected, kappa[rpps], mu, tau2)
        scores[rpps] = (
            2 * (math.sqrt(one.observed) - math.sqrt(one.expected)) / math.sqrt(one.kappa0)
        )
        profile, (mean, sd) = profiles[rpps], laws[rpps]
        z_tau = spread_oracle.z_tau_of(one.observed, one.expected, one.kappa0, mu, tau2)
        found = (profile.mu, profile.tau2, profile.z, profile.z_tau, profile.smoothed)
        wanted = (mu, tau2, scores[rpps], z_tau, math.exp(mean))
        assert found == pytest.approx(wanted, rel=1e-8, abs=1e-9)
        over = [spread_oracle.phi((mean - math.log(c)) / sd) for c in (1.3, 1.5, 2.0)]
        assert (profile.p_over_13, profile.p_over_15, profile.p_over_20) == pytest.approx(over)
    for rpps, profile in profiles.items():
        one = doctors[rpps]
        assert profile.signal == spread_oracle.signal_of(
            one.observed,
            one.expected,
            laws[rpps],
            enough=rpps in enough,
            fallback=nation.fallback[rpps],
        )
        if rpps not in enough:
            assert (profile.p_top, profile.centile, profile.q_value) == (None, None, None)
            continue
        same = {j: laws[j] for j in enough if nation.group[j] == nation.group[rpps]}
        ranked = (spread_oracle.top_of(same, rpps), spread_oracle.centile_of(same, rpps))
        assert (profile.p_top, profile.centile) == pytest.approx(ranked, rel=1e-6)
        alike = [j for j in enough if nation.specialty[j] == nation.specialty[rpps]]
        p_values = {j: 1 - spread_oracle.phi(scores[j]) for j in alike}
        assert profile.q_value == pytest.approx(spread_oracle.q_value_of(p_values, rpps), rel=1e-6)


def test_scores_of_leaves_equal_the_oracle(people):
    nation, _, _ = build_world(people)
    counts = oracle.clusters_of(window_leaves(), "leaves")
    doctors = {}
    for rpps in nation.group:
        expected = oracle.expected_of(nation, counts[0], rpps, **OPTIONS)
        kappa0, _ = oracle.dispersions_of(nation, counts, rpps, **OPTIONS)
        observed = sum(counts[0].get((rpps, s), 0) for s in range(336))
        doctors[rpps] = spread_oracle.Doctor(observed, expected, kappa0, expected, kappa0)
    for profile in Profile.objects.filter(exp_days__gt=0):
        one = doctors[profile.rpps]
        mu, tau2, _, _ = spread_oracle.spread_of(nation, doctors, profile.rpps)
        z = 2 * (math.sqrt(one.observed) - math.sqrt(one.expected)) / math.sqrt(one.kappa0)
        z_tau = spread_oracle.z_tau_of(one.observed, one.expected, one.kappa0, mu, tau2)
        found = (profile.z_leaves, profile.z_tau_leaves)
        assert found == pytest.approx((z, z_tau), rel=1e-8, abs=1e-9)


def test_the_regression_equals_proportional_fitting(people):
    nation, _, _ = build_world(people)
    events = oracle.clusters_of(window_leaves(), "days")[0]
    levels = {
        s: tuple(found) for s, found in enumerate(zip(*stratum_factors(range(336)), strict=True))
    }
    for rpps in people[4].rpps, people[-1].rpps:
        same = {d for d in nation.group if nation.group[d] == nation.group[rpps]}
        days, patients = dict.fromkeys(range(336), 0), dict.fromkeys(range(336), 0.0)
        for (d, s), found in events.items():
            days[s] += found if d in same else 0
        for (d, s), found in nation.exposure.items():
            patients[s] += found if d in same else 0
        rates = oracle.raked_rates(days, patients, levels, rounds=200)
        own = sum(n * rates.get(s, 0) for (d, s), n in nation.exposure.items() if d == rpps)
        everyone = sum(patients[s] * rate for s, rate in rates.items())
        observed = sum(found for (d, _), found in events.items() if d == rpps)
        level = (sum(days.values()) - observed) / (everyone - own)
        profile = Profile.objects.get(rpps=rpps)
        assert profile.exp_days_glm == pytest.approx(level * own, rel=1e-6)


def test_kinds_and_euros_are_those_of_the_rows(people):
    rows = kept_rows().filter(month__lte=world.WINDOW_END)
    for person in people[:3]:
        mine = list(rows.filter(rpps=int(person.rpps)))
        profile = Profile.objects.get(rpps=person.rpps)
        assert profile.obs_amount_cents == sum(row.amount_cents for row in mine) > 0
        assert profile.exp_amount_cents > 0
        assert profile.amount_ci_low < profile.ratio_amount < profile.amount_ci_high
        assert profile.leaves_initial == sum(row.nature == "I" for row in mine) > 0
        assert profile.leaves_over_30_days == sum(row.days > 30 for row in mine)
        assert profile.leaves_over_90_days == sum(row.days > 90 for row in mine)
        assert profile.leaves_work_related == sum(row.risk in {"AT", "MP"} for row in mine)
        assert profile.leaves_short == sum((row.end - row.start).days < 3 for row in mine)
        assert profile.leaves_teleconsultation == sum(row.teleconsultation for row in mine)


def test_profiles_equal_the_oracle(people):
    assert method_parameters()["shape_patients"] == OPTIONS["shape_patients"]
    nation, active, days_by_month = build_world(people)
    leaves = window_leaves()
    days = oracle.clusters_of(leaves, "days")
    counts = oracle.clusters_of(leaves, "leaves")
    # A recent one, two ordinary ones, a specialist compared with the nation.
    for rpps in (people[index].rpps for index in (0, 1, 18, -1)):
        profile = Profile.objects.get(rpps=rpps)
        expected = oracle.expected_of(nation, days[0], rpps, **OPTIONS)
        null, own = oracle.dispersions_of(nation, days, rpps, **OPTIONS)
        observed = sum(days[0].get((rpps, s), 0) for s in range(336))
        low, high = oracle.interval_of(observed, expected, own, null)
        assert profile.obs_days == observed
        assert (profile.exp_days, profile.kappa0, profile.kappa) == pytest.approx(
            (expected, null, own), rel=1e-9
        )
        assert (profile.ratio_days, profile.ci_low, profile.ci_high) == pytest.approx(
            (observed / expected, low, high), rel=1e-9
        )
        assert profile.exp_leaves == pytest.approx(
            oracle.expected_of(nation, counts[0], rpps, **OPTIONS), rel=1e-9
        )
        months = [
            oracle.month_of(
                nation,
                days_by_month,
                rpps,
                m,
                expected=expected,
                kappa0=null,
                window=MONTHS,
                active=active,
            )
            for m in range(len(ALL_MONTHS))
        ]
        bands = zip(
            profile.months_expected,
            profile.months_band_low,
            profile.months_band_high,
            strict=True,
        )
        for found, wanted in zip(bands, months, strict=True):
            assert found == pytest.approx(wanted, rel=1e-9)
