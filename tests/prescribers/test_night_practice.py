"""In which months a prescriber practised, attachment by attachment."""

from datetime import date

import numpy as np
import pytest
from django.db import connection

from prescribers.enums import SourceKind
from prescribers.frames.directory import read_directory
from prescribers.frames.window import Window, span
from prescribers.services.night.inputs import read_inputs
from tests.prescribers.factories import AttachmentFactory, PrescriberFactory, demo_rpps
from tests.prescribers.night_world import AS_OF, WINDOW_END, record_batch


pytestmark = pytest.mark.django_db

WINDOW = Window(
    months=span(date(2024, 7, 1), date(2025, 6, 1)),
    provisional=span(date(2025, 7, 1), date(2025, 8, 1)),
    missing=(),
)
JULY, AUGUST = date(2024, 7, 1), date(2025, 8, 1)
EVERY_MONTH = span(JULY, AUGUST)


def stay(caisse, start, end=None, installed=None):
    return {"caisse": caisse, "start": start, "end": end, "install_date": installed}


def months_of(*stays):
    prescriber = PrescriberFactory()
    for fields in stays:
        AttachmentFactory(prescriber=prescriber, **fields)
    # A neighbour, before him in the order, who never stopped.
    neighbour = PrescriberFactory(rpps="10000000016")
    AttachmentFactory(prescriber=neighbour)
    numbers = np.array([int(neighbour.rpps), int(prescriber.rpps)])
    active = read_directory(numbers, WINDOW).practice.active
    assert active[0].all()
    return tuple(month for month, on in zip(EVERY_MONTH, active[1], strict=True) if on)


BEFORE = stay("061", date(2010, 1, 1), date(2024, 9, 10))
GAP = (*span(JULY, date(2024, 9, 1)), *span(date(2025, 2, 1), AUGUST))


def test_the_months_between_two_stays_are_not_practice():
    assert months_of(BEFORE, stay("831", date(2025, 2, 3))) == GAP


def test_the_first_installation_repeated_on_each_line_does_not_fill_the_gap():
    first = date(2010, 1, 1)
    stays = BEFORE | {"install_date": first}, stay("831", date(2025, 2, 3), installed=first)
    assert months_of(*stays) == GAP


def test_an_installation_delays_its_own_attachment_only():
    later = stay("831", date(2025, 1, 1), installed=date(2025, 3, 31))
    found = months_of(stay("061", date(2010, 1, 1), date(2024, 12, 31)), later)
    assert found == (*span(JULY, date(2024, 12, 1)), *span(date(2025, 3, 1), AUGUST))


def test_the_last_installation_repeated_on_each_line_does_not_erase_the_first_stay():
    last = date(2025, 2, 3)
    stays = BEFORE | {"install_date": last}, stay("831", last, installed=last)
    assert months_of(*stays) == GAP


def test_stays_that_overlap_count_once():
    here = stay("061", date(2024, 8, 20), date(2024, 10, 1))
    there = stay("831", date(2024, 9, 15), date(2024, 11, 30))
    assert months_of(here, there) == span(date(2024, 8, 1), date(2024, 11, 1))


def test_a_stay_outside_the_window_gives_no_month():
    assert months_of(stay("061", date(2010, 1, 1), date(2024, 6, 30))) == ()


def tell(month, *lines):
    """A file of activity for a month: RPPS number and acts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.activity_month_stage(%s)", [month])
        (stage,) = cursor.fetchone()
        for rpps, acts in lines:
            cursor.execute(
                f"INSERT INTO {stage} (month, rpps, patients_seen, acts) VALUES (%s, %s, 1, %s)",
                [month, rpps, acts],
            )
        cursor.execute("SELECT public.activity_month_attach(%s)", [month])


def months_told(*prescribers):
    numbers = np.sort(np.array([int(prescriber.rpps) for prescriber in prescribers]))
    active = read_directory(numbers, WINDOW).practice.active
    return {
        int(number): tuple(month for month, on in zip(EVERY_MONTH, row, strict=True) if on)
        for number, row in zip(numbers, active, strict=True)
    }


def test_a_file_of_activity_says_who_practised_in_its_month():
    here, idle, absent = (PrescriberFactory(rpps=demo_rpps(serial)) for serial in (1, 2, 3))
    for prescriber in (here, idle, absent):
        AttachmentFactory(prescriber=prescriber, start=date(2010, 1, 1))
    october, march = date(2024, 10, 1), date(2025, 3, 1)
    tell(october, (here.rpps, 412), (idle.rpps, 0), (demo_rpps(9), 300))
    tell(march, (here.rpps, 0), (idle.rpps, 1), (absent.rpps, 280))
    found = months_told(here, idle, absent)
    missed = {number: set(EVERY_MONTH) - set(months) for number, months in found.items()}
    assert missed == {
        int(here.rpps): {march},
        int(idle.rpps): {october},
        int(absent.rpps): {october},
    }


def test_an_act_counts_even_outside_the_attachments():
    gone = PrescriberFactory(rpps=demo_rpps(1))
    AttachmentFactory(prescriber=gone, start=date(2010, 1, 1), end=date(2024, 9, 10))
    tell(date(2024, 11, 1), (gone.rpps, 3))
    tell(date(2023, 1, 1), (gone.rpps, 250))  # outside the window: no month of it
    assert months_told(gone)[int(gone.rpps)] == (*span(JULY, date(2024, 9, 1)), date(2024, 11, 1))


def test_a_corrected_file_of_activity_gives_other_inputs():
    for month in span(date(2024, 7, 1), AUGUST):
        record_batch(SourceKind.ARRETS, month, accepted=80)
    record_batch(SourceKind.PATIENTELE, WINDOW_END, accepted=160)
    before = read_inputs(as_of=AS_OF)
    record_batch(SourceKind.ACTIVITE, WINDOW_END, accepted=4)
    first = read_inputs(as_of=AS_OF)
    record_batch(SourceKind.ACTIVITE, WINDOW_END, accepted=4, seed=2)
    corrected = read_inputs(as_of=AS_OF)
    record_batch(SourceKind.ACTIVITE, date(2020, 1, 1), accepted=4)  # long before
    assert len({before.digest, first.digest, corrected.digest}) == 3
    assert read_inputs(as_of=AS_OF).digest == corrected.digest
