"""The calendar file read back by another reading of the standard."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from interviews.rules.calendar_file import Event, Method, Person, calendar_file
from tests.interviews.ics import events


START = datetime(2026, 11, 17, 14, 30, tzinfo=ZoneInfo("Europe/Paris"))
STAMP = datetime(2026, 11, 4, 9, 5, tzinfo=UTC)


def event(**fields):
    said = {"uid": "entretien-12@ijportal", "start": START, "minutes": 40, "summary": "Échange"}
    return Event(**{**said, "stamp": STAMP, **fields})


def test_a_request_says_when_in_utc_and_who():
    one = event(
        sequence=3,
        place="12 rue Gioffredo, Nice",
        organiser=Person("j.roux@assurance.fr", 'Dr Jeanne "Jo" Roux'),
        attendee=Person("cabinet@exemple.fr"),
    )
    method, (read,) = events(calendar_file([one], Method.REQUEST))
    assert method == "REQUEST"
    assert {name: read[name] for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE")} == {
        "UID": "entretien-12@ijportal",
        "DTSTAMP": "20261104T090500Z",
        "DTSTART": "20261117T133000Z",
        "DTEND": "20261117T141000Z",
        "SEQUENCE": "3",
    }
    assert (read["STATUS"], read["LOCATION"]) == ("CONFIRMED", "12 rue Gioffredo, Nice")
    assert (read["ORGANIZER"], read["ORGANIZER;*"]) == (
        "mailto:j.roux@assurance.fr", ';CN="Dr Jeanne Jo Roux"',
    )  # fmt: skip
    assert "RSVP=TRUE" in read["ATTENDEE;*"]


def test_a_cancellation_asks_for_no_answer():
    one = event(attendee=Person("cabinet@exemple.fr"))
    method, (read,) = events(calendar_file([one], Method.CANCEL))
    assert (method, read["STATUS"], read["ATTENDEE;*"]) == ("CANCEL", "CANCELLED", "")


@pytest.mark.parametrize(("day", "utc"), [("2026-03-27", "T083000Z"), ("2026-03-30", "T073000Z")])
def test_summer_time(day, utc):
    start = datetime.fromisoformat(f"{day}T09:30").replace(tzinfo=ZoneInfo("Europe/Paris"))
    _, (read,) = events(calendar_file([event(start=start)], Method.PUBLISH))
    assert read["DTSTART"].endswith(utc)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])), min_size=1))
def test_any_words_come_back_as_they_were(lines):
    """Folded or not, with commas, backslashes and letters of four octets."""
    words = "\n".join(lines).strip("\n")
    _, (read,) = events(calendar_file([event(description=words)], Method.PUBLISH))
    assert read.get("DESCRIPTION", "") == words


def test_a_control_sign_writes_no_line_of_its_own():
    sly = "Nice\r\nATTENDEE:mailto:autre@exemple.fr\x0b\x00"
    _, (read,) = events(calendar_file([event(place=sly)], Method.REQUEST))
    assert "ATTENDEE" not in read
    assert read["LOCATION"].startswith("Nice\nATTENDEE")
