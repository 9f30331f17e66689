"""In which months a prescriber practised, attachment by attachment."""

from datetime import date

import numpy as np
import pytest

from prescribers.frames.directory import read_directory
from prescribers.frames.window import Window, span
from tests.prescribers.factories import AttachmentFactory, PrescriberFactory


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
    active = read_directory(numbers, WINDOW).active
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
