"""The roster of the demo: somebody every week, one gap ahead at each desk, people told."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from core.workdays import calendar_of
from ijportal.demo.help_duty import TURNS, fill_roster, ring
from sosij.enums import Desk
from sosij.models import Duty, Notice, Seat
from sosij.rules.clock import SERVICE_LEVELS
from sosij.rules.roster import Gap, weeks_ahead
from sosij.selectors.duty import duties, stretches
from tests.accounts.factories import person
from tests.sosij.help_world import at, held_by


pytestmark = pytest.mark.django_db
ROLES = {Desk.SOCIAL: Role.SERVICE_SOCIAL, Desk.BENEFITS: Role.GESTIONNAIRE}
HOURS = SERVICE_LEVELS[0].hours(calendar_of("06"))


@pytest.fixture
def people():
    """The accounts of the turns, with the seats that the demo gives them."""
    known = {}
    for caisse, desk, names in TURNS:
        for name in names:
            role = ROLES.get(desk, Role.REPONDANT_SOS)
            known[name] = known.get(name) or person(role, at=caisse)
            Seat.objects.create(
                user=known[name], caisse=caisse, desk=desk, capacity=9, since=date(2025, 1, 20)
            )
    return known


@pytest.mark.parametrize("number", range(7))
def test_one_gap_ahead_at_each_desk_whatever_the_day(people, number):
    today = date(2026, 11, 16) + timedelta(days=number)
    fill_roster(people, on=today)
    for caisse, desk, _ in TURNS:
        there = stretches(caisse, desk, duties(caisse, desk, today))
        found = [gap for week in weeks_ahead(today, there, HOURS.counts) for gap in week.gaps]
        assert found == [Gap(date(2026, 12, 2), date(2026, 12, 4))]


def test_the_rings_of_the_last_days_tell_the_desk(people):
    fill_roster(people, on=date(2026, 11, 18))
    held_by(people["repondant.sos"])
    last = at(18, 18)
    start = last - timedelta(days=14)
    run = HOURS.elapsed(start, last)
    ring(lambda before: HOURS.after(start, run - timedelta(hours=before)))
    steps = Notice.objects.order_by("id").values_list("step", "quality")
    assert list(steps) == [
        ("avertir", "detenteur"), ("depasser", "astreinte"), ("escalader", "personne"),
    ]  # fmt: skip
    assert Duty.objects.count() == len(TURNS) * 8
