"""Due dates worked out by hand, on three calendars and more, with holds and year ends."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from core.workdays import calendar_of
from sosij.rules.clock import (
    SERVICE_LEVELS,
    Pause,
    due_at,
    gross_elapsed,
    level_on,
    level_versioned,
    net_elapsed,
    warned_at,
)


WORKING = SERVICE_LEVELS[0]
EVERY_DAY = type(WORKING)(**{**WORKING.__dict__, "version": "calendaires", "every_day": True})


def at(text, departement="06"):
    """« 09/11/2026 11:20 » where the desk is."""
    read = datetime.strptime(text, "%d/%m/%Y %H:%M")  # noqa: DTZ007 (the zone is given next)
    return read.replace(tzinfo=calendar_of(departement).timezone)


def due(received, departement="06", level=WORKING, pauses=()):
    hours = level.hours(calendar_of(departement))
    stops = [
        Pause(at(start, departement), at(end, departement) if end else None)
        for start, end in pauses
    ]
    return due_at(at(received, departement), level, hours, stops)


# Received; due at 18:00 of the fourth working day after that day. 11/11/2026 is a Wednesday.
ORDINARY = [
    ("09/11/2026 11:20", "16/11/2026"),
    ("10/11/2026 09:05", "17/11/2026"),
    ("10/11/2026 16:10", "17/11/2026"),
    ("12/11/2026 10:41", "18/11/2026"),
    ("12/11/2026 17:59", "18/11/2026"),
    ("16/11/2026 09:18", "20/11/2026"),
    ("13/11/2026 23:59", "19/11/2026"),
    ("14/11/2026 10:00", "19/11/2026"),  # a Saturday
    ("15/11/2026 10:00", "19/11/2026"),  # a Sunday
    ("11/11/2026 10:00", "17/11/2026"),  # a holiday
    ("22/10/2026 10:00", "28/10/2026"),  # summer time ends on the 25th
    ("26/03/2026 10:00", "01/04/2026"),  # and begins on 29 March
    ("01/04/2026 10:00", "08/04/2026"),  # Easter Monday
    ("29/04/2026 10:00", "06/05/2026"),  # 1 May
    ("12/05/2026 10:00", "19/05/2026"),  # Ascension
    ("22/05/2026 10:00", "29/05/2026"),  # Whit Monday
    ("13/07/2026 10:00", "20/07/2026"),
    ("13/08/2026 10:00", "19/08/2026"),  # 15 August is a Saturday
    ("25/02/2028 10:00", "02/03/2028"),  # 29 February
    ("21/12/2026 10:00", "28/12/2026"),
    ("23/12/2026 10:00", "30/12/2026"),
    ("24/12/2026 10:00", "31/12/2026"),
    ("25/12/2026 10:00", "31/12/2026"),
    ("28/12/2026 10:00", "04/01/2027"),
    ("30/12/2026 10:00", "06/01/2027"),
    ("31/12/2026 10:00", "07/01/2027"),
]
ELSEWHERE = [
    ("67", "01/04/2026 10:00", "09/04/2026"),  # Good Friday
    ("57", "01/04/2026 10:00", "09/04/2026"),
    ("06", "23/12/2025 10:00", "30/12/2025"),
    ("68", "23/12/2025 10:00", "31/12/2025"),  # 26 December
    ("971", "22/05/2026 10:00", "01/06/2026"),  # 27 May
    ("972", "20/05/2026 10:00", "28/05/2026"),  # 22 May
    ("973", "08/06/2026 10:00", "15/06/2026"),  # 10 June
    ("974", "17/12/2027 10:00", "24/12/2027"),  # 20 December
    ("06", "17/12/2027 10:00", "23/12/2027"),
    ("976", "24/04/2026 10:00", "04/05/2026"),  # 27 April, 1 May
]
CALENDAR_DAYS = [
    ("09/11/2026 11:20", "13/11/2026"),
    ("12/11/2026 11:20", "16/11/2026"),
    ("23/12/2026 11:20", "27/12/2026"),
    ("29/12/2026 11:20", "02/01/2027"),
]
# Received, suspensions, due. An office day is worth nine hours.
HELD = [
    # 10/11 9 h, 12/11 6 h; 21 h left from Monday 10:00: 8 + 9 + 4.
    ("09/11/2026 11:20", [("12/11/2026 15:00", "16/11/2026 10:00")], "18/11/2026 13:00"),
    ("09/11/2026 11:20", [("14/11/2026 10:00", "15/11/2026 20:00")], "16/11/2026 18:00"),
    # It began before the clock did: three hours are lost on the 10th.
    ("09/11/2026 11:20", [("09/11/2026 14:00", "10/11/2026 12:00")], "17/11/2026 12:00"),
    # It began after the delay had run out.
    ("09/11/2026 11:20", [("17/11/2026 10:00", "18/11/2026 10:00")], "16/11/2026 18:00"),
    (
        "10/11/2026 09:05",
        [("12/11/2026 09:00", "12/11/2026 18:00"), ("16/11/2026 09:00", "16/11/2026 13:00")],
        "19/11/2026 13:00",
    ),
    ("28/12/2026 10:00", [("30/12/2026 09:00", "04/01/2027 09:00")], "06/01/2027 18:00"),
]


@pytest.mark.parametrize(("received", "day"), ORDINARY)
def test_due_dates_in_the_metropole(received, day):
    assert due(received) == at(f"{day} 18:00")


@pytest.mark.parametrize(("departement", "received", "day"), ELSEWHERE)
def test_due_dates_elsewhere(departement, received, day):
    assert due(received, departement) == at(f"{day} 18:00", departement)


@pytest.mark.parametrize(("received", "day"), CALENDAR_DAYS)
def test_due_dates_in_calendar_days(received, day):
    assert due(received, level=EVERY_DAY) == at(f"{day} 18:00")


@pytest.mark.parametrize(("received", "pauses", "instant"), HELD)
def test_due_dates_with_suspensions(received, pauses, instant):
    assert due(received, pauses=pauses) == at(instant)


def test_a_suspension_in_calendar_days():
    held = [("11/11/2026 09:00", "12/11/2026 09:00")]
    assert due("09/11/2026 11:20", level=EVERY_DAY, pauses=held) == at("14/11/2026 18:00")


def test_nothing_is_due_while_suspended():
    assert due("09/11/2026 11:20", pauses=[("10/11/2026 10:00", None)]) is None
    # Unless the delay had already run out.
    assert due("09/11/2026 11:20", pauses=[("17/11/2026 10:00", None)]) == at("16/11/2026 18:00")


def test_the_warning_comes_a_day_before_in_office_hours():
    hours = WORKING.hours(calendar_of("06"))
    found = warned_at(at("09/11/2026 11:20"), WORKING, hours)
    assert found == at("13/11/2026 18:00")
    assert hours.elapsed(found, at("16/11/2026 18:00")) == timedelta(hours=9)


def test_net_and_gross_differ_by_the_suspensions():
    hours = WORKING.hours(calendar_of("06"))
    received, now = at("09/11/2026 11:20"), at("17/11/2026 11:00")
    pause = Pause(at("12/11/2026 15:00"), at("16/11/2026 10:00"))
    assert gross_elapsed(received, now, hours) == timedelta(hours=38)
    # 3 h on Thursday, 9 on Friday, 1 on Monday.
    assert net_elapsed(received, now, hours, [pause]) == timedelta(hours=25)
    assert net_elapsed(received, at("10/11/2026 08:00"), hours) == timedelta()


def test_a_request_keeps_the_promise_of_its_day():
    assert level_on(WORKING.since) is WORKING
    assert level_on(WORKING.since - timedelta(days=400)) is WORKING
    assert level_versioned(WORKING.version) is WORKING


PARIS = ZoneInfo("Europe/Paris")
MOMENTS = st.datetimes(datetime(2025, 2, 1), datetime(2029, 12, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, fold=0, tzinfo=PARIS)
)


@given(MOMENTS, st.sampled_from(["06", "67", "974"]))
def test_at_the_due_date_the_delay_has_run_exactly(received, departement):
    hours = WORKING.hours(calendar_of(departement))
    found = due_at(received, WORKING, hours)
    assert net_elapsed(received, found, hours) == WORKING.days * hours.day
    assert hours.counts(hours.day_of(found))


@given(MOMENTS, st.integers(0, 3_000), st.integers(0, 6_000))
def test_a_suspension_is_given_back_to_the_minute(received, begins, lasts):
    hours = WORKING.hours(calendar_of("06"))
    start = received + timedelta(minutes=begins)
    pause = Pause(start, start + timedelta(minutes=lasts))
    found = due_at(received, WORKING, hours, [pause])
    assert found >= due_at(received, WORKING, hours)
    assert net_elapsed(received, found, hours, [pause]) == WORKING.days * hours.day
