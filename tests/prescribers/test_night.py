"""A whole night on a small country: what it publishes, and what it leaves alone."""

from datetime import date

import pytest
from django.db.models import Sum

from core.jobs import enqueue
from core.models import Job, JobStatus, JournalEntry
from prescribers.enums import RunState, SourceKind
from prescribers.models import ImportBatch, Leave, PatientList, Profile, ProfileRun, Publication
from prescribers.services.night.kinds import NIGHT, REDUCTION
from tests.prescribers import night_world as world
from tests.prescribers.encoded_world import encode_lists


pytestmark = pytest.mark.django_db


def ask(key="nuit:essai", **payload):
    day = {"day": world.AS_OF.isoformat()}
    return enqueue(kind=NIGHT, dedup_key=key, payload=day | payload, by=None)


@pytest.fixture
def country():
    return world.build()


@pytest.fixture
def night(country):
    ask()
    world.run_all()
    return ProfileRun.objects.get()


def kept_by_hand():
    """The method's words, read without the product's own condition."""
    return [
        leave
        for leave in Leave.objects.filter(month__range=(world.WINDOW[0], world.WINDOW_END))
        if leave.risk != "MAT"
        and leave.ald != 2
        and 16 <= leave.age <= 70
        and not leave.tpt
        and not leave.replacement
    ]


def test_a_night_publishes_one_profile_per_prescriber(night, country):
    assert night.state == RunState.PUBLISHED
    assert Publication.objects.get().run == night
    assert (night.number, night.rows, night.method) == (1, len(country), "v1")
    assert (night.window_start, night.window_end) == (date(2024, 7, 1), date(2025, 6, 1))
    assert night.data_until == date(2025, 8, 1)
    profiles = Profile.objects.filter(run=night).order_by("rpps")
    assert [p.rpps for p in profiles] == sorted(person.rpps for person in country)
    assert {job.status for job in Job.objects.all()} == {JobStatus.DONE}
    assert JournalEntry.objects.filter(action="prescripteurs.publier", system="nuit").count() == 1


def test_the_job_counts_the_profiles_that_it_made(night, country):
    job = Job.objects.get(kind=REDUCTION)
    assert job.counts == {"profils": len(country), "publie": 1}


def test_every_kept_day_is_in_exactly_one_profile(night):
    kept = kept_by_hand()
    totals = Profile.objects.filter(run=night).aggregate(
        days=Sum("obs_days"), leaves=Sum("obs_leaves"), cents=Sum("obs_amount_cents")
    )
    assert totals == {
        "days": sum(leave.days for leave in kept),
        "leaves": len(kept),
        "cents": sum(leave.amount_cents for leave in kept),
    }


def test_rows_received_are_rows_kept_plus_rows_left_out(night):
    rows = dict(night.parameters["reconciliation"])
    received, kept = rows.pop("lignes"), rows.pop("retenues")
    assert received == kept + sum(rows.values())
    assert kept == len(kept_by_hand())
    assert rows["prescripteur_inconnu"] == 0
    assert all(rows[reason] > 0 for reason in ("maternite", "ald_cancer", "age", "temps_partiel"))


def test_months_hold_the_window_then_the_provisional_ones(night, country):
    profile = Profile.objects.get(run=night, rpps=country[1].rpps)
    assert (profile.months_start, profile.provisional_months) == (world.WINDOW[0], 2)
    assert len(profile.months_observed) == len(profile.months_expected) == 14
    assert sum(profile.months_observed[:12]) == profile.obs_days
    assert sum(profile.months_expected[:12]) == pytest.approx(profile.exp_days, rel=1e-12)
    assert all(
        low <= mean <= high
        for low, mean, high in zip(
            profile.months_band_low,
            profile.months_expected,
            profile.months_band_high,
            strict=True,
        )
    )


def test_a_recent_installation_is_expected_only_in_its_months(night, country):
    recent = Profile.objects.get(run=night, rpps=country[0].rpps)
    assert recent.months_active == 6
    assert recent.months_expected[:6] == [0.0] * 6
    assert min(recent.months_expected[6:]) > 0


def test_minima_leave_no_level(night):
    for profile in Profile.objects.filter(run=night):
        large = profile.exp_leaves >= 100 and profile.n_patients >= 200
        assert profile.enough == (large and profile.months_active >= 6)
        assert (profile.level == -1) == (not profile.enough)
    assert Profile.objects.filter(run=night, enough=True).exists()


def test_a_level_is_an_interval_above_one_and_a_large_ratio(night):
    for profile in Profile.objects.filter(run=night, enough=True):
        above = profile.ci_low > 1
        assert profile.level == (0 if not above else 2 if profile.ratio_days >= 1.5 else 1)


