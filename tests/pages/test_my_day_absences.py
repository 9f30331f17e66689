"""Absences: who is replaced by whom, what the substitute sees, and every refusal in words."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Absence
from accounts.services.absences import Away, change, declare, take_back
from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from tests.accounts.factories import person
from tests.interviews import world
from tests.pages.day_world import BACKEND, keys, opened, text
from tests.sosij import help_world


NOON = datetime(2026, 11, 17, 11, tzinfo=UTC)
TODAY = date(2026, 11, 17)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def pair(db):
    """Two médecins-conseils of Nice, the first of whom goes away."""
    roles = (Role.MEDECIN_CONSEIL, Role.MEDECIN_CONSEIL)
    names = ("Dr Élise Marchetti", "Dr Youssef Bélanval")
    return [person(role, "061", full_name=name) for role, name in zip(roles, names, strict=True)]


def away(user, substitute=None, since=TODAY, until=date(2026, 11, 24)):
    return declare(user, Away(since, until, substitute), Author(at=NOON, by=user.pk), today=TODAY)


def refusal(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_the_substitute_sees_the_lines_and_for_whom(client, pair):
    absent, other = pair
    interview = world.scheduled(absent, starts=world.at(18, 9))
    assert keys(opened(client, other)) == []

    away(absent, other)
    page = opened(client, other)
    assert keys(page) == [f"entretien:preparer:{interview.pk}"]
    assert "pour Dr Élise Marchetti, en absence jusqu’au 23/11/2026" in text(page)
    assert "pour Dr" not in text(opened(client, absent))


@pytest.mark.parametrize("day", [date(2026, 11, 16), date(2026, 11, 24)])
def test_neither_the_day_before_nor_the_day_after(client, pair, day):
    absent, other = pair
    world.scheduled(absent, starts=world.at(27, 9))
    Absence.objects.create(user=absent, substitute=other, since=TODAY, until=date(2026, 11, 24))
    with time_machine.travel(datetime(day.year, day.month, day.day, 11, tzinfo=UTC), tick=False):
        assert keys(opened(client, other)) == []


def test_a_substitute_gains_no_right(client, db):
    """Held by a répondant who is also a conseil: the colleague has no seat, and sees no request."""
    both = help_world.seated()
    request = help_world.held_by(both)
    other = person(Role.REPONDANT_SOS, "061")
    away(both, other)
    assert keys(opened(client, other)) == []
    assert request.reference not in opened(client, other).content.decode()

    seated = help_world.seated()
    Absence.objects.update(substitute=seated)
    assert keys(opened(client, seated)) == [f"sosij:repondre:{request.reference}"]


def test_each_refusal_says_why(pair):
    absent, other = pair
    away(absent, other)
    assert refusal(lambda: away(absent, since=date(2026, 11, 20))) == "CHEVAUCHEMENT"
    assert refusal(lambda: away(other, absent, since=date(2026, 11, 20))) == "CIRCULAIRE"
    third = person(Role.MEDECIN_CONSEIL, "061")
    assert refusal(lambda: away(third, absent)) == "REMPLACANT_ABSENT"
    assert refusal(lambda: away(third, third)) == "SOI_MEME"
    assert refusal(lambda: away(third, person(Role.DAM, "061"))) == "SANS_ROLE"
    assert refusal(lambda: away(third, person(Role.MEDECIN_CONSEIL, "831"))) == "SANS_ROLE"
    assert refusal(lambda: away(third, since=date(2026, 11, 16))) == "DEBUT_PASSE"
    assert refusal(lambda: away(third, until=TODAY)) == "FIN_PASSEE"
    assert refusal(lambda: away(third, until=date(2028, 1, 1))) == "TROP_LONGUE"
    assert Absence.objects.count() == 1


def test_two_absences_may_touch(pair):
    absent, _ = pair
    away(absent, until=date(2026, 11, 20))
    away(absent, since=date(2026, 11, 20))
    assert Absence.objects.count() == 2


def test_the_end_moves_and_the_act_is_in_the_journal(pair):
    absent, other = pair
    row = away(absent, other)
    author = Author(at=NOON, by=absent.pk)
    change(row, date(2026, 11, 19), None, author, today=TODAY)
    row.refresh_from_db()
    assert (row.until, row.substitute_id) == (date(2026, 11, 19), None)
    assert refusal(lambda: change(row, TODAY, None, author, today=TODAY)) == "FIN_PASSEE"
    acts = JournalEntry.objects.filter(object_kind="absence").order_by("pk")
    assert list(acts.values_list("action", flat=True)) == ["absence.declarer", "absence.changer"]


def test_what_has_begun_is_ended_and_what_has_not_is_erased(pair):
    absent, other = pair
    begun = Absence.objects.create(
        user=absent, substitute=other, since=date(2026, 11, 10), until=date(2026, 11, 24)
    )
    coming = away(absent, since=date(2026, 12, 1), until=date(2026, 12, 5))
    author = Author(at=NOON, by=absent.pk)
    take_back(begun, author, today=TODAY)
    take_back(coming, author, today=TODAY)
    assert list(Absence.objects.values_list("until", flat=True)) == [TODAY]
    assert refusal(lambda: take_back(begun, author, today=TODAY)) == "TERMINEE"


def post(client, user, name, *args, **said):
    client.force_login(user, backend=BACKEND)
    return client.post(reverse(name, args=args), said)


def test_the_form_says_the_last_day_included(client, pair):
    absent, other = pair
    said = {"du": "2026-11-18", "au": "2026-11-20", "remplacant": other.pk}
    assert post(client, absent, "absences", **said).status_code == 302
    row = Absence.objects.get()
    assert (row.user, row.substitute, row.until) == (absent, other, date(2026, 11, 21))
    page = text(client.get(reverse("absences")))
    assert "20/11/2026" in page
    assert "Dr Youssef Bélanval" in page

    again = post(client, absent, "absences", **said)
    assert again.status_code == 422
    assert "Une absence est déjà inscrite sur ces jours." in text(again)
    reversed_days = {"du": "2026-11-28", "au": "2026-11-26"}
    assert "Choisissez un dernier jour qui suit" in text(
        post(client, absent, "absences", **reversed_days)
    )


def test_a_head_declares_for_his_service_and_nobody_else_does(client, pair):
    absent, other = pair
    head = person(Role.MEDECIN_CHEF, "061", full_name="Dr Antoine Vasseroy")
    said = {"du": "2026-11-18", "au": "2026-11-20", "personne": absent.pk}
    post(client, other, "absences", **said)  # the field is not his: it is his own absence
    assert [row.user for row in Absence.objects.all()] == [other]
    Absence.objects.all().delete()

    post(client, head, "absences", **said)
    row = Absence.objects.get()
    assert row.user == absent
    far = person(Role.MEDECIN_CHEF, "831")
    assert post(client, far, "absences", **said).status_code == 422
    for act, status in ((head, 200), (far, 404), (other, 404), (absent, 200)):
        client.force_login(act, backend=BACKEND)
        assert client.get(reverse("absence", args=[row.pk])).status_code == status
    assert post(client, far, "absence-retirer", row.pk).status_code == 404
    assert post(client, head, "absence-retirer", row.pk).status_code == 302
    assert not Absence.objects.exists()


def test_the_page_changes_the_end_and_the_substitute(client, pair):
    absent, other = pair
    row = away(absent)
    said = {"au": "2026-11-30", "remplacant": other.pk}
    assert post(client, absent, "absence", row.pk, **said).status_code == 302
    row.refresh_from_db()
    assert (row.until, row.substitute) == (date(2026, 12, 1), other)
    late = post(client, absent, "absence", row.pk, au="2026-11-10")
    assert late.status_code == 422
    assert "aujourd’hui ou une date à venir" in text(late)


def test_a_substitute_who_is_away_since_is_pointed_at(client, pair):
    absent, other = pair
    away(absent, other)
    Absence.objects.create(user=other, since=TODAY, until=date(2026, 11, 19))
    client.force_login(absent, backend=BACKEND)
    assert "remplaçant en absence aussi" in text(client.get(reverse("absences")))
