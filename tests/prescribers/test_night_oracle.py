"""The figures in the database, against the slow twin of the method fed row by row."""

from itertools import product

import pytest

from core.jobs import enqueue
from ijstats import method_parameters
from prescribers.models import Attachment, Leave, PatientList, Profile
from prescribers.services.night.kinds import NIGHT
from tests.ijstats import oracle
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


def test_profiles_equal_the_oracle():
    people = world.build()
    enqueue(kind=NIGHT, dedup_key="nuit:oracle", payload={"day": world.AS_OF.isoformat()}, by=None)
    world.run_all()
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