def test_small_specialty_falls_back_to_the_nation(night):
    groups = set(Profile.objects.values_list("specialty", "group_code", "group_fallback"))
    assert groups == {("MG", "MG-93", False), ("PSY", "PSY-FR", True)}


def test_without_a_list_a_prescriber_has_no_figure_and_weighs_on_nobody(country):
    orphan, other = country[3], country[4]
    ask("nuit:avant", publish=False)
    world.run_all()
    PatientList.objects.filter(rpps=int(orphan.rpps)).delete()
    batch = world.record_batch(SourceKind.PATIENTELE, world.WINDOW_END, accepted=1, seed=2)
    encode_lists(batch)
    ask("nuit:apres")
    world.run_all()
    run = ProfileRun.objects.get(number=2)
    profile = Profile.objects.get(run=run, rpps=orphan.rpps)
    assert (profile.exp_days, profile.ratio_days, profile.ci_low) == (0, None, None)
    assert (profile.enough, profile.n_patients) == (False, 0)
    assert profile.obs_days > 0
    # With his leaves among theirs and his patients gone, everybody else would be expected more.
    expected = dict(Profile.objects.filter(rpps=other.rpps).values_list("run__number", "exp_days"))
    assert expected[2] == pytest.approx(expected[1], rel=0.2)


def test_an_unchanged_night_changes_nothing_and_says_so(night):
    again = ask("nuit:lendemain", day="2025-09-16")
    world.run_all()
    again.refresh_from_db()
    assert (again.status, again.counts) == (JobStatus.DONE, {"inchange": 1})
    assert ProfileRun.objects.count() == 1


def test_a_corrected_month_makes_another_run(night, country):
    world.add_month(country, world.WINDOW_END, seed=7)
    ask("nuit:correction")
    world.run_all()
    first, second = ProfileRun.objects.order_by("number")
    assert second.state == RunState.PUBLISHED
    assert first.inputs_digest != second.inputs_digest
    assert first.result_digest != second.result_digest
    assert Publication.objects.get().run == second
    assert Profile.objects.filter(run=first).count() == len(country), "yesterday's rows stay"


def test_a_month_outside_the_window_changes_nothing(night, country):
    world.add_month(country, date(2024, 5, 1), seed=7)
    again = ask("nuit:ancien")
    world.run_all()
    again.refresh_from_db()
    assert again.counts == {"inchange": 1}


def test_unpublished_run_waits_then_is_published_without_a_new_computation(country):
    ask("nuit:essai", publish=False)
    world.run_all()
    run = ProfileRun.objects.get()
    assert run.state == RunState.COMPUTED
    assert not Publication.objects.exists()
    later = ask("nuit:publie")
    world.run_all()
    later.refresh_from_db()
    assert later.counts == {"publie": 1}
    assert Publication.objects.get().run == ProfileRun.objects.get()


def test_fewer_months_are_used_and_counted(country):
    ImportBatch.objects.filter(kind=SourceKind.ARRETS, month__lt=date(2025, 1, 1)).delete()
    job = ask()
    world.run_all()
    job.refresh_from_db()
    run = ProfileRun.objects.get()
    assert (run.window_start, run.window_end) == (date(2025, 1, 1), date(2025, 6, 1))
    assert job.counts["mois_manquants"] == 6
    assert len(Profile.objects.filter(run=run).first().months_observed) == 8


def test_a_hole_in_the_window_is_named_and_not_active(country):
    ImportBatch.objects.filter(kind=SourceKind.ARRETS, month=date(2025, 2, 1)).delete()
    Leave.objects.filter(month=date(2025, 2, 1)).delete()
    ask()
    world.run_all()
    run = ProfileRun.objects.get()
    assert run.parameters["missing_months"] == ["2025-02-01"]
    profile = Profile.objects.get(run=run, rpps=country[1].rpps)
    assert (profile.months_active, profile.months_observed[7]) == (11, 0)


@pytest.mark.parametrize(
    ("kind", "code"),
    [(SourceKind.ARRETS, "donnees_absentes"), (SourceKind.PATIENTELE, "patientele_absente")],
)
def test_without_data_the_job_is_refused_in_french(country, kind, code):
    ImportBatch.objects.filter(kind=kind).delete()
    job = ask()
    world.run_all()
    job.refresh_from_db()
    assert (job.status, job.error_code) == (JobStatus.DEAD, code)
    assert job.error_message.startswith("Auc")
    assert not ProfileRun.objects.exists()
