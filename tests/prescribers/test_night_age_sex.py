"""The ages and sexes that a night keeps are those of the rows of the lists, counted apart."""

from collections import Counter

import pytest

from ijstats import stratum_label
from prescribers.models import PatientList, Profile
from prescribers.services.night import plan_run
from tests.prescribers import night_world


pytestmark = pytest.mark.django_db
FIRST_AGES = (16, 25, 35, 45, 55, 60, 65)


def test_the_pyramid_of_a_run_counts_the_rows_of_the_lists():
    night_world.build()
    plan_run(as_of=night_world.AS_OF, by=None)
    night_world.run_all()
    counted = {}
    rows = PatientList.objects.filter(window_end=night_world.WINDOW_END, stratum__gte=0)
    for rpps, code, patients in rows.values_list("rpps", "stratum", "patients"):
        stratum = stratum_label(code)
        by_age = counted.setdefault(rpps, Counter())
        by_age[stratum.age_from, stratum.sex] += patients
    profiles = list(Profile.objects.all())
    assert len(profiles) == len(counted) == 40
    for profile in profiles:
        by_age = counted[int(profile.rpps)]
        expected = [by_age[age, sex] for age in FIRST_AGES for sex in (1, 2)]
        assert profile.patients_by_age_sex == expected
        assert sum(expected) == profile.n_patients > 0
