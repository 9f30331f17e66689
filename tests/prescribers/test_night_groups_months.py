"""The months that a night keeps of each group are those of its profiles, counted one by one."""

import math

import pytest

from prescribers.models import GroupMonths, Profile, ProfileRun
from prescribers.selectors.group_months import group_months
from prescribers.services.night import plan_run
from tests.prescribers import night_world as world


pytestmark = pytest.mark.django_db
NAMES = {"low": 0.1, "median": 0.5, "high": 0.9}


def night():
    plan_run(as_of=world.AS_OF, by=None)
    world.run_all()
    return ProfileRun.objects.order_by("number").last()


def quantile(values, share):
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def naive(profiles):
    """By group of a profile above the minima; a national one holds its whole specialty."""
    found = {}
    above = [profile for profile in profiles if profile.enough]
    for own in above:
        who = [
            other
            for other in above
            if other.specialty == own.specialty
            and (own.group_fallback or other.group_code == own.group_code)
        ]
        series = {name: [] for name in NAMES}
        for month in range(len(own.months_observed)):
            ratios = [
                other.months_observed[month] / other.months_expected[month]
                for other in who
                if other.months_expected[month] > 0
            ]
            for name, share in NAMES.items():
                series[name].append(quantile(ratios, share) if len(ratios) >= 11 else None)
        if any(value is not None for value in series["median"]):
            found[own.group_code] = series
    return found


def test_the_deciles_of_a_run_are_those_of_its_profiles():
    world.build()
    run = night()
    expected = naive(Profile.objects.filter(run=run))
    stored = {row.group_code: row for row in GroupMonths.objects.filter(run=run)}

    assert set(stored) == set(expected)
    assert stored, "the small country has a group of more than ten"
    for code, series in expected.items():
        for name, values in series.items():
            assert getattr(stored[code], name) == pytest.approx(values, rel=1e-12), (code, name)


def test_a_group_of_a_few_has_no_row():
    world.build()
    run = night()
    few = Profile.objects.filter(run=run, enough=True).exclude(
        group_code__in=GroupMonths.objects.values("group_code")
    )
    everyone = Profile.objects.filter(run=run)

    assert group_months(everyone.filter(specialty="MG", enough=True).first()) is not None
    for profile in few:
        same = everyone.filter(specialty=profile.specialty, enough=True)
        assert same.count() < 11
        assert group_months(profile) is None


def test_the_same_inputs_give_the_same_deciles():
    world.build()
    first, second = night(), None
    kept = list(GroupMonths.objects.filter(run=first).order_by("group_code").values(*NAMES))
    ProfileRun.objects.filter(pk=first.pk).update(inputs_digest="")
    second = night()

    assert second.pk != first.pk
    again = GroupMonths.objects.filter(run=second).order_by("group_code").values(*NAMES)
    assert list(again) == kept
