"""The lists and the interviews agree on the last exchange; a stray row is mended by night."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.jobs import enqueue, run_now
from core.models import JobStatus, JournalEntry
from ijportal.schedule import SLOTS
from interviews.enums import Kind
from interviews.selectors.standings import wrong_standings
from interviews.services.standings import JOB_KIND, mend_standings
from prescribers.models import Standing
from tests.interviews.world import at, doctor, held


pytestmark = pytest.mark.django_db


def test_the_services_leave_nothing_to_mend():
    found = doctor()
    held(found=found)
    held(kind=Kind.VISIT, found=found, starts=at(19, 9))
    held(starts=at(18, 9))
    assert wrong_standings() == {}
    assert mend_standings() == 0


def test_a_row_that_strayed_is_rewritten_and_told():
    interview = held()
    Standing.objects.update(last_interview_on=date(2020, 1, 1))
    assert mend_standings() == 1
    assert Standing.objects.get().last_interview_on == date(2026, 11, 17)
    assert JournalEntry.objects.filter(action="entretiens.dernier_recale").count() == 1
    Standing.objects.all().delete()
    assert mend_standings() == 1
    assert Standing.objects.get().prescriber == interview.prescriber
    assert mend_standings() == 0


def test_an_exchange_that_never_took_place_is_not_told():
    Standing.objects.create(
        prescriber=doctor(),
        caisse="061",
        last_interview_on=date(2026, 1, 5),
        last_interview_kind="Visite DAM",
    )
    assert mend_standings() == 1
    assert Standing.objects.get().last_interview_on is None


def test_the_day_is_that_of_the_caisse():
    """Late in the evening in Nice is the next morning in La Réunion."""
    interview = held(
        found=doctor(caisse="974", departement="974"), caisse="974", starts=at(17, 22, 30)
    )
    assert Standing.objects.get().last_interview_on == date(2026, 11, 18)
    assert interview.caisse == "974"
    assert wrong_standings() == {}


def test_the_check_runs_each_night_and_counts():
    held()
    Standing.objects.update(last_interview_on=date(2020, 1, 1))
    job = enqueue(kind=JOB_KIND, dedup_key="derniers:essai", payload={}, by=None)

    done = run_now(job.pk, now=timezone.now() + timedelta(seconds=1))

    assert (done.status, done.counts) == (JobStatus.DONE, {"derniers_recales": 1})
    assert JOB_KIND in {slot.kind for slot in SLOTS}
