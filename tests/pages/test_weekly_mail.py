"""The mail of Monday: once a week, at eight where the person works, with something in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Absence
from core import jobs
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.jobs.running import execute
from core.models import Job, JobStatus, OutboxMessage
from ijportal import weekly_mail
from ijportal.schedule import SLOTS
from ijportal.weekly_mail import JOB_KIND, post_to
from tests.accounts.factories import person
from tests.interviews import world
from tests.pages.day_world import BACKEND


EIGHT = datetime(2026, 11, 16, 7, tzinfo=UTC)  # Monday, eight in Nice


def lead_at(code="061", starts=None, **fields):
    lead = person(Role.MEDECIN_CONSEIL, code, **fields)
    found = world.doctor(
        caisse=code, departement=code if code.startswith("97") else code[:2],
        last_name="CASTELLANE", first_name="OLIVIER",
    )  # fmt: skip
    world.scheduled(lead, found=found, caisse=code, starts=starts or world.at(19, 14))
    return lead


@pytest.mark.django_db
def test_a_mail_names_no_doctor_and_leads_to_the_list():
    lead = lead_at()
    assert post_to(lead, EIGHT)
    payload = OutboxMessage.objects.get().payload
    assert payload["to"] == [lead.email]
    assert "Cette semaine : 1" in payload["body"]
    assert "- Entretien, échéance 19/11/2026 : " in payload["body"]
    assert reverse("ma-journee") in payload["body"]
    assert "castellane" not in str(payload).lower()
    assert "olivier" not in str(payload).lower()


@pytest.mark.django_db
def test_once_a_week_whoever_rings():
    lead = lead_at(starts=world.at(27, 14))
    assert [post_to(lead, EIGHT), post_to(lead, EIGHT)] == [True, False]
    assert not post_to(lead, datetime(2026, 11, 16, 15, tzinfo=UTC))
    assert post_to(lead, datetime(2026, 11, 23, 7, tzinfo=UTC))
    assert list(OutboxMessage.objects.order_by("pk").values_list("key", flat=True)) == [
        f"journee-2026-S47-{lead.pk}",
        f"journee-2026-S48-{lead.pk}",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "now", "posted"),
    [
        ("061", datetime(2026, 11, 16, 6, 59, tzinfo=UTC), False),
        ("061", EIGHT, True),
        ("974", datetime(2026, 11, 16, 3, 59, tzinfo=UTC), False),
        ("974", datetime(2026, 11, 16, 4, 0, tzinfo=UTC), True),
        ("971", datetime(2026, 11, 16, 11, 0, tzinfo=UTC), False),
        ("971", datetime(2026, 11, 16, 12, 0, tzinfo=UTC), True),
        ("061", datetime(2026, 11, 17, 7, tzinfo=UTC), False),  # Monday was worked
        ("061", datetime(2027, 3, 29, 6, tzinfo=UTC), False),  # Easter Monday
        ("061", datetime(2027, 3, 30, 6, tzinfo=UTC), True),  # eight, in summer
        ("061", datetime(2027, 3, 31, 6, tzinfo=UTC), False),
    ],
)
def test_at_eight_on_the_first_working_day_where_the_caisse_is(code, now, posted):
    assert post_to(lead_at(code), now) is posted


def test_the_timetable_strikes_at_eight_everywhere():
    slots = [slot for slot in SLOTS if slot.kind == JOB_KIND]
    assert {slot.at.hour for slot in slots} == {4, 5, 6, 7, 11, 12}
    assert {day for slot in slots for day in slot.weekdays} == {0, 1}
    assert len({slot.dedup_prefix for slot in slots}) == len(slots)


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "struck"), [("2026-11-16", 1), ("2026-11-18", 0)])
def test_a_slot_of_monday_rings_on_monday_only(day, struck):
    slots = [slot for slot in SLOTS if slot.kind == JOB_KIND and slot.at.hour == 7]
    moment = datetime.fromisoformat(f"{day}T08:00:00").replace(tzinfo=UTC)
    assert len(jobs.tick(moment, slots)) == struck


@pytest.mark.django_db
def test_nobody_gets_an_empty_mail():
    assert not post_to(person(Role.CSAM, "061"), EIGHT)
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_the_substitute_is_told_of_what_he_answers_for():
    absent = lead_at()
    other = person(Role.MEDECIN_CONSEIL, "061")
    assert not post_to(other, EIGHT)
    Absence.objects.create(
        user=absent, substitute=other, since=date(2026, 11, 16), until=date(2026, 11, 20)
    )
    assert post_to(other, EIGHT)
    assert post_to(absent, EIGHT)
    assert {tuple(m.payload["to"]) for m in OutboxMessage.objects.all()} == {
        (absent.email,),
        (other.email,),
    }


@pytest.mark.django_db
def test_who_refuses_it_is_left_alone_until_he_wants_it_again(client):
    lead = lead_at()
    client.force_login(lead, backend=BACKEND)
    client.post(reverse("absences-courriel"))
    assert lead not in weekly_mail.wanting_mail()
    client.post(reverse("absences-courriel"), {"recevoir": "oui"})
    assert lead in weekly_mail.wanting_mail()


class KilledError(BaseException):
    """What no handler of the job catches."""


@pytest.mark.django_db(transaction=True)
def test_a_job_killed_on_its_way_posts_each_mail_once(monkeypatch):
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        people = [lead_at(full_name=f"Dr {name}") for name in ("Un", "Deux", "Trois")]
    real, seen = weekly_mail.post_to, []

    def dies_at_the_second(user, now):
        seen.append(user.pk)
        done = real(user, now)
        if len(seen) == 2:
            raise KilledError
        return done

    monkeypatch.setattr(weekly_mail, "database_now", lambda: EIGHT)
    monkeypatch.setattr(weekly_mail, "post_to", dies_at_the_second)
    with database_role(DatabaseRole.GESTION):
        job = jobs.enqueue(kind=JOB_KIND, dedup_key="journee-essai", payload={}, by=None)
    with pytest.raises(KilledError):
        execute(job.pk)
    with database_role(DatabaseRole.GESTION):
        assert OutboxMessage.objects.count() == 1  # the second was undone with its step
    later = jobs.database_now() + timedelta(minutes=20)
    jobs.reap(later)
    jobs.run_now(job.pk, now=later)
    with database_role(DatabaseRole.GESTION):
        keys = list(OutboxMessage.objects.values_list("key", flat=True))
        assert sorted(keys) == sorted(f"journee-2026-S47-{one.pk}" for one in people)
        done = Job.objects.get(pk=job.pk)
        assert (done.status, done.counts) == (JobStatus.DONE, {"courriels": 2})
