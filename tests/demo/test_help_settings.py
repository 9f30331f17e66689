"""The routes and the file of the demo, made through the services on a small caisse."""

from datetime import date

import pytest
import time_machine

from accounts.enums import Role
from ijportal.demo.help_settings import Written, import_file, set_routes
from sosij.enums import Channel
from sosij.models import FileBatch, HelpRequest, LocalRoute
from tests.accounts.factories import person
from tests.sosij.help_world import QUESTION, at, doctor


pytestmark = pytest.mark.django_db
ON = date(2026, 11, 12)


@pytest.fixture(autouse=True)
def thursday():
    """Thursday 12 November 2026, ten in the morning."""
    with time_machine.travel(at(12, 10), tick=False):
        yield


@pytest.fixture
def people(db):
    return {
        "medecin.chef": person(Role.MEDECIN_CHEF, at="061"),
        "secretariat": person(Role.SECRETARIAT_MEDICAL, at="061"),
    }


def test_a_row_in_force_and_one_to_come(people):
    set_routes(people, on=ON)
    assert LocalRoute.objects.on(ON).count() == 1
    assert LocalRoute.objects.filter(since__gt=ON).count() == 1


def test_a_file_with_a_line_to_correct(people):
    received = at(12, 9)
    import_file([Written(doctor().rpps, received, f"{QUESTION} Et « si » ; ?")], people)
    batch = FileBatch.objects.get()
    assert (batch.good, batch.bad) == (1, 1)
    assert batch.closed_at is not None
    request = HelpRequest.objects.get()
    assert (request.channel, request.received_at) == (Channel.FILE, received)
