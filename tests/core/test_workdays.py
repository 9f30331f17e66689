"""Holidays of each territory against the texts, and office hours counted by hand."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.workdays import CALENDARS, OfficeHours, calendar_of


# Article L3133-1 of the labour code, for 2026.
LEGAL_2026 = {
    date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14),
    date(2026, 5, 25), date(2026, 7, 14), date(2026, 8, 15), date(2026, 11, 1), date(2026, 11, 11),
    date(2026, 12, 25),
}  # fmt: skip
# Article L3134-13 (Alsace, Moselle), article L3422-2 (overseas).
LOCAL_2026 = {
    "06": set(),
    "2A": set(),
    "57": {date(2026, 4, 3), date(2026, 12, 26)},
    "67": {date(2026, 4, 3), date(2026, 12, 26)},
    "68": {date(2026, 4, 3), date(2026, 12, 26)},
    "971": {date(2026, 5, 27)},
    "972": {date(2026, 5, 22)},
    "973": {date(2026, 6, 10)},
    "974": {date(2026, 12, 20)},
    "976": {date(2026, 4, 27)},
}


@pytest.mark.parametrize("departement", LOCAL_2026)
def test_the_holidays_are_those_of_the_labour_code(departement):
    calendar = calendar_of(departement)
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    found = {day for day in year if calendar.holiday(day)}
    assert found == LEGAL_2026 | LOCAL_2026[departement]


def test_a_year_without_a_table_is_refused():
    with pytest.raises(ValueError, match="1999"):
        CALENDARS["FR"].is_working(date(1999, 5, 3))


def paris(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Europe/Paris"))


HOURS = OfficeHours(CALENDARS["FR"], time(9), time(18))


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (paris(9, 9), paris(9, 18), 9),
        (paris(9, 8), paris(9, 20), 9),
        (paris(9, 17), paris(10, 10), 2),
        (paris(10, 17), paris(12, 10), 2),  # 11 November
        (paris(13, 17), paris(16, 10), 2),  # a week-end
        (paris(14, 9), paris(15, 18), 0),
        (paris(16, 10), paris(13, 17), 0),  # backwards
    ],
)
def test_office_time_between_two_instants(start, end, hours):
    assert HOURS.elapsed(start, end) == timedelta(hours=hours)


def test_every_day_counts_when_asked():
    every = OfficeHours(CALENDARS["FR"], time(9), time(18), every_day=True)
    assert every.elapsed(paris(14, 9), paris(15, 18)) == timedelta(hours=18)


def test_adding_then_measuring_gives_back_the_amount():
    for hours in range(1, 200):
        amount = timedelta(hours=hours, minutes=7)
        end = HOURS.after(paris(9, 11, 20), amount)
        assert HOURS.elapsed(paris(9, 11, 20), end) == amount


def test_a_desk_overseas_keeps_its_own_hours():
    """Nine in Saint-Denis is six in Paris in winter."""
    reunion = OfficeHours(calendar_of("974"), time(9), time(18))
    assert reunion.after(paris(9, 5), timedelta(hours=1)) == paris(9, 7)
