"""« Ma journée » for every role: what is there, who sees it, how it is set out by time."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from core.due import Due, Hint
from core.models import Job, JobStatus
from ijportal.pages import my_day
from ijportal.pages.my_day import PROVIDERS, Group
from interviews.enums import Kind
from interviews.services.commitments import keep
from tests.accounts.factories import HabilitationFactory, caisse, nation, person
from tests.interviews import world
from tests.pages.day_world import keys, opened, text
from tests.sosij import help_world


NOON = datetime(2026, 11, 17, 11, tzinfo=UTC)  # a Tuesday, noon in Nice


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def test_every_app_of_the_house_says_what_it_awaits():
    """A new app without a line in PROVIDERS stops here."""
    house = settings.BASE_DIR
    ours = {
        config.label
        for config in apps.get_app_configs()
        if str(config.path).startswith(str(house)) and "site-packages" not in config.path
    }
    assert set(PROVIDERS) == ours - {"ijportal"}
    assert {"campaigns", "core"} < set(PROVIDERS)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_every_role_lands_there_and_an_empty_list_says_so(client, role, noon):
    national = role in {Role.ADMIN_TECHNIQUE, Role.AUDITEUR}
    user = person(role, nation() if national else "061")
    page = opened(client, user)

    assert keys(page) == []
    assert "Rien ne vous attend." in text(page)
    assert client.get("/accueil/").headers["Location"] == reverse("ma-journee")


@pytest.mark.django_db
def test_lines_are_set_out_by_time_with_their_reasons(client, noon):
    lead = person(Role.MEDECIN_CONSEIL, "061")
    today = world.scheduled(lead, starts=world.at(17, 14, 30))
    week = world.scheduled(lead, starts=world.at(19, 9, 15))
    later = world.scheduled(lead, starts=world.at(24, 9))
    undated = world.proposed(lead)
    past = world.scheduled(lead, starts=world.at(16, 9))

    page = opened(client, lead)

    assert keys(page, "aujourdhui") == [
        f"entretien:rendre-compte:{past.pk}",
        f"entretien:preparer:{today.pk}",
    ]
    assert keys(page, "semaine") == [f"entretien:preparer:{week.pk}"]
    assert keys(page, "ensuite") == [
        f"entretien:preparer:{later.pk}",
        f"entretien:planifier:{undated.pk}",
    ]
    said = text(page)
    assert (
        "5 actes vous attendent : 1 en retard, 1 aujourd’hui, 1 cette semaine, 2 ensuite." in said
    )
    assert "14 h 30" in said
    assert "dans 2 h 30" in said
    assert "Rien de légal : le créneau est perdu." in said
    assert '<span class="nav-count">2</span>' in page.content.decode()


@pytest.mark.django_db
def test_the_act_removes_its_line(client, noon):
    lead = person(Role.MEDECIN_CONSEIL, "061")
    interview = world.scheduled(lead, starts=world.at(16, 9))
    assert keys(opened(client, lead)) == [f"entretien:rendre-compte:{interview.pk}"]

    world.report_on(interview, world.written(commitments=(_promise(),)))
    found = keys(opened(client, lead))
    assert f"entretien:signer:{interview.pk}" in found
    commitment = interview.commitments.get()
    assert f"engagement:tenir:{commitment.pk}" in found

    keep(commitment, world.Author(at=NOON, by=lead.pk))
    assert keys(opened(client, lead)) == [f"entretien:signer:{interview.pk}"]


def _promise():
    from interviews.enums import Owner  # noqa: PLC0415
    from interviews.services.report import Promised  # noqa: PLC0415

    return Promised(Owner.CAISSE, "Envoyer le mémo sur la reprise", date(2026, 11, 20))


@pytest.mark.django_db
def test_a_conseil_sees_nothing_of_sos_ij(client, noon):
    expert = help_world.seated()
    request = help_world.held_by(expert)
    doctor = person(Role.MEDECIN_CONSEIL, "061")
    world.scheduled(doctor, starts=world.at(17, 16))

    seen = opened(client, doctor)
    assert [key.split(":")[0] for key in keys(seen)] == ["entretien"]
    assert request.reference not in seen.content.decode()
    assert "nature=sosij" not in seen.content.decode()
    assert keys(opened(client, expert)) == [f"sosij:repondre:{request.reference}"]


@pytest.mark.django_db
def test_a_failed_job_is_of_the_national_technician_alone(client, noon):
    job = Job.objects.create(
        kind="essai", dedup_key="mort", status=JobStatus.DEAD, error_code="RuntimeError",
        error_message="Le fichier manque.", next_attempt_at=None, finished_at=NOON,
    )  # fmt: skip
    key = f"traitement:relancer:{job.pk}"
    assert keys(opened(client, person(Role.ADMIN_TECHNIQUE)), "aujourdhui") == [key]
    assert keys(opened(client, person(Role.ADMIN_TECHNIQUE, "061"))) == []

    Job.objects.filter(pk=job.pk).update(status=JobStatus.CANCELLED, error_code="")
    assert keys(opened(client, person(Role.ADMIN_TECHNIQUE))) == []


@pytest.mark.django_db
def test_a_right_that_ends_is_said_until_another_follows(client, noon):
    technician = person(Role.ADMIN_TECHNIQUE)
    held = HabilitationFactory(
        user=person(Role.AUDITEUR), role=Role.DAM, organisation=caisse("061"),
        valid_to=date(2026, 12, 1),
    )  # fmt: skip
    HabilitationFactory(organisation=caisse("061"), valid_to=date(2027, 2, 1))  # far away
    assert keys(opened(client, technician)) == [f"habilitation:renouveler:{held.pk}"]

    HabilitationFactory(
        user=held.user, role=held.role, organisation=held.organisation, valid_from=held.valid_to
    )
    assert keys(opened(client, technician)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "now", "group"),
    [
        # 22:30 UTC on the 17th: half past eleven in Nice, half past two on the 18th in La Réunion.
        ("061", datetime(2026, 11, 17, 22, 30, tzinfo=UTC), "semaine"),
        ("974", datetime(2026, 11, 17, 22, 30, tzinfo=UTC), "aujourdhui"),
        # 19:59 and 20:00 UTC are the two sides of midnight in La Réunion.
        ("974", datetime(2026, 11, 17, 19, 59, tzinfo=UTC), "semaine"),
        ("974", datetime(2026, 11, 17, 20, 0, tzinfo=UTC), "aujourdhui"),
        ("061", datetime(2026, 11, 17, 22, 59, tzinfo=UTC), "semaine"),
        ("061", datetime(2026, 11, 17, 23, 0, tzinfo=UTC), "aujourdhui"),
    ],
)
def test_midnight_is_where_the_caisse_is(client, code, now, group):
    lead = person(Role.MEDECIN_CONSEIL, code)
    departement = code if code.startswith("97") else code[:2]
    found = world.doctor(caisse=code, departement=departement)
    # Nine UTC on the 18th: ten in Nice, one in the afternoon in La Réunion.
    world.scheduled(lead, found=found, caisse=code, starts=datetime(2026, 11, 18, 9, tzinfo=UTC))
    with time_machine.travel(now, tick=False):
        page = opened(client, lead)
    assert len(keys(page, group)) == 1
    assert ("10 h" if code == "061" else "13 h") in text(page)


def placed_at(due, now):
    return my_day.placed("core", due, my_day.Clock(now))


def test_a_day_is_late_only_once_it_is_over():
    row = Due("essai", "faire", "1", date(2026, 11, 17), "aide-droits", caisse="974")
    assert not placed_at(row, datetime(2026, 11, 17, 19, 59, tzinfo=UTC)).late
    assert placed_at(row, datetime(2026, 11, 17, 20, 0, tzinfo=UTC)).late


def test_on_sunday_the_week_is_over_and_a_third_party_has_its_own_place():
    sunday = datetime(2026, 11, 22, 11, tzinfo=UTC)
    monday = Due("essai", "faire", "1", date(2026, 11, 23), "aide-droits", caisse="061")
    assert placed_at(monday, sunday)[2:4] == (Group.LATER, 1)
    waiting = Due("essai", "voir", "2", date(2026, 11, 1), "aide-droits", hint=Hint.THIRD_PARTY)
    assert placed_at(waiting, sunday).group is Group.THIRD_PARTY


@pytest.mark.django_db
def test_kinds_and_days_cut_the_list(client, noon):
    both = help_world.seated(Role.REPONDANT_SOS)
    HabilitationFactory(user=both, role=Role.MEDECIN_CONSEIL, organisation=caisse("061"))
    request = help_world.held_by(both)
    interview = world.scheduled(both, starts=world.at(19, 9, 15))

    assert len(keys(opened(client, both))) == 2
    assert keys(opened(client, both, nature="sosij")) == [f"sosij:repondre:{request.reference}"]
    assert keys(opened(client, both, jour="2026-11-19")) == [f"entretien:preparer:{interview.pk}"]
    assert keys(opened(client, both, jour="retard")) == [f"sosij:repondre:{request.reference}"]
    assert "Rien de tel dans votre liste." in text(opened(client, both, jour="2026-11-18"))
    assert len(keys(opened(client, both, nature="inconnue", groupe="x"))) == 2


@pytest.mark.django_db
def test_a_long_group_is_said_by_pages_with_its_count(client, noon, monkeypatch):
    monkeypatch.setattr("ijportal.pages.views.my_day.PER_GROUP", 3)
    lead = person(Role.DAM, "061")
    found = world.doctor()
    for _ in range(7):
        world.proposed(lead, kind=Kind.VISIT, found=found)

    page = opened(client, lead)
    assert len(keys(page, "ensuite")) == 3
    assert "Afficher les 4 autres" in text(page)
    assert "Ensuite 7" in text(page)
    seen = [key for n in (1, 2, 3) for key in keys(opened(client, lead, groupe="ensuite", page=n))]
    assert len(set(seen)) == 7


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_the_page_asks_twelve_queries_at_most(client, run, role, noon):
    national = role in {Role.ADMIN_TECHNIQUE, Role.AUDITEUR}
    user = person(role, nation() if national else "061")
    if role in {Role.MEDECIN_CONSEIL, Role.MEDECIN_CHEF, Role.DAM}:
        kind = Kind.VISIT if role is Role.DAM else Kind.PEER
        for day in (16, 17, 18, 25):
            world.scheduled(user, kind=kind, starts=world.at(day, 16))
    opened(client, user)
    with CaptureQueriesContext(connection) as captured:
        opened_again = client.get(reverse("ma-journee"))
    reads = [
        q["sql"]
        for q in captured
        if re.match(r"(\(?SELECT|WITH)", q["sql"])
        and not re.match(r"SELECT (set_config|current_setting)", q["sql"])
    ]
    assert opened_again.status_code == 200
    assert len(reads) <= 12, reads
