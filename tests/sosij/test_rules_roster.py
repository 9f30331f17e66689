"""Who is on duty each week and when nobody is, against the working days of a caisse."""

from datetime import date

import pytest

from core.workdays import calendar_of_caisse
from sosij.rules.clock import SERVICE_LEVELS
from sosij.rules.roster import Gap, Stretch, gaps, weeks_ahead


def worked(caisse="061"):
    return SERVICE_LEVELS[0].hours(calendar_of_caisse(caisse)).counts


def november(first, last):
    """Both days included."""
    return Stretch("Nadia", date(2026, 11, first), date(2026, 11, last + 1))


def days(first, last, month=11):
    return [date(2026, month, number) for number in range(first, last + 1)]


# Who is on duty, the days looked at, the runs without anybody (16/11/2026 is a Monday).
CASES = [
    ([], days(16, 22), [(16, 20)]),
    ([november(16, 20)], days(16, 22), []),
    ([november(16, 18)], days(16, 22), [(19, 20)]),
    ([november(17, 18)], days(16, 22), [(16, 16), (19, 20)]),
    ([november(21, 22)], days(16, 22), [(16, 20)]),
    ([], days(9, 13), [(9, 13)]),  # the holiday of the 11th does not cut the run
    ([november(9, 10), november(12, 13)], days(9, 13), []),
    ([], days(21, 22), []),
]


@pytest.mark.parametrize(("there", "looked", "expected"), CASES)
def test_the_runs_without_anybody(there, looked, expected):
    found = [(gap.first.day, gap.last.day) for gap in gaps(looked, there, worked())]
    assert found == expected


def test_four_weeks_from_today():
    """On a Wednesday: the two days gone by are neither covered nor missing."""
    weeks = weeks_ahead(date(2026, 11, 18), [november(16, 19), november(23, 29)], worked())
    assert [week.monday.day for week in weeks] == [16, 23, 30, 7]
    assert weeks[0].stretches == (Stretch("Nadia", date(2026, 11, 18), date(2026, 11, 20)),)
    assert weeks[0].gaps == (Gap(date(2026, 11, 20), date(2026, 11, 20)),)
    assert (len(weeks[1].stretches), weeks[1].gaps) == (1, ())
    assert weeks[2].gaps == (Gap(date(2026, 11, 30), date(2026, 12, 4)),)


@pytest.mark.parametrize(
    ("caisse", "code"),
    [("061", "FR"), ("671", "FR-6AE"), ("571", "FR-57"), ("974", "FR-974"), ("201", "FR")],
)
def test_a_caisse_has_the_calendar_of_its_territory(caisse, code):
    assert calendar_of_caisse(caisse).code == code
