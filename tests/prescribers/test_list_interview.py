"""The last interview in the list: its column, and a filter on how long ago it was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.charts.numbers import NOTHING
from prescribers.models import Standing
from prescribers.services.standing import note_contact, note_interview
from tests.prescribers.factories import AttachmentFactory
from tests.prescribers.list_world import screen_rows
from tests.prescribers.profiles_world import LIST, profile


pytestmark = pytest.mark.django_db

AGO = {"LANTERI": 20, "ORENGO": 250, "TOMASINI": 800}


@pytest.fixture
def met(doctor, run):
    """Three doctors met some time ago, a fourth never."""
    for name in (*AGO, "VERNHES"):
        found = profile(run, name)
        AttachmentFactory(prescriber=found.prescriber, caisse=found.caisse)
        if name in AGO:
            day = timezone.localdate() - timedelta(days=AGO[name])
            note_interview(found.prescriber_id, found.caisse, day, "Visite DAM")
    return doctor


def names(client, chosen):
    rows = screen_rows(client.get(LIST, {"echange": chosen}))
    return {row[0].split()[0].upper() for row in rows}


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        ("jamais", {"VERNHES"}),
        ("6-mois", {"LANTERI"}),
        ("12-mois", {"ORENGO"}),
        ("avant", {"TOMASINI"}),
        ("jamais,avant", {"VERNHES", "TOMASINI"}),
    ],
)
def test_the_filter_keeps_those_met_so_long_ago(client, met, chosen, kept):
    assert names(client, chosen) == kept


def test_the_column_says_what_it_was_and_when(client, met):
    rows = screen_rows(client.get(LIST, {"colonnes": "echange"}))
    said = {row[0].split()[0].upper(): row[1] for row in rows}
    day = timezone.localdate() - timedelta(days=20)
    assert said["LANTERI"] == f"Visite DAM, {day:%d/%m/%Y}"
    assert said["VERNHES"] == NOTHING


def test_an_older_exchange_told_late_does_not_hide_the_last(run):
    found = profile(run)
    today = timezone.localdate()
    for days, kind in ((10, "Entretien d’alerte"), (40, "Visite DAM")):
        note_interview(found.prescriber_id, found.caisse, today - timedelta(days=days), kind)
    for days in (5, 60):
        note_contact(found.prescriber_id, found.caisse, today - timedelta(days=days))
    standing = Standing.objects.get()
    assert standing.last_interview_kind == "Entretien d’alerte"
    assert standing.last_contact_on == today - timedelta(days=5)
