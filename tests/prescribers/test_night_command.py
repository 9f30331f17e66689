"""The command an operator types, with the same services as the timetable."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from core.jobs import tick
from core.models import Job, JobStatus
from core.schedule import Slot
from ijportal.schedule import SLOTS
from prescribers.enums import RunState
from prescribers.models import ImportBatch, Profile, ProfileRun, Publication
from tests.prescribers import night_world as world


pytestmark = pytest.mark.django_db


def recompute(*options):
    out = StringIO()
    call_command("recompute_profiles", "--as-of", "2025-09-15", "--inline", *options, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def country():
    return world.build(doctors=8, specialists=2)


def test_the_command_publishes_and_says_what_it_did(country):
    said = recompute()
    assert Publication.objects.get().run.state == RunState.PUBLISHED
    assert said.splitlines()[:3] == [
        "Calcul n° 1 (méthode v1), publié.",
        "Profils : 10.",
        "Fenêtre : 2024-07 à 2025-06.",
    ]


def test_json_is_one_object_on_the_last_line(country):
    told = json.loads(recompute("--json").splitlines()[-1])
    run = ProfileRun.objects.get()
    assert told["empreinte"] == run.result_digest
    assert (told["etat"], told["publie"], told["profils"]) == ("fait", True, 10)
    rows = told["rapprochement"]
    received, kept = rows.pop("lignes"), rows.pop("retenues")
    assert received == kept + sum(rows.values())


def test_no_publish_computes_and_stops_there(country):
    assert json.loads(recompute("--no-publish", "--json"))["publie"] is False
    assert not Publication.objects.exists()
    assert Profile.objects.count() == 10
    assert recompute() == "Le calcul déjà prêt est publié."


def test_a_second_time_nothing_changes(country):
    recompute()
    assert recompute().startswith("Rien n’a changé depuis le dernier calcul")
    assert ProfileRun.objects.count() == 1


def test_without_data_the_command_is_refused(country):
    ImportBatch.objects.all().delete()
    with pytest.raises(SystemExit) as stop:
        recompute()
    assert stop.value.code == 2


def test_the_timetable_knows_the_night(country):
    """The slot of the schedule leads to a published run, its day being the day of the slot."""
    (slot,) = (slot for slot in SLOTS if slot.kind == "prescripteurs.nuit")
    assert isinstance(slot, Slot)
    struck = world.DONE_AT.replace(day=15, hour=slot.at.hour, minute=slot.at.minute)
    (job,) = tick(struck, [slot])
    assert tick(struck, [slot]) == [job], "two Beats, one job"
    world.run_all()
    assert {job.status for job in Job.objects.all()} == {JobStatus.DONE}
    assert Publication.objects.get().run.parameters["as_of"] == "2025-09-15"
