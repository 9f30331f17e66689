"""Profiles by binary COPY: the rows come back as they were, and their digest knows only them."""

import numpy as np
import pytest
from django.db import connection

from prescribers.ingestion.profile_rows import FIELDS, copy_profiles
from prescribers.models import Profile
from tests.prescribers.factories import PrescriberFactory, ProfileFactory, ProfileRunFactory


pytestmark = pytest.mark.django_db


def columns_of(profiles):
    """The columns that the reduction would hand over: NaN and masks where a figure is missing."""
    columns = {}
    for name, field in FIELDS.items():
        values = [getattr(profile, name) for profile in profiles]
        if name == "run_id":
            continue
        if field.get_internal_type() == "FloatField":
            values = [np.nan if value is None else value for value in values]
        elif field.get_internal_type() == "DateField":
            values = [value.isoformat() for value in values]
        elif None in values:
            values = np.ma.masked_array(
                [value or 0 for value in values], [value is None for value in values]
            )
        columns[name] = values if np.ma.isMaskedArray(values) else np.array(values)
    return columns


def loaded(columns):
    run = ProfileRunFactory()
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.profile_run_stage(%s)", [run.pk])
        (stage,) = cursor.fetchone()
        found = copy_profiles(stage, run.pk, columns)
        cursor.execute("SELECT public.profile_run_attach(%s)", [run.pk])
    return found, list(Profile.objects.filter(run=run).order_by("rpps"))


@pytest.fixture
def profiles():
    awkward = PrescriberFactory(name_sort="l'éloi\t\\N\n\"d'arc\" ")
    made = [
        ProfileFactory(prescriber=awkward, patients_seen=None, ratio_days=None, signal=""),
        ProfileFactory(patients_seen=4_321, smoothed=0.1 + 0.2, smoothed_low=0.1, smoothed_high=1),
    ]
    return sorted(made, key=lambda profile: profile.rpps)


def test_rows_come_back_as_they_were(profiles):
    _, found = loaded(columns_of(profiles))
    for was, now in zip(profiles, found, strict=True):
        for name in FIELDS:
            if name != "run_id":
                assert getattr(now, name) == getattr(was, name), name


def test_the_digest_forgets_the_run_and_what_lies_under_a_missing_value(profiles):
    columns = columns_of(profiles)
    first, _ = loaded(columns)
    # Two ways to have no number: 0/0 gives another NaN than the constant.
    with np.errstate(invalid="ignore"):
        other = np.where(np.isnan(columns["ratio_days"]), np.float64(0) / 0, columns["ratio_days"])
    assert loaded(columns | {"ratio_days": other})[0] == first
    moved = columns | {"obs_days": columns["obs_days"] + 1}
    assert loaded(moved)[0] != first
