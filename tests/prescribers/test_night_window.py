"""Which months a night reads, from the months that are there."""

from datetime import date

import pytest

from prescribers.frames.window import NoMatureMonthError, choose_window, shifted, span


YEAR = span(date(2024, 7, 1), date(2025, 8, 1))


def test_twelve_months_ending_two_before_the_last():
    window = choose_window(YEAR, as_of=date(2025, 9, 15))
    assert (window.start, window.end) == (date(2024, 7, 1), date(2025, 6, 1))
    assert window.provisional == (date(2025, 7, 1), date(2025, 8, 1))
    assert (len(window.months), window.missing) == (12, ())


def test_never_more_than_twelve():
    window = choose_window(span(date(2020, 1, 1), date(2025, 8, 1)), as_of=date(2025, 9, 1))
    assert len(window.months) == 12


def test_a_month_that_is_not_over_is_not_read():
    assert choose_window(YEAR, as_of=date(2025, 9, 1)).until == date(2025, 8, 1)
    assert choose_window(YEAR, as_of=date(2025, 8, 31)).until == date(2025, 7, 1)


def test_fewer_months_are_taken_as_they_are():
    window = choose_window(span(date(2025, 3, 1), date(2025, 8, 1)), as_of=date(2025, 9, 15))
    assert (window.start, window.end, window.missing) == (date(2025, 3, 1), date(2025, 6, 1), ())


def test_a_hole_is_named():
    present = set(YEAR) - {date(2025, 2, 1)}
    window = choose_window(present, as_of=date(2025, 9, 15))
    assert (len(window.months), window.missing) == (12, (date(2025, 2, 1),))


@pytest.mark.parametrize("present", [(), YEAR[:2], YEAR[-1:]])
def test_no_month_is_old_enough(present):
    with pytest.raises(NoMatureMonthError):
        choose_window(present, as_of=date(2025, 9, 15))


def test_months_cross_years():
    assert shifted(date(2025, 1, 1), -1) == date(2024, 12, 1)
    assert shifted(date(2024, 12, 1), 1) == date(2025, 1, 1)
