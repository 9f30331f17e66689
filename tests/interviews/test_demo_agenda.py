"""The demo's capacities and consultations: through the services, once, and slots are left."""

from datetime import datetime

import pytest
import time_machine

from accounts.enums import Role
from ijportal.demo import agenda
from interviews.models import Capacity, ConsultationHours
from interviews.rules.slots import days_ahead, offered
from interviews.selectors.slots import agenda_of
from tests.accounts.factories import person
from tests.interviews.world import at, scheduled


pytestmark = pytest.mark.django_db


@time_machine.travel(at(12, 10), tick=False)
def test_told_once_and_every_doctor_can_be_met():
    for name, (_, code) in agenda.HOURS_A_WEEK.items():
        role = Role.DAM if name.startswith("dam") else Role.MEDECIN_CONSEIL
        person(role, at=code, email=f"{name}@{agenda.DOMAIN}")
    person(Role.SECRETARIAT_MEDICAL, at="061", email=f"secretariat@{agenda.DOMAIN}")
    interviews = [scheduled() for _ in range(3)]
    said = []
    for _ in range(2):
        agenda.tell_agenda(on=at(12).date(), say=said.append)
    assert len(said) == 1
    assert Capacity.objects.count() == len(agenda.HOURS_A_WEEK)
    doctors = set(ConsultationHours.objects.values_list("prescriber", flat=True))
    assert doctors == {interview.prescriber_id for interview in interviews}
    for interview in interviews:
        found = agenda_of(interview, datetime.fromisoformat("2026-11-12T10:00+01:00"))
        assert any(offered(day, interview.minutes, found) for day in days_ahead(found))
