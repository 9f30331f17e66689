"""A worker killed anywhere, maps in any order, an import in the middle: same bytes or nothing."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import transaction
from django.db.models import F

from core.jobs import database_now, enqueue, reap, run_now
from core.models import Job, JobStatus
from prescribers.enums import RunState
from prescribers.models import (
    Attachment,
    MonthTotals,
    Profile,
    ProfileRun,
    Publication,
    SufficientStatistics,
)
from prescribers.services.night import checks, mapping, planning, publication, reduction
from prescribers.services.night.kinds import MAP, NIGHT, REDUCTION
from tests.prescribers import night_world as world


pytestmark = pytest.mark.django_db

POINTS = {
    "planned, not committed": (planning, "_shortfall"),
    "map, before reading": (mapping, "read_leaves"),
    "map, rows read": (mapping, "encode"),
    "map, statistics written": (mapping, "_call_reduction"),
    "map, reduction called": (mapping, "_enqueue_reduction"),
    "reduction, statistics read": (reduction, "gather"),
    "reduction, before the rows": (reduction, "copy_profiles"),
    "reduction, rows attached": (reduction, "reconcile"),
    "reduction, run computed": (reduction, "check_profiles"),
    "publication": (reduction, "publish_or_hold"),
}


class KilledError(BaseException):
    """Not an Exception: nothing in the product may catch it, as nothing catches kill -9."""


@pytest.fixture
def country():
    return world.build(doctors=8, specialists=2)


def ask(key="nuit:essai"):
    day = {"day": world.AS_OF.isoformat()}
    return enqueue(kind=NIGHT, dedup_key=key, payload=day, by=None)


def killed_after(place, name, monkeypatch):
    """Let the function do its work once, then die as if the machine had stopped."""
    real = getattr(place, name)
    deaths = []

    def fatal(*args, **kwargs):
        result = real(*args, **kwargs)
        if not deaths:
            deaths.append(name)
            raise KilledError
        return result

    monkeypatch.setattr(place, name, fatal)
    return deaths


def run_through_deaths():
    """Play worker and reaper until nothing is waiting."""
    for _ in range(20):
        try:
            world.run_all()
        except KilledError:
            reap(database_now() + timedelta(hours=1))
            continue
        return
    pytest.fail("the night never ends")


@pytest.fixture
def undisturbed(country):
    """The digest of a night without any trouble, which is then undone."""
    with transaction.atomic():
        ask()
        world.run_all()
        digest = ProfileRun.objects.get().result_digest
        transaction.set_rollback(True)
    return digest


@pytest.mark.parametrize("point", POINTS)
def test_killed_anywhere_the_night_ends_with_the_same_bytes(undisturbed, point, monkeypatch):
    deaths = killed_after(*POINTS[point], monkeypatch)
    ask("nuit:tuee")
    run_through_deaths()
    assert deaths, "the point was not reached"
    run = ProfileRun.objects.get()
    assert (run.state, run.result_digest) == (RunState.PUBLISHED, undisturbed)
    assert Publication.objects.get().run == run
    assert {job.status for job in Job.objects.all()} == {JobStatus.DONE}


def test_the_order_of_the_maps_does_not_matter(undisturbed):
    run_now(ask("nuit:inverse").pk)
    for job in Job.objects.filter(kind=MAP).order_by("-pk"):
        run_now(job.pk)
    world.run_all()
    assert ProfileRun.objects.get().result_digest == undisturbed


def test_the_reduction_waits_for_every_caisse_and_is_called_once(country):
    run_now(ask().pk)
    first, second = Job.objects.filter(kind=MAP).order_by("pk")
    run_now(first.pk)
    assert not Job.objects.filter(kind=REDUCTION).exists()
    run_now(second.pk)
    assert Job.objects.filter(kind=REDUCTION).count() == 1
    assert SufficientStatistics.objects.count() == 2


def test_an_import_between_map_and_reduction_starts_the_night_again(country):
    """Half of the old month and half of the new one must never be published."""
    run_now(ask().pk)
    for job in Job.objects.filter(kind=MAP):
        run_now(job.pk)
    world.add_month(country, world.WINDOW_END, seed=9)
    world.run_all()
    stale, fresh = ProfileRun.objects.order_by("number")
    assert (stale.state, fresh.state) == (RunState.REFUSED, RunState.PUBLISHED)
    assert not Profile.objects.filter(run=stale).exists()
    assert Publication.objects.get().run == fresh


def once_before(place, name, act, monkeypatch):
    """Do something just before the function's first call, outside any step of the job."""
    real, acts = getattr(place, name), [act]

    def disturbed(*args, **kwargs):
        if acts:
            acts.pop()()
        return real(*args, **kwargs)

    monkeypatch.setattr(place, name, disturbed)


