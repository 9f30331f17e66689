"""What is offered: office hours less consultations, other interviews, absences, holidays."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, strategies as st

from core.workdays import CALENDARS
from interviews.rules.slots import (
    Agenda,
    Away,
    Consultation,
    Taken,
    days_ahead,
    met,
    offered,
    office_hours,
    why_not,
)
from tests.interviews.world import PARIS, at


HOURS = office_hours(CALENDARS["FR"])
NOW = at(12, 10)
LONG_AGO = date(2020, 1, 1)


def agenda(**fields):
    return Agenda(HOURS, NOW, **fields)


TUESDAY = Consultation(1, time(14), time(16), LONG_AGO)
CASES = [
    # when, minutes, what stands in the way, what is said
    (at(12, 9), 40, {}, "passée"),
    (at(14, 10), 40, {}, "fermé le samedi"),
    (datetime(2026, 12, 25, 10, tzinfo=PARIS), 40, {}, "férié"),
    (at(17, 8, 30), 40, {}, "ouvert de 9"),
    (at(17, 17, 30), 40, {}, "ouvert de 9"),
    (at(17, 17, 20), 40, {}, None),
    (at(17, 15, 59), 40, {"consultations": [TUESDAY]}, "consulte le mardi de 14"),
    (at(17, 13, 30), 40, {"consultations": [TUESDAY]}, "consulte le mardi"),
    (at(17, 13, 20), 40, {"consultations": [TUESDAY]}, None),
    (at(17, 16), 40, {"consultations": [TUESDAY]}, None),
    (at(18, 14), 40, {"consultations": [TUESDAY]}, None),
    (at(17, 10), 40, {"taken": [Taken(at(17, 10, 30), at(17, 11))]}, "un autre à cette heure"),
    (at(17, 9, 50), 40, {"taken": [Taken(at(17, 10, 30), at(17, 11))]}, None),
    (at(17, 10), 40, {"absences": [Away(date(2026, 11, 16), date(2026, 11, 18))]},
     "absente du 16/11/2026 au 17/11/2026"),
    (at(18, 10), 40, {"absences": [Away(date(2026, 11, 16), date(2026, 11, 18))]}, None),
]  # fmt: skip


@pytest.mark.parametrize(("start", "minutes", "fields", "said"), CASES)
def test_why_not(start, minutes, fields, said):
    why = why_not(start, minutes, agenda(**fields))
    assert why is None if said is None else said in why


@pytest.mark.parametrize(
    ("since", "until", "free"),
    [
        (date(2026, 11, 18), None, True),
        (date(2026, 11, 17), None, False),
        (LONG_AGO, date(2026, 11, 17), True),
        (LONG_AGO, date(2026, 11, 18), False),
    ],
)
def test_hours_hold_from_a_day_to_the_day_before_another(since, until, free):
    one = Consultation(1, time(14), time(16), since, until)
    assert (why_not(at(17, 14), 40, agenda(consultations=[one])) is None) is free


def test_a_day_is_cut_by_the_half_hour():
    whole = [Consultation(1, time(9), time(12), LONG_AGO), TUESDAY]
    slots = offered(date(2026, 11, 17), 40, agenda(consultations=whole))
    assert [f"{slot:%H:%M}" for slot in slots] == [
        "12:00", "12:30", "13:00", "16:00", "16:30", "17:00",
    ]  # fmt: skip


def test_ten_working_days_pass_over_a_holiday():
    days = list(days_ahead(Agenda(HOURS, datetime(2026, 12, 23, 10, tzinfo=PARIS))))
    assert days[:4] == [
        date(2026, 12, 23), date(2026, 12, 24), date(2026, 12, 28), date(2026, 12, 29),
    ]  # fmt: skip
    assert (len(days), date(2027, 1, 1) in days) == (10, False)


def test_overseas_the_day_is_theirs():
    """At 22:00 UTC on Monday 16 November it is Tuesday in La Réunion, at two in the morning."""
    hours = office_hours(CALENDARS["FR-974"])
    early = Agenda(hours, datetime.fromisoformat("2026-11-16T22:00+00:00"))
    assert next(days_ahead(early)) == date(2026, 11, 17)
    assert len(offered(date(2026, 11, 17), 60, early)) == 17


def hours(weekday, quarters):
    """Of a weekday, between two quarters of an hour."""
    first, last = sorted(quarters)
    opens, closes = (time(n // 4, n % 4 * 15) for n in (first, last))
    return Consultation(weekday, opens, closes, LONG_AGO)


QUARTERS = st.tuples(st.integers(0, 95), st.integers(0, 95)).filter(lambda two: two[0] != two[1])


@given(
    st.lists(st.builds(hours, st.integers(0, 6), QUARTERS), max_size=8),
    st.integers(5, 240),
    st.dates(date(2026, 3, 20), date(2026, 12, 31)),
)
def test_no_slot_meets_a_consultation(declared, minutes, day):
    """Minute by minute, whatever the hours, the length and the change of time."""
    now = datetime(2026, 1, 1, tzinfo=PARIS)
    found = Agenda(HOURS, now, consultations=declared)
    for start in offered(day, minutes, found):
        assert met(start, minutes, found) is None
        for elapsed in range(minutes):
            local = (start + timedelta(minutes=elapsed)).astimezone(PARIS)
            assert not any(
                one.weekday == local.weekday() and one.opens <= local.time() < one.closes
                for one in declared
            )
