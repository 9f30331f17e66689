"""The agenda of a week: whose, which days, what is marked on them."""

from datetime import date

import pytest
import time_machine

from accounts.enums import Role
from core.journal import Author
from interviews.forms.week import asked_monday
from interviews.models import Capacity
from interviews.services.conduct import cancel
from tests.accounts.factories import person
from tests.interviews.pages_world import signed_in
from tests.interviews.world import at, doctor, proposed, scheduled
from tests.pages.reading import text_of


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(at(18, 9), tick=False):
        yield


def week(client, asked=""):
    return client.get(f"/entretiens/semaine/{asked}")


def day(client, iso, asked=""):
    """What stands on one day, in words."""
    page = week(client, asked).content.decode()
    return page[page.index(f'aria-labelledby="jour-{iso}"') :].split("</section>")[0]


def test_who_leads_sees_his_week_and_then_the_service_s(client):
    mine = signed_in(client, Role.MEDECIN_CONSEIL)
    scheduled(mine, found=doctor(last_name="NAKACHE"), starts=at(19, 14, 30))
    other = scheduled(found=doctor(last_name="AUBERT"), starts=at(20, 9))
    proposed(mine, found=doctor(last_name="SANSDATE"))
    own = text_of(week(client))
    assert "Semaine du lundi 16 novembre au vendredi 20 novembre 2026" in own
    assert "14\u202fh\u202f30" in own
    assert "Nakache" in own
    assert "Aubert" not in own
    every = text_of(week(client, "?qui=service"))
    assert "Nakache" in every
    assert "Aubert" in every
    assert "Sansdate" not in every
    assert "Aubert" in text_of(week(client, f"?qui={other.lead_id}"))


def test_the_secretariat_opens_on_the_service(client):
    signed_in(client, Role.SECRETARIAT_MEDICAL)
    scheduled(found=doctor(last_name="AUBERT"), starts=at(20, 9))
    assert "Aubert" in text_of(week(client))


def test_today_is_marked_and_no_other_day(client):
    signed_in(client, Role.DAM)
    assert 'aria-current="date"' in day(client, "2026-11-18")
    assert 'aria-current="date"' not in day(client, "2026-11-19")
    assert "aujourd’hui" not in text_of(week(client, "?semaine=2026-11-25"))


def test_the_weeks_before_and_after(client):
    signed_in(client, Role.DAM)
    page = week(client, "?semaine=2026-11-01&qui=service").content.decode()
    assert "semaine=2026-10-19&amp;qui=service" in page
    assert "semaine=2026-11-02&amp;qui=service" in page
    assert "lundi 26 octobre au vendredi 30 octobre 2026" in page
    for nonsense in ("demain", "2026-13-40", "9999-12-31", "0001-01-01"):
        assert "lundi 16 novembre" in text_of(week(client, f"?semaine={nonsense}"))


def test_the_holidays_are_those_of_the_caisse(client):
    signed_in(client, Role.DAM, at="571")
    assert "férié : Vendredi saint" in day(client, "2026-04-03", "?semaine=2026-04-01")
    signed_in(client, Role.DAM)
    assert "férié" not in day(client, "2026-04-03", "?semaine=2026-04-01")
    assert "Armistice" in day(client, "2026-11-11", "?semaine=2026-11-11")


def test_an_interview_stands_on_the_day_it_is_at_its_caisse(client):
    """Sunday 22 November, half past nine in the evening in Nice: Monday in La Réunion."""
    found = doctor(caisse="974", departement="974")
    scheduled(found=found, caisse="974", starts=at(22, 21, 30))
    signed_in(client, Role.SECRETARIAT_MEDICAL, at="974")
    assert "Aucun entretien cette semaine." in text_of(week(client))
    assert "0\u202fh\u202f30" in day(client, "2026-11-23", "?semaine=2026-11-23")


def test_a_saturday_is_shown_when_something_stands_on_it(client):
    signed_in(client, Role.DAM)
    assert "jour-2026-11-21" not in week(client).content.decode()
    scheduled(starts=at(21, 9))
    assert "9\u202fh" in day(client, "2026-11-21", "?qui=service")


def test_what_was_cancelled_stays_and_says_so(client):
    interview = scheduled(starts=at(20, 9))
    cancel(interview, Author(at=at(17), by=interview.lead_id), reason="Le cabinet ferme vendredi")
    signed_in(client, Role.SECRETARIAT_MEDICAL)
    assert "clos, annulé par la caisse" in day(client, "2026-11-20")


def test_the_time_planned_stands_beside_what_was_declared(client):
    lead = person(Role.MEDECIN_CONSEIL, at="061")
    for hour in (9, 10, 11):
        scheduled(lead, starts=at(20, hour))
    Capacity.objects.create(user=lead, caisse="061", minutes=90, since=date(2026, 1, 5))
    signed_in(client, Role.SECRETARIAT_MEDICAL)
    seen = text_of(week(client))
    assert "3 entretiens, 2\u202fh prévues sur 1\u202fh\u202f30 déclarées." in seen
    assert "au-delà" in seen


@pytest.mark.parametrize(("today", "monday"), [(18, 16), (20, 16), (21, 23), (22, 23), (23, 23)])
def test_at_the_weekend_the_week_that_comes_is_shown(today, monday):
    assert asked_monday({}, at(today).date()) == at(monday).date()
    assert asked_monday({"semaine": "2026-11-18"}, at(today).date()) == at(16).date()
