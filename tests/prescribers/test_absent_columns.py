"""What the files of a window lack, month by month, and what that switches off."""

from datetime import date

import pytest

from prescribers.enums import BatchStatus, SourceKind
from prescribers.frames.window import span
from prescribers.ingestion.formats import FORMATS
from prescribers.selectors import absent_columns
from prescribers.selectors.absent_columns import NO_ACTIVITY, SWITCHED_OFF
from tests.prescribers.night_world import record_batch


pytestmark = pytest.mark.django_db
MONTHS = span(date(2025, 1, 1), date(2025, 3, 1))
JANUARY, FEBRUARY, MARCH = MONTHS


def received(kind, month, *absent, status=BatchStatus.DONE):
    batch = record_batch(kind, month or JANUARY, accepted=10)
    batch.month, batch.absent, batch.status = month, list(absent), status
    batch.save()
    return batch


def everything_but(*absent, kind=SourceKind.ARRETS):
    """A complete window, but for the columns that every file of one kind lacks."""
    for month in MONTHS:
        for monthly in (SourceKind.ARRETS, SourceKind.ACTIVITE):
            received(monthly, month, *(absent if kind == monthly else ()))
    received(SourceKind.PATIENTELE, MARCH, *(absent if kind == SourceKind.PATIENTELE else ()))
    received(SourceKind.PRESCRIPTEURS, None, *(absent if kind == SourceKind.PRESCRIPTEURS else ()))


def said():
    return [(one.kind, one.column, one.months) for one in absent_columns(MONTHS)]


def test_nothing_is_said_of_files_that_have_all_their_columns():
    everything_but()
    assert said() == []


@pytest.mark.parametrize(("kind", "column"), SWITCHED_OFF)
def test_each_optional_column_says_what_its_absence_switches_off(kind, column):
    everything_but(column, kind=kind)
    (one,) = absent_columns(MONTHS)
    assert (one.kind, one.column, one.months) == (kind, column, ())
    assert one.consequence == SWITCHED_OFF[kind, column]


def test_every_optional_column_of_the_facts_and_of_the_directory_has_its_words():
    kinds = {kind for kind, _ in SWITCHED_OFF}
    optional = {(k, c.name) for k in kinds for c in FORMATS[k].columns if not c.required}
    assert optional == set(SWITCHED_OFF)
    assert kinds == {SourceKind.PRESCRIPTEURS, *(k for k in FORMATS if FORMATS[k].monthly)}


def test_the_months_that_lack_a_column_are_named_when_others_have_it():
    everything_but()
    received(SourceKind.ARRETS, FEBRUARY, "tpt")
    assert said() == [(SourceKind.ARRETS, "tpt", (FEBRUARY,))]


def test_a_correction_that_has_the_column_ends_its_absence():
    everything_but("tpt")
    for month in (JANUARY, MARCH):
        received(SourceKind.ARRETS, month)
    received(SourceKind.ARRETS, JANUARY, "remplacement", status=BatchStatus.HELD)
    assert said() == [(SourceKind.ARRETS, "tpt", (FEBRUARY,))]


def test_the_files_of_other_months_say_nothing_of_the_window():
    everything_but()
    received(SourceKind.ARRETS, date(2024, 12, 1), "tpt")
    received(SourceKind.PATIENTELE, date(2024, 12, 1), "quintile_commune")
    assert said() == []
    lists = absent_columns(MONTHS, list_month=date(2024, 12, 1))
    assert [one.column for one in lists] == ["quintile_commune"]


def test_a_window_without_activity_takes_its_months_from_the_attachments():
    received(SourceKind.ARRETS, JANUARY)
    (one,) = absent_columns(MONTHS)
    assert (one.kind, one.column, one.consequence) == (SourceKind.ACTIVITE, "", NO_ACTIVITY)
    assert one.months == ()
    received(SourceKind.ACTIVITE, JANUARY)
    assert said() == [(SourceKind.ACTIVITE, "", (FEBRUARY, MARCH))]
