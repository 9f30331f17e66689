"""A study of fewer months or of one region: computed beside the night, never published."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from prescribers.enums import RunState
from prescribers.models import Attachment, Profile, ProfileRun, Publication
from tests.prescribers import night_world as world


pytestmark = pytest.mark.django_db


def recompute(*options):
    out = StringIO()
    call_command("recompute_profiles", "--as-of", "2025-09-15", "--inline", *options, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def country():
    """The second caisse is in another region."""
    people = world.build(doctors=8, specialists=2)
    Attachment.objects.filter(caisse="831").update(region="94")
    return people


def test_six_months_are_a_study(country):
    told = json.loads(recompute("--window", "6", "--json"))
    assert (told["publie"], told["fenetre"]) == (False, ["2025-01-01", "2025-06-01"])
    assert not Publication.objects.exists()
    whole = json.loads(recompute("--json"))
    assert (whole["publie"], whole["fenetre"][0]) == (True, "2024-07-01")
    assert recompute("--window", "6").startswith("Rien n’a changé")
    assert Publication.objects.get().run.number == whole["calcul"]


def test_a_region_is_read_alone(country):
    recompute()
    told = json.loads(recompute("--scope", "94", "--json"))
    run = ProfileRun.objects.get(number=told["calcul"])
    assert (run.state, run.parameters["caisses"]) == (RunState.COMPUTED, ["831"])
    mine = {person.rpps for person in country if person.caisse == "831"}
    assert {*Profile.objects.filter(run=run).values_list("rpps", flat=True)} == mine
    assert Publication.objects.get().run.number == 1


def test_the_nation_by_name_is_the_default(country):
    recompute()
    assert recompute("--scope", "national", "--window", "12").startswith("Rien n’a changé")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--scope", "paca"], "deux chiffres"),
        (["--window", "0"], "de 1 à 24"),
        (["--window", "an"], "de 1 à 24"),
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(country, options, said):
    with pytest.raises(CommandError, match=said):
        recompute(*options)


def test_a_region_where_nobody_is_attached_is_refused(country, capsys):
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("recompute_profiles", "--scope", "27", "--inline", stdout=out)
    assert left.value.code == 2
    assert "région 27" in out.getvalue()
