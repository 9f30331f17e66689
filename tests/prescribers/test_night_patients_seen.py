"""The law's denominator: the rate by patient seen of the others of the group, from the rows."""

from datetime import date

import pytest

from ijstats import ratio_interval
from prescribers.enums import SourceKind
from prescribers.models import Activity, Profile
from tests.prescribers import night_world as world
from tests.prescribers.factories import open_activity
from tests.prescribers.test_night_history import newest, recompute


pytestmark = pytest.mark.django_db

SEEN = 90


def tell_activity(people, months):
    """Each saw more patients than the one before; the first saw nobody in the first months."""
    for month in months:
        open_activity(month)
        Activity.objects.bulk_create(
            Activity(
                month=month,
                rpps=int(person.rpps),
                patients_seen=SEEN + place if place or month > date(2025, 1, 1) else 0,
                acts=300,
            )
            for place, person in enumerate(people)
        )
        world.record_batch(SourceKind.ACTIVITE, month, accepted=len(people))


def seen_by(rpps):
    rows = Activity.objects.filter(rpps=int(rpps), month__in=world.WINDOW)
    return sum(rows.values_list("patients_seen", flat=True))


def test_each_against_the_others_of_his_group_by_patient_seen():
    people = world.build()
    tell_activity(people, world.WINDOW + world.PROVISIONAL)
    recompute()
    profiles = {p.rpps: p for p in Profile.objects.filter(run=newest())}
    assert len(profiles) == len(people)
    for person in people[0], people[7], people[-1]:
        mine = profiles[person.rpps]
        others = [
            p for p in profiles.values() if p.group_code == mine.group_code and p.rpps != mine.rpps
        ]
        seen = seen_by(person.rpps)
        others_seen = sum(seen_by(p.rpps) for p in others)
        expected = seen * sum(p.obs_days for p in others) / others_seen
        leaves = seen * sum(p.obs_leaves for p in others) / others_seen
        assert mine.patients_seen == seen > 0
        assert (mine.seen_exp_days, mine.seen_exp_leaves) == pytest.approx((expected, leaves))
        assert mine.seen_ratio_days == pytest.approx(mine.obs_days / expected)
        assert mine.seen_ratio_leaves == pytest.approx(mine.obs_leaves / leaves)
        low, high = ratio_interval([mine.obs_days], [expected], [mine.kappa], [mine.kappa0])
        assert (mine.seen_ci_low, mine.seen_ci_high) == pytest.approx((low[0], high[0]))
        assert mine.seen_leaves_ci_low < mine.seen_ratio_leaves < mine.seen_leaves_ci_high


def test_one_month_without_activity_and_nobody_has_the_figure():
    people = world.build(doctors=36, specialists=0)
    tell_activity(people, world.WINDOW[1:])
    recompute()
    told = Profile.objects.filter(run=newest()).values_list("patients_seen", "seen_ratio_days")
    assert {*told} == {(None, None)}


def test_who_saw_nobody_has_no_figure_and_tells_no_rate():
    people = world.build(doctors=36, specialists=0)
    tell_activity(people, world.WINDOW)
    nobody = people[5].rpps
    Activity.objects.filter(rpps=int(nobody)).update(patients_seen=0)
    recompute()
    profiles = {p.rpps: p for p in Profile.objects.filter(run=newest())}
    assert (profiles[nobody].patients_seen, profiles[nobody].seen_ratio_days) == (0, None)
    one = profiles[people[7].rpps]
    others = [p for p in profiles.values() if p.rpps not in {one.rpps, nobody}]
    rate = sum(p.obs_days for p in others) / sum(seen_by(p.rpps) for p in others)
    assert one.seen_exp_days == pytest.approx(rate * one.patients_seen)