def assert_given_way(undisturbed):
    """The stale run has no rows; the one planned by itself reads what was imported."""
    stale, fresh = ProfileRun.objects.order_by("number")
    assert (stale.state, fresh.state) == (RunState.REFUSED, RunState.PUBLISHED)
    assert stale.rows == 0
    assert not Profile.objects.filter(run=stale).exists()
    assert fresh.result_digest != undisturbed
    assert Publication.objects.get().run == fresh
    assert {job.status for job in Job.objects.all()} == {JobStatus.DONE}
    first = Job.objects.filter(kind=REDUCTION).earliest("pk")
    assert first.counts == {"entrees_modifiees": 1}


def test_a_month_imported_while_the_reduction_computes_starts_the_night_again(
    undisturbed, country, monkeypatch
):
    month = partial(world.add_month, country, world.WINDOW_END, seed=9)
    once_before(reduction, "gather", month, monkeypatch)
    ask("nuit:derangee")
    world.run_all()
    assert_given_way(undisturbed)


def test_a_directory_imported_while_the_reduction_computes_starts_the_night_again(
    undisturbed, country, monkeypatch
):
    """Before the directory is read: the figures would be those of inputs that no run signed."""
    left = Attachment.objects.filter(prescriber__rpps=country[3].rpps)
    once_before(reduction, "gather", partial(left.update, end=date(2025, 3, 31)), monkeypatch)
    ask("nuit:derangee")
    world.run_all()
    assert_given_way(undisturbed)


def test_an_import_seen_by_the_sums_only_starts_the_night_again(undisturbed, country, monkeypatch):
    """Committed between the last look at the inputs and the sums, which then differ."""

    def differ(*_args):
        raise checks.TotalsDifferError

    def commit():
        monkeypatch.setattr(reduction, "check_sources", checks.check_sources)
        world.add_month(country, world.WINDOW_END, seed=9)

    monkeypatch.setattr(reduction, "check_sources", differ)
    once_before(reduction, "_refuse", commit, monkeypatch)
    ask("nuit:derangee")
    world.run_all()
    assert_given_way(undisturbed)


def test_totals_that_differ_are_refused_and_nothing_is_published(country, monkeypatch):
    counted = MonthTotals.objects.filter(month=world.WINDOW_END, caisse="061")
    once_before(reduction, "gather", partial(counted.update, total=F("total") + 1), monkeypatch)
    ask()
    world.run_all()
    job = Job.objects.get(kind=REDUCTION)
    assert (job.status, job.error_code) == (JobStatus.DEAD, "totaux_differents")
    assert ProfileRun.objects.get().state == RunState.REFUSED
    assert not Publication.objects.exists()


def test_a_night_whose_map_gave_up_is_replaced(country, monkeypatch):
    def broken(*_args):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(mapping, "read_leaves", broken)
        ask()
        world.run_all()
    assert set(Job.objects.filter(kind=MAP).values_list("status", flat=True)) == {JobStatus.DEAD}
    ask("nuit:suivante")
    world.run_all()
    failed, published = ProfileRun.objects.order_by("number")
    assert (failed.state, published.state) == (RunState.FAILED, RunState.PUBLISHED)


def test_an_older_run_never_replaces_a_newer_one(country):
    run_now(ask("nuit:lente").pk)
    slow = ProfileRun.objects.get()
    world.add_month(country, world.WINDOW_END, seed=9)
    run_now(ask("nuit:rapide").pk)
    world.run_all()
    pointer = Publication.objects.get()
    assert pointer.run.number > slow.number


def test_readers_pass_from_one_run_to_the_next_by_one_update(
    country, django_assert_num_queries, monkeypatch
):
    ask()
    world.run_all()
    world.add_month(country, world.WINDOW_END, seed=9)
    seen = []
    real = publication.publish

    def watched(run, **options):
        seen.append(Publication.objects.get().run_id)
        with django_assert_num_queries(6) as captured:
            real(run, **options)
        seen.append(Publication.objects.get().run_id)
        writes = [q["sql"] for q in captured if "prescribers_publication" in q["sql"]]
        assert [sql.split()[0] for sql in writes] == ["SELECT", "UPDATE"]
        return True

    monkeypatch.setattr(publication, "publish", watched)
    ask("nuit:suite")
    world.run_all()
    assert seen == list(ProfileRun.objects.order_by("number").values_list("pk", flat=True))
