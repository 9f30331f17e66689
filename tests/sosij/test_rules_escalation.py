"""When the head is told, worked out by hand on four calendars; who is told, in what order."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from core.workdays import calendar_of
from sosij.enums import Event, Told
from sosij.rules.clock import SERVICE_LEVELS, Pause
from sosij.rules.escalation import (
    PATIENCES,
    Passage,
    head_told_at,
    last_handed,
    patience_on,
    told,
)


def at(text, departement="06"):
    """« 09/11/2026 11:20 » where the desk is."""
    read = datetime.strptime(text, "%d/%m/%Y %H:%M")  # noqa: DTZ007 (the zone is given next)
    return read.replace(tzinfo=calendar_of(departement).timezone)


# The breach is signalled; the head is told four office hours and a half later, from 9 to 18.
EXAMPLES = [
    ("06", "17/11/2026 09:00", "17/11/2026 13:30"),
    ("06", "12/11/2026 13:30", "12/11/2026 18:00"),
    ("06", "12/11/2026 15:00", "13/11/2026 10:30"),
    ("06", "13/11/2026 17:30", "16/11/2026 13:00"),  # Friday evening: 30 min, then Monday
    ("06", "13/11/2026 18:00", "16/11/2026 13:30"),
    ("06", "10/11/2026 16:00", "12/11/2026 11:30"),  # the 11th is a holiday
    ("06", "31/12/2026 17:00", "04/01/2027 12:30"),  # 1 January is a Friday
    ("06", "23/10/2026 17:00", "26/10/2026 12:30"),  # summer time ends between
    ("06", "02/04/2026 16:00", "03/04/2026 11:30"),  # Good Friday is worked in Nice
    ("67", "02/04/2026 16:00", "07/04/2026 11:30"),  # not in Alsace, then Easter Monday
    ("57", "02/04/2026 16:00", "07/04/2026 11:30"),
    ("67", "24/12/2025 16:00", "29/12/2025 11:30"),  # 25 and 26 December, then a week-end
    ("06", "24/12/2025 16:00", "26/12/2025 11:30"),
    ("06", "17/12/2027 16:00", "20/12/2027 11:30"),
    ("974", "17/12/2027 16:00", "21/12/2027 11:30"),  # abolition of slavery: Monday 20
    ("974", "16/11/2026 17:00", "17/11/2026 12:30"),
    ("971", "26/05/2027 17:00", "28/05/2027 12:30"),  # and 27 May, in Guadeloupe
    ("06", "26/05/2027 17:00", "27/05/2027 12:30"),
]


@pytest.mark.parametrize(("departement", "breached", "expected"), EXAMPLES)
def test_when_the_head_is_told(departement, breached, expected):
    hours = SERVICE_LEVELS[0].hours(calendar_of(departement))
    found = head_told_at(at(breached, departement), None, hours)
    assert found == at(expected, departement)
    assert hours.is_open(found)


# Breach of Tuesday 17 at nine: the last change of hands, suspensions; the head is told.
BETWEEN = [
    ("16/11/2026 12:00", [], "17/11/2026 13:30"),
    ("17/11/2026 12:00", [], "17/11/2026 16:30"),
    ("17/11/2026 17:00", [], "18/11/2026 12:30"),
    (None, [("17/11/2026 10:00", "19/11/2026 10:00")], "19/11/2026 13:30"),
    (None, [("12/11/2026 10:00", "13/11/2026 10:00")], "17/11/2026 13:30"),
    (None, [("17/11/2026 10:00", None)], None),
    (None, [("17/11/2026 14:00", None)], "17/11/2026 13:30"),
    ("17/11/2026 12:00", [("17/11/2026 13:00", "18/11/2026 09:00")], "18/11/2026 12:30"),
]


@pytest.mark.parametrize(("handed", "pauses", "expected"), BETWEEN)
def test_who_receives_it_since_has_the_same_time(handed, pauses, expected):
    hours = SERVICE_LEVELS[0].hours(calendar_of("06"))
    stops = [Pause(at(start), end and at(end)) for start, end in pauses]
    found = head_told_at(at("17/11/2026 09:00"), handed and at(handed), hours, stops)
    assert found == (expected and at(expected))


def test_the_parameter_is_dated_by_the_breach():
    later = replace(
        PATIENCES[0], version="2027", before_head=timedelta(hours=1), since=date(2026, 11, 18)
    )
    rows = (PATIENCES[0], later)
    hours = SERVICE_LEVELS[0].hours(calendar_of("06"))
    before = head_told_at(at("17/11/2026 17:00"), None, hours, patiences=rows)
    after = head_told_at(at("18/11/2026 09:00"), None, hours, patiences=rows)
    assert (before, after) == (at("18/11/2026 12:30"), at("18/11/2026 10:00"))
    assert patience_on(date(2020, 1, 1)) == PATIENCES[0]


HOLDER, DESK, ON_DUTY, HEAD, NOBODY = Told
LADDERS = [
    (Event.WARN, {HOLDER: [1], DESK: [1, 2], ON_DUTY: [3], HEAD: [4]}, (HOLDER, [1])),
    (Event.WARN, {DESK: [1, 2], ON_DUTY: [3], HEAD: [4]}, (DESK, [1, 2])),
    (Event.WARN, {ON_DUTY: [3], HEAD: [4]}, (NOBODY, ())),
    (Event.BREACH, {HOLDER: [1], DESK: [1, 2], ON_DUTY: [3], HEAD: [4]}, (ON_DUTY, [3])),
    (Event.BREACH, {HOLDER: [1], DESK: [1, 2], HEAD: [4, 5]}, (HEAD, [4, 5])),
    (Event.BREACH, {HOLDER: [1], DESK: [1, 2]}, (NOBODY, ())),
    (Event.ESCALATE, {HOLDER: [1], ON_DUTY: [3], HEAD: [4, 5]}, (HEAD, [4, 5])),
    (Event.ESCALATE, {HOLDER: [1], ON_DUTY: [3]}, (NOBODY, ())),
]


@pytest.mark.parametrize(("step", "there", "expected"), LADDERS)
def test_the_first_quality_that_has_somebody_is_told(step, there, expected):
    assert told(step, lambda quality: there.get(quality, [])) == expected


def passages(*rows):
    return [Passage(at(f"{day}/11/2026 10:00"), desk, holder) for day, desk, holder in rows]


# Passages (day, desk, holder); the day of the last change of hands.
HANDS = [
    ([("09", "", None)], None),
    ([("09", "", None), ("10", "medical", None)], "10"),
    ([("10", "medical", None), ("11", "medical", 1)], "11"),
    ([("10", "medical", 1), ("11", "medical", None), ("12", "medical", 1)], "10"),
    ([("10", "medical", 1), ("11", "medical", None), ("12", "medical", 2)], "12"),
    ([("10", "medical", 1), ("12", "social", None)], "12"),
    ([("10", "medical", 1), ("12", "social", None), ("13", "social", 1)], "13"),
    ([("10", "medical", 1), ("12", "medical", 1)], "10"),
]


@pytest.mark.parametrize(("rows", "day"), HANDS)
def test_the_last_change_of_hands(rows, day):
    found = last_handed(passages(*rows))
    assert found == (at(f"{day}/11/2026 10:00") if day else None)
