"""Méthode: the columns that the sources lack, and what the reader must know of it."""

import pytest

from prescribers.enums import SourceKind
from prescribers.frames.window import span
from tests.pages.reading import text_of
from tests.prescribers.night_world import record_batch


pytestmark = pytest.mark.django_db
METHOD = "/methode/"


def receive(run, kind, *absent):
    """A file a month of the published window, each without these columns."""
    batches = [
        record_batch(kind, month, accepted=10) for month in span(run.window_start, run.data_until)
    ]
    for batch in batches:
        batch.absent = list(absent)
        batch.save()
    return batches


def test_nothing_absent_is_said_in_one_sentence(client, doctor, run):
    for kind in (SourceKind.ARRETS, SourceKind.ACTIVITE):
        receive(run, kind)

    assert "Toutes les colonnes facultatives sont présentes." in text_of(client.get(METHOD))


def test_an_absent_column_says_what_it_switches_off(client, doctor, run):
    receive(run, SourceKind.ARRETS, "tpt")
    page = text_of(client.get(METHOD))

    assert "tpt (arrêts)" in page
    assert "les temps partiels thérapeutiques ne peuvent pas être écartés." in page
    assert "fichier activite" in page
    assert "de la date d’installation, et les patients vus sont inconnus." in page
    assert "Toutes les colonnes facultatives" not in page


def test_the_months_of_an_absence_are_named(client, doctor, run):
    receive(run, SourceKind.ACTIVITE)
    batches = receive(run, SourceKind.ARRETS)
    batches[0].absent = ["remplacement"]
    batches[0].save()
    page = text_of(client.get(METHOD))
    month = run.window_start

    assert "les arrêts rédigés par un remplaçant ne peuvent pas être écartés (" in page
    assert f"{month.year})." in page


def test_without_a_published_calculation_nothing_is_said_of_its_sources(client, doctor):
    assert "Colonnes absentes" not in text_of(client.get(METHOD))
